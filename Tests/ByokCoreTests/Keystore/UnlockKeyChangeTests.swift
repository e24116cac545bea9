import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore

/// A new key file, at whatever point its making was cut off.
@Suite struct UnlockKeyChangeTests {
  private let store: StoreFixture

  init() throws {
    store = try StoreFixture(holding: ["groq": "gsk-one", "openai": "sk-two"])
  }

  private var pending: String {
    get throws { try store.unlockKeyPath + ".new" }
  }

  private var former: String {
    get throws { try store.unlockKeyPath + ".bak" }
  }

  /// Makes a new key file; answers what it fails with.
  private func change(_ access: KeystoreAccess? = nil) -> ByokError? {
    let access = access ?? store.access
    do throws(ByokError) {
      try Keystore.update(access, create: false, keepsOld: true) { (keystore) throws(ByokError) in
        try keystore.rekeyForNewKeyFile(access)
      }
      return nil
    } catch {
      return error
    }
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    try StoreFixture.write(bytes, to: path)
    try StoreFixture.setMode(0o600, of: path)
  }

  private func remove(_ paths: String...) {
    for path in paths { try? FileManager.default.removeItem(atPath: path) }
  }

  /// Whether a key file opens the store.
  private func opens(_ path: String) throws -> Bool {
    let access = store.access(UnlockOptions(file: path))
    do throws(ByokError) {
      return try Keystore.open(access) != nil
    } catch {
      guard error.kind == .locked else { throw error }
      return false
    }
  }

