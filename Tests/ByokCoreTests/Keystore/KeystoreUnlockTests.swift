import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore

@Suite struct KeystoreUnlockTests {
  private let store: StoreFixture
  private let original: [UInt8]

  init() throws {
    store = try StoreFixture(holding: ["openai": "sk-one"])
    original = try store.bytes()
  }

  @Test func `without its unlock key a store is locked, and none is made`() throws {
    let key = try store.unlockKeyPath
    try FileManager.default.removeItem(atPath: key)
    let expected = ByokError.locked(
      try store.path, tried: ["the kernel keyring", "'\(key)', which does not exist"],
      canAsk: false)
    #expect(expected.kind == .locked)
    #expect(store.failure() == expected)
    #expect(store.updateFailure() == expected)
    #expect(!FileManager.default.fileExists(atPath: key))
    #expect(try store.bytes() == original)
  }

  @Test func `another store's unlock key does not open it`() throws {
    let other = try StoreFixture(holding: ["openai": "sk-two"])
    let key = try store.unlockKeyPath
    try StoreFixture.write(StoreFixture.bytes(other.unlockKeyPath), to: key)
    let expected = Self.foreign(try store.path, key)
    #expect(expected.kind == .locked)
    #expect(store.failure() == expected)
    #expect(store.updateFailure() == expected)
    #expect(try store.bytes() == original)
  }

  @Test func `no other unlock key opens it`() throws {
    let path = try store.unlockKeyPath
    let key = Array(try StoreFixture.bytes(path))
    let start = key.count - 44
    let raw = try #require(Base64.decode(key[start..<(start + 43)]))
    for bit in 0..<256 {
      var other = raw
      other[bit / 8] ^= 1 << (bit % 8)
      try StoreFixture.write(
        Array(key[..<start]) + Array((Base64.encode(other) + "\n").utf8), to: path)
      #expect(store.failure()?.kind == .locked, "bit \(bit)")
    }
  }

  @Test func `a damaged unlock key is not taken for a wrong one`() throws {
    let path = try store.unlockKeyPath
    try StoreFixture.write(Array(try StoreFixture.bytes(path).dropLast()), to: path)
    #expect(store.failure()?.kind == .damaged)
    #expect(store.updateFailure()?.kind == .damaged)
    #expect(try store.bytes() == original)
  }

  @Test func `a damaged unlock key is not replaced where there is no store`() throws {
    let path = try store.unlockKeyPath
    try FileManager.default.removeItem(atPath: store.path)
    try StoreFixture.write(Array("junk".utf8), to: path)
    #expect(store.updateFailure()?.kind == .damaged)
    #expect(try StoreFixture.bytes(path) == Array("junk".utf8))
    #expect(!FileManager.default.fileExists(atPath: try store.path))
  }

  @Test func `a new store is opened by the unlock key that is there`() throws {
    let key = try StoreFixture.bytes(store.unlockKeyPath)
    try FileManager.default.removeItem(atPath: store.path)
    try store.add("openai", "sk-new")
    #expect(try StoreFixture.bytes(store.unlockKeyPath) == key)
    #expect(try store.open("openai") == "sk-new")
  }

  @Test func `a damaged wrap is not taken for a wrong key`() throws {
    var lines = try store.lines()
    lines[3] = lines[3].dropLast(4) + "AAAA"
    try store.write(lines)
    #expect(store.failure() == .slotDamaged(.init(1), path: try store.path))
  }

  @Test func `slots of other ways in are passed over`() throws {
    var lines = try store.lines()
    lines[3] = lines[3].replacing("slot 1 ", with: "slot 3 ")
    lines.insert(StoreText.slot("1"), at: 3)
    lines.insert(StoreText.passphrase(2), at: 4)
    try store.write(lines)
    // The third slot is found, and bound to its number.
    #expect(store.failure() == .slotDamaged(.init(3), path: try store.path))
    lines = ["byok-keystore 1", lines[1], lines[2], lines[3], lines[4]] + lines[6...]
    try store.write(lines)
    #expect(
      store.failure()
        == .locked(
          try store.path,
          tried: [
            "the kernel keyring", "'\(try store.unlockKeyPath)', which belongs to another keystore",
            "no terminal to prompt on",
          ], canAsk: true))
  }

  /// What is said where the unlock key opens no slot.
  private static func foreign(_ path: String, _ key: String) -> ByokError {
    .locked(
      path, tried: ["the kernel keyring", "'\(key)', which belongs to another keystore"],
      canAsk: false)
  }
}
