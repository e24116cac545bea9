import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore

/// Which store is where, so that another one instead is noticed.
@Suite struct RollbackPlaceTests {
  private let store: StoreFixture
  private let first: [UInt8]

  /// Two stores that the same key file opens, the second of which byok has made at the first one's
  /// path.
  init() throws {
    store = try StoreFixture(holding: ["openai": "sk-one"])
    first = try store.bytes()
    try FileManager.default.removeItem(atPath: store.path)
    try store.add("openai", "sk-two")
  }

  private func note() throws -> RollbackRecord {
    try RollbackRecord.read(store.locations.rollbackRecord())
  }

  private func write(_ note: RollbackRecord) throws {
    try StoreFixture.write(note.text, to: store.locations.rollbackRecord().text)
  }

  /// What a reader says on standard error.
  private func warnings(of store: StoreFixture) throws -> String {
    let screen = try Screen()
    let silent = store.access
    let access = KeystoreAccess(
      locations: silent.locations, environment: silent.environment, clock: silent.clock,
      console: screen.console, memory: silent.memory)
    #expect(try Keystore.open(access) != nil)
    return screen.errors
  }

  @Test func `a store that byok makes where one was removed is right`() throws {
    #expect(try warnings(of: store) == "")
    #expect(store.updateFailure() == nil)
    #expect(try note().storeID(at: store.locations.keystore()) == store.document().storeID)
  }

  @Test func `another store that is put back is read with a warning, and not changed`() throws {
    let second = try store.bytes()
    try store.write(first)
    let expected = ByokError.anotherStore(try store.path)
    #expect(expected.kind == .damaged)
    #expect(try warnings(of: store).contains(expected.message))
    #expect(try warnings(of: store).contains("hint: restore the one that was there"))
    #expect(store.updateFailure() == expected)
    #expect(try store.bytes() == first)
    #expect(try store.open("openai") == "sk-one")
    try store.write(second)
    #expect(store.updateFailure() == nil)
    try store.write(first)
    try Keystore.open(store.access)?.remember(store.access, .accepted)
    #expect(try warnings(of: store) == "")
    #expect(store.updateFailure() == nil)
  }

  @Test func `a store that was not written after all leaves no gap`() throws {
    try FileManager.default.removeItem(atPath: store.path)
    #expect(throws: ByokError(.failure, "no")) {
      try store.update { (_) throws(ByokError) in throw ByokError(.failure, "no") }
    }
    try store.write(first)
    #expect(store.updateFailure() == .anotherStore(try store.path))
    try FileManager.default.removeItem(atPath: store.path)
    try store.add("openai", "sk-three")
    #expect(try warnings(of: store) == "")
  }

  @Test func `stores at several paths, and one that is moved, are right`() throws {
    let path = store.folder.path("second")
    let other = StoreFixture(in: store.folder, ["BYOK_STORE": path])
    try other.add("openai", "sk-other")
    #expect(try warnings(of: store) == "")
    #expect(try warnings(of: other) == "")
    #expect(store.updateFailure() == nil)
    #expect(other.updateFailure() == nil)
    let moved = StoreFixture(in: store.folder, ["BYOK_STORE": store.folder.path("third")])
    try FileManager.default.moveItem(atPath: path, toPath: store.folder.path("third"))
    #expect(try warnings(of: moved) == "")
    #expect(moved.updateFailure() == nil)
  }

  @Test func `a note of earlier versions has no places, and a reader adds the one that it finds`()
    throws
  {
    let text = String(decoding: try note().text, as: UTF8.self)
    let lines = text.split(separator: "\n")
    #expect(lines.count == 4)
    let fields = try #require(lines.last).split(separator: " ")
    #expect(fields.map(\.utf8.count) == [16, 1, 22, 1])
    #expect(fields[1] == "0" && fields[3] == "-")
    try StoreFixture.write(
      Array(lines.dropLast().joined(separator: "\n").utf8) + [10],
      to: store.locations.rollbackRecord().text)
    #expect(try note().storeID(at: store.locations.keystore()) == nil)
    #expect(try warnings(of: store) == "")
    #expect(String(decoding: try note().text, as: UTF8.self) == text)
  }

  @Test func `a reader that comes late does not note another store`() throws {
    let second = try store.document().storeID
    try store.write(first)
    #expect(try store.document().storeID != second)
    try Keystore.open(store.access)?.remember(store.access, .found(nil))
    #expect(try note().storeID(at: store.locations.keystore()) == second)
  }

  @Test func `a reader keeps the file that is noted of a large store`() throws {
    var note = try note()
    let id = try store.document().storeID
    var line = try #require(note[id])
    line.file = "1:2:3:4.5:6.7"
    note.set(line)
    try write(note)
    try Keystore.open(store.access)?.remember(store.access, .found(nil))
    #expect(try self.note()[id] == line)
  }

  @Test func `the note stays small`() throws {
    var note = RollbackRecord()
    for number in 0...RollbackRecord.most {
      note.set(RollbackRecord.Line(storeID: "s\(number)", sequence: 1, mac: "m", tag: "t"))
      note.set("s\(number)", at: FilePath("/\(number)"))
    }
    #expect(note["s0"] == nil && note.storeID(at: FilePath("/0")) == nil)
    #expect(note["s1"] != nil && note.storeID(at: FilePath("/1")) == "s1")
    #expect(note.storeID(at: FilePath("/\(RollbackRecord.most)")) == "s\(RollbackRecord.most)")
    #expect(note.text.split(separator: 10).count == 2 * RollbackRecord.most + 1)
  }
}