  private var keyFiles: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: store.folder.path).sorted()
        .filter { $0.hasPrefix("unlock.key") && !$0.hasSuffix(".lock") }
    }
  }

  @Test func `the new key file opens the store, and the old one does not`() throws {
    let old = try StoreFixture.bytes(store.unlockKeyPath)
    #expect(change() == nil)
    #expect(try keyFiles == ["unlock.key", "unlock.key.bak"])
    #expect(try StoreFixture.bytes(former) == old)
    #expect(try StoreFixture.mode(of: store.unlockKeyPath) == 0o600)
    #expect(try StoreFixture.mode(of: former) == 0o600)
    #expect(try opens(store.unlockKeyPath))
    #expect(try !opens(former))
    #expect(try store.open("openai") == "sk-two")
    #expect(try store.document().slots.map(\.number) == [1])
    try store.add("xai", "xai-three")
    let id = try store.document().storeID
    #expect(
      String(decoding: try StoreFixture.bytes(store.unlockKeyPath), as: UTF8.self)
        .hasPrefix("byok-unlock-key 1\nstore \(id)\nkey "))
  }

  @Test func `a change that was cut off before the store was written leaves the old key`() throws {
    let (bytes, key) = (try store.bytes(), try StoreFixture.bytes(store.unlockKeyPath))
    #expect(change() == nil)
    let new = try StoreFixture.bytes(store.unlockKeyPath)
    remove(try former)
    try store.write(bytes)
    try write(key, to: store.unlockKeyPath)
    try write(new, to: pending)
    try FileManager.default.removeItem(atPath: store.locations.rollbackRecord().text)
    #expect(try store.open("openai") == "sk-two")
    try store.add("xai", "xai-three")
    #expect(try StoreFixture.bytes(store.unlockKeyPath) == key)
    #expect(change() == nil)
    #expect(try keyFiles == ["unlock.key", "unlock.key.bak"])
    #expect(try StoreFixture.bytes(former) == key)
    #expect(try StoreFixture.bytes(store.unlockKeyPath) != new)
    #expect(try store.open("xai") == "xai-three")
  }

  @Test(arguments: [true, false])
  func `a change that was cut off behind it is finished by the next write`(isKept: Bool) throws {
    let key = try StoreFixture.bytes(store.unlockKeyPath)
    #expect(change() == nil)
    let new = try StoreFixture.bytes(store.unlockKeyPath)
    if !isKept { remove(try former) }
    try write(key, to: store.unlockKeyPath)
    try write(new, to: pending)
    #expect(try store.open("openai") == "sk-two")
    #expect(try keyFiles.contains("unlock.key.new"))
    try store.add("xai", "xai-three")
    #expect(try keyFiles == ["unlock.key", "unlock.key.bak"])
    #expect(try StoreFixture.bytes(store.unlockKeyPath) == new)
    #expect(try StoreFixture.bytes(former) == key)
    #expect(try store.open("xai") == "xai-three")
  }

  @Test func `a change that was cut off can be made again at once`() throws {
    let key = try StoreFixture.bytes(store.unlockKeyPath)
    #expect(change() == nil)
    try write(try StoreFixture.bytes(store.unlockKeyPath), to: pending)
    try write(key, to: store.unlockKeyPath)
    // It is finished first, and then the former key file is in the way.
    let bytes = try store.bytes()
    #expect(
      change()?.message
        == "'\(try former)' is still there, and may be needed for old copies of the keystore")
    #expect(try store.bytes() == bytes)
    #expect(try keyFiles == ["unlock.key", "unlock.key.bak"])
    remove(try former)
    #expect(change() == nil)
    #expect(try store.open("openai") == "sk-two")
  }

  @Test func `a new key file that another store waits for is left alone`() throws {
    let text = Array(
      "byok-unlock-key 1\nstore \(StoreText.zeros(22))\nkey \(StoreText.zeros(43))\n".utf8)
    try write(text, to: pending)
    let bytes = try store.bytes()
    #expect(change()?.message == "'\(try pending)' is the new key file of another keystore")
    try store.add("xai", "xai-three")
    #expect(try StoreFixture.bytes(pending) == text)
    #expect(try store.bytes() != bytes)
    // Where there is no key file, it is what a store is made with.
    remove(try store.unlockKeyPath, try store.path)
    try store.add("xai", "xai-three")
    #expect(try StoreFixture.bytes(store.unlockKeyPath) == text)
  }

  @Test func `the key file of another store is not replaced`() throws {
    try store.addPassphrase("first")
    let text = Array(
      "byok-unlock-key 1\nstore \(StoreText.zeros(22))\nkey \(StoreText.zeros(43))\n".utf8)
    try write(text, to: store.unlockKeyPath)
    let failure = change(try store.access(passphrase: "first"))
    #expect(failure?.message == "'\(try store.unlockKeyPath)' belongs to another keystore")
    #expect(try StoreFixture.bytes(store.unlockKeyPath) == text)
    #expect(try keyFiles == ["unlock.key"])
  }

  @Test func `a key file that is lost is replaced by a new one`() throws {
    try store.addPassphrase("first")
    remove(try store.unlockKeyPath)
    #expect(change(try store.access(passphrase: "first")) == nil)
    #expect(try keyFiles == ["unlock.key"])
    #expect(try store.document().slots.map(\.isPassphrase) == [false, true])
    #expect(try store.open("openai") == "sk-two")
    #expect(try store.failure(passphrase: "first") == nil)
  }

  @Test func `a store that only a passphrase opens gets a key file`() throws {
    try store.addPassphrase("first")
    try store.rekey(removing: 1, passphrase: "first")
    remove(try store.unlockKeyPath)
    #expect(change(try store.access(passphrase: "first")) == nil)
    #expect(try store.document().slots.map(\.isPassphrase) == [true, false])
    #expect(try store.open("openai") == "sk-two")
  }

  @Test func `a slot whose passphrase is not given stops it, and leaves the key file`() throws {
    try store.addPassphrase("first")
    let (bytes, key) = (try store.bytes(), try StoreFixture.bytes(store.unlockKeyPath))
    #expect(change()?.kind == .locked)
    #expect(try store.bytes() == bytes)
    #expect(try StoreFixture.bytes(store.unlockKeyPath) == key)
    #expect(try store.open("openai") == "sk-two")
    #expect(change(try store.access(passphrase: "first")) == nil)
    #expect(try keyFiles == ["unlock.key", "unlock.key.bak"])
  }
}
