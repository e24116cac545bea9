import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore

@Suite struct KeystoreSlotsTests {
  private let store: StoreFixture

  init() throws {
    store = try StoreFixture()
    try store.add("openai", "sk-one", at: 100)
    try store.add("groq", "sk-two", base: "https://x.example/v1", at: 200)
    try store.addPassphrase("open sesame")
  }

  @Test func `a passphrase leaves the keys as they are`() throws {
    let before = try store.document()
    #expect(try store.addPassphrase("another") == 3)
    let after = try store.document()
    #expect(after.entries == before.entries)
    #expect(after.slots.prefix(2) == before.slots[...])
    #expect(after.slots.map(\.number) == [1, 2, 3])
  }

  @Test func `the same passphrase twice makes two slots that have nothing in common`() throws {
    try store.addPassphrase("open sesame")
    let slots = try store.document().passphraseSlots
    #expect(slots.count == 2)
    #expect(slots[0].check != slots[1].check)
    #expect(slots[0].wrap != slots[1].wrap)
    #expect(slots[0].method != slots[1].method)
  }

  @Test func `there are at most four passphrases`() throws {
    for number in 3...5 { #expect(try store.addPassphrase("\(number)") == number) }
    let before = try store.bytes()
    #expect(
      throws: ByokError(.failure, "the keystore has 4 passphrases already, which is the limit")
    ) { try store.addPassphrase("more") }
    #expect(try store.bytes() == before)
    for number in 3...5 { #expect(try store.failure(passphrase: "\(number)") == nil) }
  }

  @Test func `there are at most eight slots`() throws {
    try store.update { (keystore) throws(ByokError) in
      for number in 3...8 {
        let slot = try KeystoreSlot.keyFile(
          .init(number), wrapping: keystore.dataKey, with: try Secret(randomBytes: 32),
          in: keystore.document)
        keystore.document.slots.append(slot)
      }
    }
    let before = try store.bytes()
    #expect(
      throws: ByokError(.failure, "the keystore has 8 slots already, which is the limit")
    ) { try store.addPassphrase("more") }
    #expect(try store.bytes() == before)
    #expect(store.failure() == nil)
  }

  @Test func `a changed passphrase wraps the same data key`() throws {
    let before = try store.document()
    let passphrase = try StoreFixture.secret("another")
    try store.update { (keystore) throws(ByokError) in
      try keystore.changePassphrase(
        ofSlot: 2, to: passphrase, cost: (operations: 2, kibibytes: 9000))
    }
    let after = try store.document()
    #expect(after.entries == before.entries)
    #expect(after.slots[0] == before.slots[0])
    guard case .passphrase(2, 9000, let salt) = after.slots[1].method,
      case .passphrase(_, _, let oldSalt) = before.slots[1].method
    else {
      Issue.record("the slot is \(after.slots[1].method)")
      return
    }
    #expect(salt != oldSalt)
    #expect(after.slots[1].check != before.slots[1].check)
    #expect(try store.failure(passphrase: "another") == nil)
    #expect(try store.failure(passphrase: "open sesame")?.kind == .locked)
  }

  @Test func `rekeying seals every key anew, and nothing else changes`() throws {
    let (before, old) = (try store.document(), try store.lines())
    try store.rekey(passphrase: "open sesame", keepsOld: true)
    let (after, new) = (try store.document(), try store.lines())
    #expect(after.storeID == before.storeID)
    #expect(after.sequence == before.sequence + 1)
    #expect(after.entries.map(\.name) == before.entries.map(\.name))
    #expect(after.slots.map(\.number) == [1, 2])
    for (entry, former) in zip(after.entries, before.entries) {
      #expect(entry.head == former.head)
      #expect(entry.id == former.id)
      #expect(entry.created == former.created)
      #expect(entry.sealed.prefix(24) != former.sealed.prefix(24))
      #expect(entry.sealed.dropFirst(24) != former.sealed.dropFirst(24))
    }
    for (slot, former) in zip(after.slots, before.slots) { #expect(slot.wrap != former.wrap) }
    #expect(after.slots[0].head == before.slots[0].head)
    #expect(old.last != new.last)
    #expect(try store.open("openai") == "sk-one")
    #expect(try store.open("groq") == "sk-two")
    #expect(try store.failure(passphrase: "open sesame") == nil)
    let kept = try StoreFixture.bytes(store.path + ".bak")
    #expect(kept == Array(old.map { $0 + "\n" }.joined().utf8))
  }

  @Test func `the old data key opens nothing of the new store`() throws {
    let (_, oldKey) = try keys()
    try store.rekey(passphrase: "open sesame")
    let (_, newKey) = try keys()
    #expect(oldKey != newKey)
    let document = try store.document()
    let former = try Keystore(document, dataKey: try Secret(copying: oldKey.span))
    for entry in document.entries {
      #expect(throws: ByokError.entryDamaged(entry.name)) {
        _ = try former.unseal(entry).baseURL
      }
    }
  }

