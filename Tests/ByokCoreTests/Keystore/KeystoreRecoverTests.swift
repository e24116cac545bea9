import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore

/// A recovery takes nothing over of which nobody knows that byok wrote it.
@Suite struct KeystoreRecoverTests {
  private let store: StoreFixture

  init() throws {
    store = try StoreFixture(holding: ["groq": "gsk-one", "openai": "sk-two"])
  }

  /// Recovers the store, by a passphrase or by the key file.
  private func recover(passphrase: String? = nil) throws -> Keystore.Salvage {
    let access = try passphrase.map { try store.access(passphrase: $0) } ?? store.access
    let salvage = try Keystore.recover(access) { (_) throws(ByokError) in }
    return try salvage ?? { throw SupportFailure("the store is sound") }()
  }

  private func setSequence(_ text: String) throws {
    var lines = try store.lines()
    lines[2] = "seq \(text)"
    try store.write(lines)
  }

  private func sequence() throws -> Int { try store.document().sequence }

  @Test(arguments: [
    "999999999999999999", "999999999999999998", "999999999999999997", "1000000000000001",
    "01", "-1", "x", "1",
  ])
  func `a number of writes that is too high or too low does not stay`(text: String) throws {
    try setSequence(text)
    let salvage = try recover()
    #expect(salvage.saved.count == 2 && !salvage.isAnotherStore)
    #expect(try sequence() == 3)
    try store.add("xai", "xai-three")
    try store.add("xai/b", "xai-four")
    #expect(try sequence() == 5)
    #expect(store.failure() == nil)
  }

  @Test func `without a record a plausible number of writes goes on`() throws {
    try FileManager.default.removeItem(atPath: store.locations.rollbackRecord().text)
    try setSequence("1000000000000000")
    _ = try recover()
    #expect(try sequence() == 1_000_000_000_000_001)
    try store.add("xai", "xai-three")
  }

  @Test func `a record that is damaged does not stop the next write`() throws {
    try StoreFixture.write(Array("junk".utf8), to: store.locations.rollbackRecord().text)
    try setSequence("x")
    _ = try recover()
    #expect(store.updateFailure() == nil)
  }

  @Test func `a used-up number of writes is told, and a rekeying begins a new store`() throws {
    let original = try store.bytes()
    let id = try store.document().storeID
    var lines = try store.lines()
    lines[2] = "seq 999999999999999999"
    try store.writeAuthenticated(lines, original: original)
    #expect(store.updateFailure() == .writesUsedUp(try store.path))
    #expect(
      store.updateFailure()?.hints == ["begin a new keystore with the same keys: byok keys rekey"])
    let rewrap = SlotRewrap(access: store.access)
    try store.update { (keystore) throws(ByokError) in
      try keystore.rekey(removing: nil) { (slot, key, document) throws(ByokError) in
        try rewrap.rewrap(slot, key, document)
      }
    }
    #expect(try sequence() == 1)
    #expect(try store.document().storeID != id)
    #expect(try store.open("openai") == "sk-two")
    try store.add("xai", "xai-three")
  }

  @Test func `a used-up number of writes begins a new store at a recovery`() throws {
    try store.addPassphrase("a passphrase")
    let original = try store.bytes()
    let id = try store.document().storeID
    var lines = try store.lines()
    lines[2] = "seq 999999999999999999"
    try store.writeAuthenticated(lines, original: original)
    try store.write(try store.bytes() + [10])
    let salvage = try recover()
    #expect(salvage.isAnotherStore && salvage.leftOut.map(\.number) == [2])
    #expect(salvage.saved.map(\.isConfirmed) == [true, true])
    #expect(try sequence() == 1)
    #expect(try store.document().storeID != id)
    #expect(try store.open("groq") == "gsk-one")
    try store.add("xai", "xai-three")
  }

  @Test func `an old passphrase that is put back does not open the new store`() throws {
    try store.addPassphrase("the old one")
    let old = try store.lines()[4]
    let new = try StoreFixture.secret("the new one")
    try store.update { (keystore) throws(ByokError) in
      try keystore.changePassphrase(ofSlot: 2, to: new, cost: StoreFixture.cheap)
    }
    var lines = try store.lines()
    lines.insert(old.replacing("slot 2 ", with: "slot 3 "), at: 5)
    lines[4] = old
    try store.write(lines)
    let salvage = try recover()
    #expect(salvage.leftOut.map(\.number) == [2, 3])
    #expect(salvage.saved.map(\.isConfirmed) == [false, false])
    #expect(try store.document().slots.map(\.number) == [1])
    #expect(try store.failure(passphrase: "the old one")?.kind == .locked)
    #expect(store.failure() == nil)
    try store.add("xai", "xai-three")
  }

  @Test func `a slot stays that opens with what is given`() throws {
    try store.addPassphrase("first")
    try store.addPassphrase("second")
    try setSequence("7")
    let salvage = try recover(passphrase: "second")
    #expect(salvage.leftOut.map(\.number) == [2])
    #expect(try store.document().slots.map(\.number) == [1, 3])
    #expect(try store.failure(passphrase: "second") == nil)
    #expect(store.failure() == nil)
  }

  @Test func `slots stay that the MAC confirms`() throws {
    try store.addPassphrase("first")
    try store.write(try store.bytes() + [10])
    let salvage = try recover()
    #expect(salvage.leftOut.isEmpty && salvage.saved.map(\.isConfirmed) == [true, true])
    #expect(try store.failure(passphrase: "first") == nil)
    try FileManager.default.removeItem(atPath: store.unlockKeyPath)
    try store.write(try store.bytes() + [10])
    _ = try recover(passphrase: "first")
    #expect(try store.document().slots.map(\.number) == [1, 2])
  }

  @Test func `an old store with damage is not taken for the newest`() throws {
    let old = try store.bytes()
    try store.add("groq", "gsk-newer")
    try store.write(old + [10])
    let salvage = try recover()
    #expect(salvage.age == .rolledBack(try store.path, now: 2, seen: 3))
    #expect(salvage.saved.map(\.isConfirmed) == [false, false])
    #expect(try sequence() == 4)
    #expect(store.updateFailure() == nil)
  }
}
