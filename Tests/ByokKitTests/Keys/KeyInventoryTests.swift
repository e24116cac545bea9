import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

@Suite struct KeyInventoryTests {
  private func facts(
    _ variables: [String: String] = [:], sealed: [String] = [], of provider: String? = nil
  ) throws -> [KeyFacts] {
    let store = try StoreFixture(variables)
    for name in sealed { try store.add(name, "sk-sealed-0123456789-\(name.suffix(4))", at: 1000) }
    return try KeyInventory(
      environment: store.environment, keystore: store.access, defaults: DefaultKey(),
      providers: ProviderList(Configuration())
    ).facts(of: provider)
  }

  /// `PROVIDER/LABEL` or the variable; `d` for default, `e` for effective.
  private func flags(_ facts: [KeyFacts]) -> [String] {
    facts.map { key in
      (key.variable ?? "\(key.provider)/\(key.label ?? "")") + (key.isDefault ? " d" : "")
        + (key.isEffective ? " e" : "")
    }
  }

  @Test func `no keys are no facts`() throws {
    #expect(try facts().isEmpty)
  }

  @Test func `a keystore without a place for the key that opens it is no empty keystore`() throws {
    let store = try StoreFixture(holding: ["openai": "sk-sealed-0123456789-abcd"])
    let environment = Environment(["BYOK_STORE": try store.path])
    let inventory = KeyInventory(
      environment: environment, keystore: .silent(environment, clock: store.clock.clock),
      defaults: DefaultKey(), providers: ProviderList(Configuration()))
    #expect(throws: ByokError.noHome) { _ = try inventory.facts() }
  }

  @Test func `the only key of a provider is its default and in use`() throws {
    #expect(try flags(facts(sealed: ["groq/work"])) == ["groq/work d e"])
  }

