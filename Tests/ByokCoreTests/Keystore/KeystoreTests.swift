import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore

@Suite struct KeystoreTests {
  @Test func `a store that another program made is opened`() throws {
    let store = try StoreFixture()
    try store.write(Fixture.bytes("keystore/known-answer.keystore"))
    let key = try Fixture.text("keystore/known-answer.unlock-key")
    try StoreFixture.write(Array(key.utf8), to: store.unlockKeyPath)
    try StoreFixture.setMode(0o600, of: store.unlockKeyPath)
    try StoreFixture.setMode(0o644, of: store.path)
    #expect(try store.open("openai/work") == "sk-known-answer-0123456789")
    try store.add("openai", "sk-mine")
    #expect(try store.open("openai/work") == "sk-known-answer-0123456789")
  }

  @Test func `a key that is sealed can be opened`() throws {
    let store = try StoreFixture()
    try store.add("openai/work", "sk-work", base: "https://gate.example:8443/openai/v1", at: 1234)
    let keystore = try Keystore.open(store.access)
    guard let keystore else {
      Issue.record("there is no keystore")
      return
    }
    let entry = try #require(keystore[KeyName(provider: "openai", label: "work")])
    #expect(entry.origins == ["https://gate.example:8443"])
    #expect(entry.kind == "api-key")
    #expect(entry.created == Timestamp(seconds: 1234))
    #expect(entry.updated == Timestamp(seconds: 1234))
    let key = try keystore.unseal(entry)
    #expect(key.baseURL == "https://gate.example:8443/openai/v1")
    #expect(StoreFixture.text(key.secret) == "sk-work")
  }

  @Test func `replacing keeps when it was made and tells when it was changed`() throws {
    let store = try StoreFixture()
    try store.add("openai", "sk-old", at: 100)
    try store.add("openai", "sk-new", at: 200)
    let entry = try #require(try parsed(store).entries.first)
    #expect(entry.created == Timestamp(seconds: 100))
    #expect(entry.updated == Timestamp(seconds: 200))
    #expect(try parsed(store).entries.count == 1)
    #expect(try store.open("openai") == "sk-new")
  }

  @Test func `a clock set back does not stop a replacement`() throws {
    let store = try StoreFixture()
    try store.add("openai", "sk-old", at: 200)
    try store.add("openai", "sk-new", at: 100)
    #expect(try parsed(store).entries.first?.updated == Timestamp(seconds: 100))
    #expect(try store.open("openai") == "sk-new")
  }

  @Test func `a removed key is gone from the file`() throws {
    let store = try StoreFixture(holding: ["openai/a": "sk-a", "openai/b": "sk-b"])
    let line = try store.lines()[4]
    #expect(line.contains(" a openai "))
    try store.update { (keystore) throws(ByokError) in
      keystore.remove(KeyName(provider: "openai", label: "a"))
    }
    #expect(try store.open("openai/a") == nil)
    #expect(try store.open("openai/b") == "sk-b")
    #expect(try !store.lines().contains(line))
  }

  @Test func `keys are sorted by provider, then label`() throws {
    let store = try StoreFixture(holding: [
      "openai/work": "1", "groq/z": "2", "openai/a.b": "3", "openai/a-b": "4", "openai/a": "5",
      "anthropic": "6",
    ])
    #expect(
      try parsed(store).entries.map(\.name.text) == [
        "anthropic/default", "groq/z", "openai/a", "openai/a-b", "openai/a.b", "openai/work",
      ])
  }

  @Test func `an edit leaves the other lines as they are`() throws {
    let store = try StoreFixture(holding: ["groq": "1", "openai/a": "2", "xai": "3"])
    let before = try store.lines()
    try store.add("openai/a", "new")
    let after = try store.lines()
    #expect(after.count == before.count)
    let changed = after.indices.filter { after[$0] != before[$0] }
    #expect(changed == [2, 5, 7])
  }

  @Test func `each write raises the sequence by one`() throws {
    let store = try StoreFixture()
    for number in 1...4 {
      try store.add("openai", "sk-\(number)")
      #expect(try store.lines()[2] == "seq \(number)")
    }
    #expect(store.updateFailure() == nil)
    #expect(try store.lines()[2] == "seq 5")
  }

  @Test func `the same key is sealed anew each time`() throws {
    let store = try StoreFixture(holding: ["openai": "sk-1"])
    let first = try parsed(store).entries[0]
    try store.add("openai", "sk-1")
    let second = try parsed(store).entries[0]
    #expect(first.sealed.prefix(24) != second.sealed.prefix(24))
    #expect(first.line.dropFirst(4).prefix(22) != second.line.dropFirst(4).prefix(22))
  }

  @Test func `a secret of 64 KiB is sealed and opened`() throws {
    let secret = String(repeating: "k", count: 64 << 10)
    let store = try StoreFixture(holding: ["openai": secret])
    #expect(try store.open("openai") == secret)
  }

  @Test func `secrets of one to sixty characters are equally long in the file`() throws {
    let store = try StoreFixture(holding: ["a": "k", "b": String(repeating: "k", count: 24)])
    let lengths = try parsed(store).entries.map(\.sealed.count)
    #expect(lengths == [104, 104])
  }

  @Test func `there is no store before the first key`() throws {
    let store = try StoreFixture()
    #expect(try store.open("openai") == nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: store.folder.path) == [])
  }

  @Test func `an edit makes a store only if it may`() throws {
    let store = try StoreFixture()
    #expect(throws: ByokError.noKeystore(try store.path)) {
      try store.update(create: false) { (_) throws(ByokError) in }
    }
    #expect(!FileManager.default.fileExists(atPath: try store.path))
    #expect(!FileManager.default.fileExists(atPath: try store.unlockKeyPath))
  }

  @Test func `an origin that the grammar does not allow is not stored`() throws {
    let store = try StoreFixture(holding: ["openai": "sk-1"])
    let before = try store.bytes()
    let key = SealedKey(baseURL: "https://x.example", secret: try StoreFixture.secret("sk-2"))
    let failure = #expect(throws: ByokError.self) {
      try store.update { (keystore) throws(ByokError) in
        try keystore.seal(
          key, as: KeyName(provider: "openai", label: "default"), origin: "https://x.example/v1",
          kind: .apiKey, now: Timestamp(seconds: 1))
      }
    }
    #expect(failure == ByokError(.failure, "cannot store 'openai/default': this is not an origin"))
    #expect(try store.bytes() == before)
  }

  private func parsed(_ store: StoreFixture) throws -> KeystoreDocument {
    try KeystoreDocument.parse(store.bytes(), path: store.path).document
  }
}
