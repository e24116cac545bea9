import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore

@Suite struct RollbackRecordTests {
  private let store: StoreFixture
  private let old: [UInt8]

  init() throws {
    store = try StoreFixture(holding: ["openai": "sk-one"])
    old = try store.bytes()
    try store.add("openai", "sk-two")
  }

  private var notePath: String {
    get throws { try store.locations.rollbackRecord().text }
  }

  private func line() throws -> RollbackRecord.Line? {
    try RollbackRecord.read(store.locations.rollbackRecord())[store.document().storeID]
  }

  @Test func `a write is noted, for the user alone`() throws {
    let line = try #require(try line())
    #expect(line.sequence == 2)
    #expect(try store.lines().last == "end 1 \(line.mac)")
    #expect(try StoreFixture.mode(of: notePath) == 0o600)
  }

  @Test func `an older store is read, and not changed until it is accepted`() throws {
    try store.write(old)
    let expected = ByokError.rolledBack(try store.path, now: 1, seen: 2)
    #expect(expected.kind == .damaged)
    #expect(store.failure() == nil)
    #expect(try store.open("openai") == "sk-one")
    #expect(store.updateFailure() == expected)
    #expect(try store.bytes() == old)
    let keystore = try Keystore.open(store.access)
    try keystore?.remember(store.access, .accepted)
    #expect(try line()?.sequence == 1)
    #expect(store.updateFailure() == nil)
  }

  @Test func `reading an older store warns`() throws {
    try store.write(old)
    let screen = try Screen()
    let silent = store.access
    let access = KeystoreAccess(
      locations: silent.locations, environment: silent.environment, clock: silent.clock,
      console: screen.console, memory: silent.memory)
    #expect(try Keystore.open(access) != nil)
    #expect(screen.errors.contains("is older (write 1) than this machine has seen (write 2)"))
    #expect(screen.output.isEmpty)
  }

  @Test func `as many writes with another content are no newer`() throws {
    let other = try store.bytes()
    try store.write(old)
    try FileManager.default.removeItem(atPath: notePath)
    try store.add("groq", "sk-three")
    try store.write(other)
    #expect(store.failure() == nil)
    #expect(store.updateFailure() == .rolledBack(try store.path, now: 2, seen: 2))
  }

  @Test func `a newer store is noted by a reader`() throws {
    let (newer, note) = (try store.bytes(), try StoreFixture.bytes(notePath))
    try store.write(old)
    try FileManager.default.removeItem(atPath: notePath)
    #expect(store.failure() == nil)
    #expect(try line()?.sequence == 1)
    try store.write(newer)
    #expect(store.failure() == nil)
    #expect(try StoreFixture.bytes(notePath) == note)
  }

  /// A reader of the first write, when the second is already noted.
  private func lateReader() throws -> Keystore {
    try store.write(old)
    try FileManager.default.removeItem(atPath: notePath)
    return try Keystore.open(store.access) ?? { throw SupportFailure("no keystore") }()
  }

  @Test func `a reader of a small store that comes too late leaves the note of a newer write`()
    throws
  {
    let (newer, note) = (try store.bytes(), try StoreFixture.bytes(notePath))
    let reader = try lateReader()
    try store.write(newer)
    try StoreFixture.write(note, to: notePath)
    try reader.remember(store.access, .found(nil))
    #expect(try StoreFixture.bytes(notePath) == note)
    try store.write(old)
    #expect(store.updateFailure() == .rolledBack(try store.path, now: 1, seen: 2))
  }

  @Test func `a reader waits for who is writing the note, and reads what was written`() throws {
    let note = try StoreFixture.bytes(notePath)
    let reader = try lateReader()
    let (path, lock) = (try notePath, LockHolder(try notePath + ".lock"))
    let clock = Clock(
      now: { 0 }, monotonic: { 0 },
      sleep: { _ in
        try? StoreFixture.write(note, to: path)
        lock.release(afterCalls: 1)
      })
    try reader.remember(store.access(clock: clock), .found(nil))
    #expect(lock.calls == 1)
    #expect(try StoreFixture.bytes(notePath) == note)
  }

  @Test func `a note that somebody keeps locked delays a reader for a second, and no more`() throws
  {
    _ = try lateReader()
    try FileManager.default.removeItem(atPath: notePath)
    let lock = LockHolder(try notePath + ".lock")
    #expect(store.failure() == nil)
    #expect((1...1.02).contains(store.clock.waited))
    #expect(try line() == nil)
    lock.release(afterCalls: 1)
    #expect(store.failure() == nil)
    #expect(try line()?.sequence == 1)
  }

  @Test func `a store that was rekeyed elsewhere is newer, and the one before it older`() throws {
    let note = try StoreFixture.bytes(notePath)
    let before = try store.bytes()
    try store.rekey(passphrase: try store.unlockKeyText())
    try StoreFixture.write(note, to: notePath)
    #expect(store.updateFailure() == nil)
    try store.write(before)
    #expect(store.updateFailure() == .rolledBack(try store.path, now: 2, seen: 4))
  }

