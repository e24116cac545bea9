import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore

@Suite struct KeystorePassphraseTests {
  private let store: StoreFixture

  init() throws {
    store = try StoreFixture(holding: ["openai": "sk-one"])
    try store.addPassphrase("open sesame")
  }

  @Test func `the passphrase and the key file both open the store`() throws {
    #expect(try store.failure(passphrase: "open sesame") == nil)
    #expect(store.failure() == nil)
    try FileManager.default.removeItem(atPath: store.unlockKeyPath)
    #expect(try store.failure(passphrase: "open sesame") == nil)
    #expect(store.failure()?.kind == .locked)
  }

  @Test(arguments: ["open sesam", "open sesame ", "Open sesame", "x"])
  func `another passphrase is wrong, and no damage`(passphrase: String) throws {
    let failure = try store.failure(passphrase: passphrase)
    #expect(failure == .wrongPassphrase([.init(2)], path: try store.path))
    #expect(failure?.kind == .locked)
  }

  @Test func `all slots that were tried are named`() throws {
    #expect(try store.addPassphrase("another") == 3)
    #expect(try store.failure(passphrase: "another") == nil)
    let failure = try store.failure(passphrase: "wrong")
    #expect(failure == .wrongPassphrase([.init(2), .init(3)], path: try store.path))
  }

  @Test func `a store without a passphrase says so`() throws {
    let store = try StoreFixture(holding: ["openai": "sk-one"])
    let failure = try store.failure(passphrase: "open sesame")
    #expect(failure?.kind == .locked)
    #expect(failure?.message.contains("has no passphrase") == true)
  }

  @Test func `a damaged slot is told from a wrong passphrase`() throws {
    var lines = try store.lines()
    lines[4] = lines[4].dropLast(4) + "AAAA"
    try store.write(lines)
    #expect(
      try store.failure(passphrase: "open sesame") == .slotDamaged(.init(2), path: try store.path))
    #expect(
      try store.failure(passphrase: "wrong") == .wrongPassphrase([.init(2)], path: try store.path))
  }

  @Test(arguments: [
    (" argon2id13 1 8192 ", " argon2id13 2 8192 "), (" argon2id13 1 8192 ", " argon2id13 1 8193 "),
  ])
  func `a cost that was changed does not open`(old: String, new: String) throws {
    var lines = try store.lines()
    #expect(lines[4].contains(old))
    lines[4] = lines[4].replacing(old, with: new)
    try store.write(lines)
    #expect(
      try store.failure(passphrase: "open sesame")
        == .wrongPassphrase([.init(2)], path: try store.path))
    // The other slot opens, and the change is noticed.
    #expect(store.failure() == .keystoreChanged(try store.path))
  }

  @Test func `a source that fails does not fall through to the key file`() throws {
    let missing = store.access(UnlockOptions(file: store.folder.path("missing")))
    let failure = #expect(throws: ByokError.self) { _ = try Keystore.open(missing) == nil }
    #expect(failure?.kind == .locked)
    #expect(store.failure() == nil)
  }

  @Test func `the passphrase of the environment opens, in a copy each time`() throws {
    let other = StoreFixture(in: store.folder, ["BYOK_PASSPHRASE": "open sesame"])
    try FileManager.default.removeItem(atPath: store.unlockKeyPath)
    #expect(other.failure() == nil)
    try other.add("groq", "sk-two")
    #expect(try other.open("groq") == "sk-two")
    let wrong = StoreFixture(in: store.folder, ["BYOK_PASSPHRASE": "wrong"])
    #expect(wrong.failure() == .wrongPassphrase([.init(2)], path: try store.path))
  }

  @Test func `what a process has learned is of no use once the slots have changed`() throws {
    let access = try store.access(passphrase: "open sesame")
    let tag = try store.document().slotsTag
    #expect(try access.memory.dataKey(of: tag) == nil)
    #expect(try Keystore.open(access) != nil)
    #expect(try access.memory.dataKey(of: tag) != nil)
    try store.add("groq", "sk-two")
    #expect(try store.document().slotsTag == tag)
    try store.addPassphrase("another")
    #expect(try store.document().slotsTag != tag)
    #expect(try access.memory.dataKey(of: store.document().slotsTag) == nil)
  }
}
