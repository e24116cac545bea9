import ByokTestSupport
import Foundation
import Testing

@testable import ByokKit

@Suite struct SeenNoteTests {
  private let store: StoreFixture
  private let old: [UInt8]

  init() throws {
    store = try StoreFixture(holding: ["openai": "sk-one"])
    old = try store.bytes()
    try store.add("openai", "sk-two")
  }

  private var notePath: String {
    get throws { try store.locations.seenNote().text }
  }

  private func line() throws -> SeenNote.Line? {
    try SeenNote.read(store.locations.seenNote())[store.document().storeID]
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
    try keystore?.remember(store.access)
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
    var note = SeenNote()
    note.set(
      SeenNote.Line(
        storeID: line.storeID, sequence: line.sequence, mac: line.mac, tag: String(line.mac)))
    try note.write(store.locations.seenNote())
    #expect(store.failure() == nil)
    #expect(store.updateFailure()?.kind == .damaged)
  }

  @Test(arguments: [
    "", "byok-seen 2\n", "junk", "byok-seen 1\na b\na b c d\na 1 c d e f\n a 1 c\n",
  ])
  func `a note that is not in form has seen nothing`(text: String) throws {
    try StoreFixture.write(Array(text.utf8), to: notePath)
    #expect(try SeenNote.read(store.locations.seenNote()) == SeenNote())
    try store.write(old)
    #expect(store.updateFailure() == nil)
    #expect(try line()?.sequence == 2)
  }

  @Test func `a note holds one line for each store`() throws {
    var note = SeenNote()
    let lines = [("a", 1), ("b", 2), ("a", 3)].map {
      SeenNote.Line(storeID: $0.0, sequence: $0.1, mac: "m", tag: "t")
    }
    for line in lines { note.set(line) }
    #expect(String(decoding: note.text, as: UTF8.self) == "byok-seen 1\nb 2 m t\na 3 m t\n")
    let path = FilePath(store.folder.path("other"))
    try note.write(path)
    #expect(try SeenNote.read(path) == note)
    #expect(note["a"] == lines[2])
    #expect(note["c"] == nil)
  }

  @Test func `a note that others can write is not read`() throws {
    try StoreFixture.setMode(0o622, of: notePath)
    let failure = #expect(throws: ByokError.self) {
      _ = try SeenNote.read(store.locations.seenNote())
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
