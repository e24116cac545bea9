import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore

/// What a slot says of its key file is another thing in each store.
@Suite struct BoundSlotTests {
  /// A store of version 1, which another program made, with its key file.
  private func earlier() throws -> StoreFixture {
    let store = try StoreFixture()
    try store.write(Fixture.bytes("keystore/known-answer.keystore"))
    let key = try Fixture.text("keystore/known-answer.unlock-key")
    try StoreFixture.write(Array(key.utf8), to: store.unlockKeyPath)
    try StoreFixture.setMode(0o600, of: store.unlockKeyPath)
    try StoreFixture.setMode(0o600, of: store.path)
    return store
  }

  @Test func `two stores of one key file have nothing in common`() throws {
    let store = try StoreFixture(holding: ["openai": "sk-one"])
    let other = StoreFixture(in: store.folder, ["BYOK_STORE": store.folder.path("second")])
    try other.add("openai", "sk-one")
    let fields = try [store, other].map { try Set($0.lines()[3].split(separator: " ")) }
    #expect(fields[0].intersection(fields[1]) == ["slot", "1", "keyfile2"])
    #expect(try store.lines()[0] == "byok-keystore 3")
    let slots = try [store, other].flatMap { try $0.document().slots }
    #expect(slots.map(\.isBound) == [true, true])
    #expect(try other.open("openai") == "sk-one")
  }

  @Test func `a store of an earlier version is read and written, and stays one`() throws {
    let store = try earlier()
    let slot = try store.lines()[3]
    #expect(slot.hasPrefix("slot 1 keyfile "))
    try store.add("groq", "gsk-one")
    try store.addPassphrase("first")
    #expect(try store.lines()[0] == "byok-keystore 1")
    #expect(try store.lines()[3] == slot)
    #expect(try store.open("openai/work") == "sk-known-answer-0123456789")
    #expect(try store.failure(passphrase: "first") == nil)
  }

  @Test func `a rekeying makes it one of this version`() throws {
    let store = try earlier()
    let id = try store.document().slots[0].method
    let rewrap = SlotRewrap(access: store.access)
    try store.update { (keystore) throws(ByokError) in
      try keystore.rekey(removing: nil) { (slot, key, document) throws(ByokError) in
        try rewrap.rewrap(slot, key, document)
      }
    }
    #expect(try store.lines()[0] == "byok-keystore 3")
    #expect(try store.lines()[3].hasPrefix("slot 1 keyfile2 "))
    #expect(try store.document().slots[0].method != id)
    #expect(try store.open("openai/work") == "sk-known-answer-0123456789")
  }

  @Test func `so does the removal of a slot`() throws {
    let store = try earlier()
    try store.addPassphrase("first")
    try store.rekey(removing: 2, passphrase: "first")
    #expect(try store.lines()[0] == "byok-keystore 3")
    #expect(store.failure() == nil)
  }

  @Test func `a store of both kinds of slots is written back byte for byte`() throws {
    var lines = StoreText.lines(slots: [
      StoreText.slot("1", name: "ci"), StoreText.boundSlot("2"), StoreText.passphrase(3),
    ])
    lines[0] = "byok-keystore 3"
    let bytes = StoreText.bytes(lines)
    let document = try KeystoreDocument.parse(bytes, path: "store").document
    #expect(bytes.starts(with: document.authenticated))
    #expect(document.slots.map(\.isBound) == [false, true, false])
  }
}