  @Test func `a note that was tampered with stops writing`() throws {
    let line = try #require(try line())
    var note = RollbackRecord()
    note.set(
      RollbackRecord.Line(
        storeID: line.storeID, sequence: line.sequence, mac: line.mac, tag: String(line.mac)))
    try StoreFixture.write(note.text, to: store.locations.rollbackRecord().text)
    #expect(store.failure() == nil)
    #expect(store.updateFailure()?.kind == .damaged)
  }

  private static let damaged = [
    "", "byok-seen 2\n", "junk", "byok-seen 1\na b\n", "byok-seen 1\na b c d\n",
    "byok-seen 1\na 1 c d e f\n", "byok-seen 1\n a 1 c\n",
  ]

  /// Checks that an old store is read with a warning, and not changed.
  private func checkIsStopped(because reason: String) throws {
    try store.write(old)
    let screen = try Screen()
    let silent = store.access
    let access = KeystoreAccess(
      locations: silent.locations, environment: silent.environment, clock: silent.clock,
      console: screen.console, memory: silent.memory)
    let note = try? StoreFixture.bytes(notePath)
    #expect(try Keystore.open(access) != nil)
    #expect(screen.errors.hasPrefix("byok: warning: cannot check whether the keystore "))
    #expect(screen.errors.contains(" is the newest: \(reason)\nbyok: hint: "), "\(screen.errors)")
    let failure = try #require(store.updateFailure())
    #expect(failure.kind == .damaged)
    #expect(failure.message.hasSuffix(" is the newest: \(reason)"))
    #expect(try store.bytes() == old)
    #expect((try? StoreFixture.bytes(notePath)) == note)
  }

  @Test(arguments: damaged)
  func `a note that is damaged warns a reader and stops a writer`(text: String) throws {
    try StoreFixture.write(Array(text.utf8), to: notePath)
    try checkIsStopped(because: "'\(try notePath)' is damaged")
    try Keystore.open(store.access)?.remember(store.access, .accepted)
    #expect(store.updateFailure() == nil)
  }

  @Test func `a note that was cut off, too, though it keeps lines of other stores`() throws {
    let other = RollbackRecord.Line(storeID: "other", sequence: 7, mac: "m", tag: "t")
    var note = try RollbackRecord.read(store.locations.rollbackRecord())
    note.set(other)
    try StoreFixture.write(note.text + Array("third 1 ".utf8), to: notePath)
    try checkIsStopped(because: "'\(try notePath)' is damaged")
    try Keystore.open(store.access)?.remember(store.access, .accepted)
    let healed = try RollbackRecord.read(store.locations.rollbackRecord())
    #expect(healed["other"] == other)
    #expect(healed[try store.document().storeID]?.sequence == 1)
  }

  @Test func `a note that is no file of the user's alone, too`() throws {
    try StoreFixture.setMode(0o666, of: notePath)
    try checkIsStopped(because: "other users can write '\(try notePath)' (mode 0666)")
    try FileManager.default.removeItem(atPath: notePath)
    try FileManager.default.createDirectory(atPath: notePath, withIntermediateDirectories: false)
    try checkIsStopped(because: "'\(try notePath)' is not a regular file")
    try FileManager.default.removeItem(atPath: notePath)
    try FileManager.default.createSymbolicLink(
      atPath: notePath, withDestinationPath: store.folder.path("none"))
    try checkIsStopped(because: "'\(try notePath)' is a symbolic link, which a write would replace")
    try FileManager.default.removeItem(atPath: notePath)
    #expect(store.updateFailure() == nil)
  }

  @Test func `a note holds one line for each store`() throws {
    var note = RollbackRecord()
    let lines = [("a", 1), ("b", 2), ("a", 3)].map {
      RollbackRecord.Line(storeID: $0.0, sequence: $0.1, mac: "m", tag: "t")
    }
    for line in lines { note.set(line) }
    #expect(String(decoding: note.text, as: UTF8.self) == "byok-seen 1\nb 2 m t\na 3 m t\n")
    let path = FilePath(store.folder.path("other"))
    try StoreFixture.write(note.text, to: path.text)
    #expect(try RollbackRecord.read(path) == note)
    #expect(note["a"] == lines[2])
    #expect(note["c"] == nil)
  }

  @Test func `a note that others can write is not read`() throws {
    try StoreFixture.setMode(0o622, of: notePath)
    let failure = #expect(throws: ByokError.self) {
      _ = try RollbackRecord.read(store.locations.rollbackRecord())
    }
    #expect(failure?.kind == .damaged)
  }
}

extension StoreFixture {
  /// The unlock key as its file has it, to be given as a source by name.
  fileprivate func unlockKeyText() throws -> String {
    String(decoding: try Self.bytes(unlockKeyPath).dropLast(), as: UTF8.self)
  }
}
