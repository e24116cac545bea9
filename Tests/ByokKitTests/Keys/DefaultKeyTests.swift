import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

@Suite struct DefaultKeyTests {
  private let store: StoreFixture

  init() throws {
    store = try StoreFixture()
    // All within a second, as a script adds them.
    for label in ["work", "default", "home"] {
      try store.add("openai/\(label)", "sk-sealed-0123456789-\(label)")
    }
  }

  private func entries() throws -> KeyEntries {
    try #require(try Keystore.document(store.access)).entries
  }

  private func defaults(_ choice: String? = nil) throws -> DefaultKey {
    if let choice {
      try Configuration.set(
        ["keys", "openai"], to: "\"\(choice)\"", store.locations, clock: store.clock.clock)
    }
    return DefaultKey(try Configuration.load(store.locations))
  }

  private func failure(_ defaults: DefaultKey, _ entries: KeyEntries) -> ByokError? {
    do throws(ByokError) {
      _ = try defaults.find("openai", in: entries)
      return nil
    } catch {
      return error
    }
  }

  /// The entries as an older byok wrote them, which gave all keys of a second the same time.
  private func simultaneous(_ labels: [String]) throws -> KeyEntries {
    var all = KeyEntries()
    for entry in try entries() where labels.contains(entry.label) {
      let line = String(decoding: entry.line, as: UTF8.self)
        .replacing(" \(entry.created.seconds) ", with: " 1700000000 ")
      all.set(KeyEntry(unchecked: Array(line.utf8)[...]))
    }
    return all
  }

  private func check(_ label: String, _ verdict: KeyVerdict, at seconds: Int) throws {
    let id = try entries().first { $0.label == label }?.id
    let facts = KeyFacts(
      provider: "openai", label: label, source: .keystore, variable: nil, baseURL: "",
      kind: "api-key", fingerprint: nil, lastFour: nil, identity: id)
    try LastChecks.keep(
      [
        KeyCheckResult(
          key: facts, finding: KeyFinding(verdict), milliseconds: 1,
          checkedAt: Timestamp(seconds: seconds))
      ], store.locations, clock: store.clock.clock)
  }

  @Test func `the first key stays the default`() throws {
    #expect(try defaults().name(of: "openai", in: entries())?.label == "work")
    try store.add("openai/work", "sk-another-0123456789", at: 1_800_000_000)
    #expect(try defaults().name(of: "openai", in: entries())?.label == "work")
    try store.update { $0.remove(KeyName(provider: "openai", label: "work")) }
    #expect(try defaults().name(of: "openai", in: entries())?.label == "default")
  }

  @Test func `a clock that goes back does not change which was first`() throws {
    try store.add("openai/early", "sk-early-0123456789", at: 1_000_000_000)
    #expect(try defaults().name(of: "openai", in: entries())?.label == "work")
    #expect(Set(try entries().map(\.created.seconds)).count == 4)
  }

  @Test func `the chosen key is the default`() throws {
    #expect(try defaults("home").name(of: "openai", in: entries())?.label == "home")
  }

  @Test func `a choice that is not there is an error`() throws {
    let failure = failure(try defaults("gone"), try entries())
    let path = try store.locations.configuration().text
    #expect(failure?.kind == .usage)
    #expect(
      failure?.message == "the default key 'openai/gone' in '\(path)' is not in the keystore")
    #expect(
      failure?.hints == [
        "byok keys default openai/work",
        "or, for the key that was added first: byok config unset keys.openai",
      ])
    let none = self.failure(try defaults(), KeyEntries())
    #expect(none?.hints == ["byok keys add openai/gone", "or: byok config unset keys.openai"])
  }

  @Test func `of keys of the same second, only one called default is`() throws {
    let defaults = try defaults()
    let all = try simultaneous(["work", "default", "home"])
    #expect(defaults.name(of: "openai", in: all)?.label == "default")
    let failure = failure(defaults, try simultaneous(["work", "home"]))
    #expect(failure?.kind == .usage)
    #expect(failure?.message == "'openai' has 2 keys, and none is the default")
    #expect(
      failure?.hints == [
        "name one: openai/home, openai/work",
        "or choose the default: byok keys default openai/home",
      ])
  }

  @Test(arguments: [KeyVerdict.rejected, .expired, .noCredit])
  func `a hint names no key that did not work`(verdict: KeyVerdict) throws {
    try check("home", verdict, at: 1_750_000_000)
    let entries = try simultaneous(["work", "home"])
    #expect(
      failure(try defaults(), entries)?.hints == [
        "name one: openai/work", "or choose the default: byok keys default openai/work",
      ])
    #expect(failure(try defaults("gone"), entries)?.hints.first == "byok keys default openai/work")
    try check("work", verdict, at: 1_750_000_000)
    try Configuration.remove(["keys", "openai"], store.locations, clock: store.clock.clock)
    #expect(
      failure(try defaults(), entries)?.hints
        == ["none of them worked when it was last checked: byok keys check openai"])
  }

  @Test func `a key that was replaced since it failed is named again`() throws {
    try check("home", .rejected, at: 1_750_000_000)
    try store.add("openai/home", "sk-another-0123456789")
    try check("work", .unreachable, at: 1_750_000_000)
    #expect(
      failure(try defaults(), try simultaneous(["work", "home"]))?.hints.first
        == "name one: openai/home, openai/work")
  }
}