  @Test func `of several keys, the one that was added first is in use`() throws {
    #expect(
      try flags(facts(sealed: ["groq/b", "groq/a", "groq", "openai/x"]))
        == ["groq/a", "groq/b d e", "groq/default", "openai/x d e"])
  }

  @Test func `a key from the environment is in use before a sealed one`() throws {
    let found = try facts(
      ["OPENAI_API_KEY": "sk-env-0123456789abcdef"], sealed: ["openai", "openai/a"])
    #expect(flags(found) == ["OPENAI_API_KEY e", "openai/a", "openai/default d"])
    let key = try #require(found.first)
    #expect(key.source == .environment)
    #expect(key.label == nil)
    #expect(key.lastFour == "cdef")
    #expect(key.baseURL == "https://api.openai.com/v1")
    #expect(key.created == nil)
  }

  @Test func `of a provider's variables, the first that is set counts`() throws {
    #expect(
      try flags(facts(["TOGETHER_API_KEY": "", "TOGETHERAI_API_KEY": "k"]))
        == ["TOGETHERAI_API_KEY e"])
    #expect(
      try flags(facts(["TOGETHER_API_KEY": "j", "TOGETHERAI_API_KEY": "k"]))
        == ["TOGETHER_API_KEY e"])
  }

  @Test func `one provider's facts can be asked for`() throws {
    let found = try facts(["OPENAI_API_KEY": "k"], sealed: ["groq", "openai"], of: "openai")
    #expect(flags(found) == ["OPENAI_API_KEY e", "openai/default d"])
  }

  @Test func `the address in the environment is shown in its canonical form`() throws {
    let found = try facts([
      "OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "HTTPS://Gate.example:443/v1/",
    ])
    #expect(found.map(\.baseURL) == ["https://gate.example/v1"])
  }

  @Test func `a password in the address in the environment is not shown`() throws {
    let found = try facts([
      "OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "https://user:canary@gate.example/v1",
    ])
    #expect(found.map(\.baseURL) == ["invalid"])
  }

  @Test func `a variable that cannot be a key is listed without a fingerprint`() throws {
    let found = try facts(["OPENAI_API_KEY": "two words"])
    #expect(flags(found) == ["OPENAI_API_KEY e"])
    #expect(found.map(\.fingerprint) == [nil])
  }

  @Test func `the facts of a sealed key are its members`() throws {
    let key = try #require(try facts(sealed: ["openai/work"]).first)
    let secret = try StoreFixture.secret("sk-sealed-0123456789-work")
    #expect(
      key.document
        == .object([
          "provider": .string("openai"), "label": .string("work"), "source": .string("keystore"),
          "variable": .null, "base_url": .string("https://api.openai.com/v1"),
          "kind": .string("api-key"),
          "fingerprint": .string(Sealing.fingerprint(of: secret)), "last4": .string("work"),
          "reference": .null,
          "created_at": .string("1970-01-01T00:16:40Z"),
          "updated_at": .string("1970-01-01T00:16:40Z"), "last_used_at": .null,
          "default": .bool(true), "effective": .bool(true), "check": .null,
        ]))
    #expect(key.masked == "…work")
    #expect(key.place == "keystore")
  }

  @Test func `a keystore that nothing unlocks is listed as far as it tells in clear`() throws {
    let store = try StoreFixture(["OPENAI_API_KEY": "sk-env-0123456789abcdef"])
    try store.add("openai", "sk-sealed-0123456789", base: "https://x.example/v1", at: 1000)
    try store.add("groq/work", "sk-sealed-0123456789", at: 1000)
    try FileManager.default.removeItem(atPath: store.unlockKeyPath)
    let screen = try Screen()
    let found = try inventory(store, screen).facts()
    #expect(flags(found) == ["groq/work d e", "OPENAI_API_KEY e", "openai/default d"])
    let key = try #require(found.last)
    #expect(key.baseURL == "https://x.example")
    #expect(key.fingerprint == nil)
    #expect(key.lastFour == nil)
    #expect(key.masked == "-")
    #expect(key.updated == Timestamp(seconds: 1000))
    #expect(screen.errors.components(separatedBy: "is not verified\n").count == 2)
  }

  @Test func `what should have unlocked it and does not is a failure`() throws {
    let store = try StoreFixture(["BYOK_PASSPHRASE": "wrong"])
    try StoreFixture(in: store.folder, [:]).add("openai", "sk-sealed-0123456789")
    let failure = #expect(throws: ByokError.self) {
      _ = try inventory(store, try Screen()).facts()
    }
    #expect(failure?.kind == .locked)
  }

  @Test func `a damaged keystore is not listed, locked or not`() throws {
    let store = try StoreFixture(holding: ["openai": "sk-sealed-0123456789"])
    let text = String(decoding: try store.bytes(), as: UTF8.self)
    try store.write(Array(text.replacing(" openai ", with: " Openai ").utf8))
    for _ in 0..<2 {
      let failure = #expect(throws: ByokError.self) {
        _ = try inventory(store, try Screen()).facts()
      }
      #expect(failure?.kind == .damaged)
      try? FileManager.default.removeItem(atPath: store.unlockKeyPath)
    }
  }

  private func inventory(_ store: StoreFixture, _ screen: Screen) throws -> KeyInventory {
    let silent = store.access
    let access = KeystoreAccess(
      locations: silent.locations, environment: silent.environment, clock: silent.clock,
      console: screen.console, memory: silent.memory)
    return KeyInventory(
      environment: store.environment, keystore: access, defaults: DefaultKey(),
      providers: ProviderList(Configuration()))
  }

  @Test func `a short key shows nothing of itself`() throws {
    let key = try #require(try facts(["OPENAI_API_KEY": "sk-short"]).first)
    #expect(key.lastFour == nil)
    #expect(key.masked == "…")
    #expect(key.document["last4"] == nil)
    let text = String(decoding: try key.document.json(), as: UTF8.self)
    #expect(!text.contains("short"))
  }
}