  private func keys() throws -> (KeystoreDocument, [UInt8]) {
    let document = try store.document()
    let key = try KeystoreUnlock(
      access: store.access, document: document, path: store.path
    ).dataKey()
    return (document, StoreFixture.bytes(of: key))
  }

  @Test func `a slot that is removed opens the new store no more`() throws {
    try store.addPassphrase("another")
    let old = try store.bytes()
    try store.rekey(removing: 2, passphrase: "another")
    #expect(try store.document().slots.map(\.number) == [1, 3])
    #expect(try store.failure(passphrase: "open sesame")?.kind == .locked)
    #expect(try store.failure(passphrase: "another") == nil)
    #expect(try store.open("openai") == "sk-one")
    #expect(try store.addPassphrase("third") == 4)
    try store.write(old)
    #expect(try store.failure(passphrase: "open sesame") == nil)
  }

  @Test func `a slot that is added has the name that it is given`() throws {
    let before = try store.lines()
    let passphrase = try StoreFixture.secret("another")
    try store.update { (keystore) throws(ByokError) in
      #expect(
        try keystore.addPassphrase(passphrase, name: "ci", cost: StoreFixture.cheap) == 3)
    }
    let after = try store.lines()
    #expect(after[0] == before[0])
    #expect(after[3...4] == before[3...4])
    #expect(try store.document().slots.map(\.name) == [nil, nil, "ci"])
    #expect(try store.failure(passphrase: "another") == nil)
    #expect(
      try store.failure(passphrase: "wrong")?.message.hasPrefix(
        "the passphrase does not open slot 2, 3 (ci) of ") == true)
    try store.rekey(removing: 3, passphrase: "open sesame")
    #expect(try store.document().slots.map(\.name) == [nil, nil])
  }

  @Test func `a name stays through a new passphrase and a new data key, and can be changed`() throws
  {
    let passphrase = try StoreFixture.secret("another")
    let cost = StoreFixture.cheap
    func change(name: String?) throws -> [String?] {
      try store.update { (keystore) throws(ByokError) in
        try keystore.changePassphrase(ofSlot: 2, to: passphrase, name: name, cost: cost)
      }
      return try store.document().slots.map(\.name)
    }
    #expect(try change(name: "ci") == [nil, "ci"])
    #expect(try change(name: nil) == [nil, "ci"])
    #expect(try change(name: "ci") == [nil, "ci"])
    try store.rekey(passphrase: "another")
    #expect(try change(name: nil) == [nil, "ci"])
    #expect(try change(name: "web") == [nil, "web"])
    #expect(try store.failure(passphrase: "another") == nil)
    let before = try store.bytes()
    #expect(throws: ByokError(.usage, "slot 2 has the name 'web' already")) {
      try store.update { (keystore) throws(ByokError) in
        _ = try keystore.addPassphrase(passphrase, name: "web", cost: cost)
      }
    }
    #expect(try store.bytes() == before)
  }

  @Test func `a name that is changed in the file is noticed`() throws {
    let passphrase = try StoreFixture.secret("another")
    try store.update { (keystore) throws(ByokError) in
      _ = try keystore.addPassphrase(passphrase, name: "ci", cost: StoreFixture.cheap)
    }
    let text = String(decoding: try store.bytes(), as: UTF8.self)
    try store.write(Array(text.replacing(" ci ", with: " web ").utf8))
    #expect(
      try store.failure(passphrase: "another")
        == .slotDamaged(.init(3, name: "web"), path: store.path))
    #expect(store.failure() == .keystoreChanged(try store.path))
  }

  @Test(arguments: [
    ("3", SlotReference.number(3)), ("0", .number(0)), ("ci", .name("ci")), ("3rd", .name("3rd")),
    ("007", .name("007")), ("", nil), ("Ci", nil), ("-1", nil), ("a b", nil),
  ])
  func `a slot is named by number or name`(word: String, expected: SlotReference?) {
    #expect(SlotReference(argument: word) == expected)
  }

  @Test(arguments: [("ci", "ci"), ("3rd", "3rd"), ("3", nil), ("Ci", nil), ("", nil)])
  func `a name that is given is no number`(word: String, expected: String?) {
    #expect(SlotName(argument: word)?.text == expected)
  }

  @Test func `a slot whose key is not given stops all`() throws {
    try store.addPassphrase("another")
    let before = try store.bytes()
    #expect(throws: ByokError.slotKeyMissing(.init(2), what: "passphrase")) {
      try store.rekey(passphrase: "another", keepsOld: true)
    }
    try FileManager.default.moveItem(
      atPath: store.unlockKeyPath, toPath: store.folder.path("away"))
    #expect(throws: ByokError.slotKeyMissing(.init(1), what: "key file")) {
      try store.rekey(removing: 3, passphrase: "open sesame")
    }
    #expect(try store.bytes() == before)
    #expect(!FileManager.default.fileExists(atPath: try store.path + ".bak"))
  }
}
