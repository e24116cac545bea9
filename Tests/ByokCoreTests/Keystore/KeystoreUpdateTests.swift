import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore

@Suite struct KeystoreUpdateTests {
  private let store: StoreFixture
  private let original: [UInt8]

  init() throws {
    store = try StoreFixture(holding: ["openai": "sk-one"])
    original = try store.bytes()
  }

  private var files: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: store.folder.path).sorted() }
  }

  @Test func `a change that throws writes nothing`() throws {
    #expect(throws: ByokError(.failure, "no")) {
      try store.update { (keystore) throws(ByokError) in
        keystore.remove(KeyName(provider: "openai", label: "default"))
        throw ByokError(.failure, "no")
      }
    }
    #expect(try store.bytes() == original)
    #expect(
      try files == [
        "keystore", "seen", "seen.lock", "unlock.key", "unlock.key.lock",
      ])
  }

  @Test func `a first change that throws makes no store`() throws {
    let store = try StoreFixture()
    #expect(throws: ByokError(.failure, "no")) {
      try store.update { (_) throws(ByokError) in throw ByokError(.failure, "no") }
    }
    #expect(!FileManager.default.fileExists(atPath: try store.path))
    try store.add("openai", "sk-1")
    #expect(try store.open("openai") == "sk-1")
  }

  @Test func `what a writer that died left behind is removed by the next one`() throws {
    try store.folder.write("half", to: ".keystore.tmp.123.abc")
    try store.folder.write("", to: ".keystore.tmp.")
    for name in [".keystore.tmp", "keystore.tmp.1", ".unlock.key.tmp.1.x", ".other.tmp.1.x"] {
      try store.folder.write("", to: name)
    }
    #expect(store.failure() == nil)
    #expect(try files.contains(".keystore.tmp.123.abc"))
    try store.add("openai", "sk-two")
    #expect(
      try files == [
        ".keystore.tmp", ".other.tmp.1.x", ".unlock.key.tmp.1.x", "keystore", "keystore.tmp.1",
        "seen", "seen.lock", "unlock.key", "unlock.key.lock",
      ])
  }

  @Test(arguments: ["keystore", "keystore.lock"])
  func `a lock that stays taken is told after ten seconds of waiting`(name: String) throws {
    let lock = try OpenFile(store.folder.path(name), flags: O_RDWR | O_CREAT, mode: 0o600)
    #expect(flock(lock.descriptor, LOCK_EX | LOCK_NB) == 0)
    let failure = try #require(store.updateFailure())
    let path = try store.path
    #expect(failure.kind == .failure)
    #expect(failure.message == "another byok has been writing '\(path)' for 10 s")
    #expect((10...10.02).contains(store.clock.waited))
    #expect(try store.bytes() == original)
    #expect(flock(lock.descriptor, LOCK_UN) == 0)
    #expect(store.updateFailure() == nil)
  }

  @Test(arguments: ["keystore", "keystore.lock"])
  func `a writer waits until the lock is free`(name: String) throws {
    let path = store.folder.path(name)
    if path.hasSuffix(".lock") { try store.folder.write("", to: name) }
    let lock = LockHolder(path)
    let clock = Clock(
      now: { 0 }, monotonic: { 0 }, sleep: { _ in lock.release(afterCalls: 5) })
    try Keystore.update(store.access(clock: clock), create: false) {
      (_) throws(ByokError) in
    }
    #expect(lock.calls == 5)
    #expect(try store.lines()[2] == "seq 2")
  }

  @Test func `a lock of a store that has been replaced is taken again`() throws {
    let path = store.folder.path("keystore")
    let lock = LockHolder(path)
    let clock = Clock(
      now: { 0 }, monotonic: { 0 },
      sleep: { _ in
        // The holder puts a new store instead, as writers do, and ends.
        guard lock.calls == 0 else { return }
        _ = unsafe rename(store.folder.path("new"), path)
        lock.release(afterCalls: 1)
      })
    try StoreFixture.write(original, to: store.folder.path("new"))
    try StoreFixture.setMode(0o600, of: store.folder.path("new"))
    let newest = try FileManager.default.attributesOfItem(atPath: store.folder.path("new"))
    var locked: NSNumber?
    try Keystore.update(store.access(clock: clock), create: false) { (_) throws(ByokError) in
      let file = try? FileManager.default.attributesOfItem(atPath: path)
      locked = file?[.systemFileNumber] as? NSNumber
      let other = LockHolder(path)
      #expect(!other.isHeld)
    }
    #expect(locked == newest[.systemFileNumber] as? NSNumber)
    #expect(try store.lines()[2] == "seq 2")
  }

  @Test func `a store that does not exist yet is locked by its folder`() throws {
    let store = try StoreFixture()
    let folder = try OpenFile(store.folder.path, flags: O_RDONLY | O_DIRECTORY)
    #expect(flock(folder.descriptor, LOCK_EX | LOCK_NB) == 0)
    let failure = store.updateFailure()
    #expect(failure?.message == "another byok has been writing '\(try store.path)' for 10 s")
    #expect(flock(folder.descriptor, LOCK_UN) == 0)
    #expect(store.updateFailure() == nil)
  }

  @Test func `readers take no lock`() throws {
    let lock = try OpenFile(store.folder.path("keystore"), flags: O_RDWR)
    #expect(flock(lock.descriptor, LOCK_EX | LOCK_NB) == 0)
    #expect(store.failure() == nil)
  }

  @Test func `a link in the lock's place is refused`() throws {
    let lock = store.folder.path("keystore.lock")
    try FileManager.default.createSymbolicLink(
      atPath: lock, withDestinationPath: store.folder.path("elsewhere"))
    #expect(store.updateFailure()?.kind == .failure)
    #expect(!FileManager.default.fileExists(atPath: store.folder.path("elsewhere")))
    #expect(try store.bytes() == original)
  }

  @Test(arguments: [true, false])
  func `many writers at once lose nothing, the first ones neither`(isThere: Bool) throws {
    let store = isThere ? store : try StoreFixture()
    DispatchQueue.concurrentPerform(iterations: 16) { number in
      let clock = Clock(now: { 0 }, monotonic: { 0 }, sleep: { _ in sched_yield() })
      try? Keystore.update(store.access(clock: clock), create: true) {
        (keystore) throws(ByokError) in
        let key = SealedKey(
          baseURL: "https://x.example", secret: try StoreFixture.secret("sk-\(number)"))
        try keystore.seal(
          key, as: KeyName(provider: "x", label: "k\(number)"), origin: "https://x.example",
          kind: .apiKey, now: Timestamp(seconds: 1))
      }
    }
    for number in 0..<16 { #expect(try store.open("x/k\(number)") == "sk-\(number)") }
    #expect(try store.lines()[2] == "seq \(isThere ? 17 : 16)")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: store.folder.path).sorted() == [
        "keystore", "seen", "seen.lock", "unlock.key", "unlock.key.lock",
      ])
  }

  @Test func `a store that would be too large to read is not written`() throws {
    let secret = try Secret(copying: [UInt8](repeating: 0x6B, count: 64 << 10).span)
    let key = SealedKey(baseURL: "https://x.example", secret: secret)
    #expect(throws: ByokError(.failure, "the keystore is full: 32 MiB")) {
      try store.update { (keystore) throws(ByokError) in
        for number in 0..<400 {
          try keystore.seal(
            key, as: KeyName(provider: "x", label: "k\(number)"), origin: "https://x.example",
            kind: .apiKey, now: Timestamp(seconds: 1))
        }
      }
    }
    #expect(try store.bytes() == original)
  }
}

/// Holds a lock until it is asked often enough to let go.
final class LockHolder: @unchecked Sendable {
  private let descriptor: Int32
  private(set) var calls = 0
  let isHeld: Bool

  init(_ path: String) {
    descriptor = unsafe open(path, O_RDWR)
    isHeld = flock(descriptor, LOCK_EX | LOCK_NB) == 0
  }

  deinit { close(descriptor) }

  func release(afterCalls count: Int) {
    calls += 1
    if calls == count { flock(descriptor, LOCK_UN) }
  }
}
