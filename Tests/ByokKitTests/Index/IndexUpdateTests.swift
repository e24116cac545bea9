import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

/// How an index follows its files.
@Suite struct IndexUpdateTests {
  private static let words = [
    "alpha", "beta", "gamma", "delta", "parseAll", "x_y", "日本", "# H\n", "\n\n",
  ]

  private static func text() -> String {
    (0..<Int.random(in: 0...12)).map { _ in words.randomElement() ?? "" }.joined(separator: " ")
  }

  @Test func `an index that is changed step by step is the one that is built at once`() throws {
    for _ in 0..<500 {
      var files: [String: String] = [:]
      var index: IndexFile?
      for _ in 0..<4 {
        var removed: Set<[UInt8]> = []
        var changed: [String: String] = [:]
        for _ in 0..<Int.random(in: 0...3) {
          let path = "d\(Int.random(in: 0..<2))/f\(Int.random(in: 0..<4)).md"
          changed[path] = Self.text()
        }
        for path in files.keys where changed[path] == nil && Int.random(in: 0..<4) == 0 {
          removed.insert(Array(path.utf8))
          files[path] = nil
        }
        files.merge(changed) { $1 }
        index = try MadeIndex.index(
          after: index, changed.sorted { $0.key < $1.key }.map { ($0.key, $0.value) },
          removing: removed)
      }
      let whole = try MadeIndex.index(
        of: files.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
      let made = try #require(index)
      #expect(made.bytes.bytes(0..<made.bytes.count) == whole.bytes.bytes(0..<whole.bytes.count))
      #expect(made.isWhole())
    }
  }

  @Test func `files that are new, changed, moved and gone are followed`() throws {
    let fixture = try IndexFixture(["a.md": "apple", "b.md": "banana", "c/d.md": "cherry"])
    var report = try fixture.update()
    #expect(report.isNew && report.added == 3 && report.files == 3 && report.chunks == 3)
    try fixture.write("b.md", "blueberry")
    try fixture.write("e.md", "elder")
    try fixture.remove("c/d.md")
    report = try fixture.update()
    #expect(!report.isNew && report.added == 1 && report.changed == 1 && report.removed == 1)
    #expect(report.unchanged == 1)
    #expect(try fixture.paths() == ["a.md", "b.md", "e.md"])
    #expect(try fixture.found("banana cherry") == [])
    #expect(try fixture.found("blueberry") == ["b.md"])
    try FileManager.default.moveItem(
      atPath: fixture.root + "/e.md", toPath: fixture.root + "/z.md")
    try fixture.update()
    #expect(try fixture.found("elder") == ["z.md"])
  }

  @Test func `updates of real files give what a rebuild gives`() throws {
    let fixture = try IndexFixture()
    try fixture.update()
    for _ in 0..<15 {
      for _ in 0..<3 {
        let path = "d\(Int.random(in: 0..<2))/f\(Int.random(in: 0..<5)).md"
        if Int.random(in: 0..<3) == 0 {
          try? fixture.remove(path)
        } else {
          try fixture.write(path, Self.text())
        }
      }
      try fixture.update()
    }
    func sections() throws -> [UInt8] {
      Array(try fixture.bytes().dropFirst(IndexFormat.headerSize))
    }
    let updated = try sections()
    try FileManager.default.removeItem(atPath: fixture.indexes().file(fixture.definition.name).text)
    try fixture.update()
    #expect(try sections() == updated)
  }

  @Test func `a file whose stamp can be relied on is not read again, a fresh one is`() throws {
    let fixture = try IndexFixture(["a.txt": "old", "b.txt": "old"])
    try fixture.age("a.txt")
    try fixture.update()
    // The same size, written in place so that the inode stays, and the time set back.
    for path in ["a.txt", "b.txt"] {
      let handle = try #require(FileHandle(forWritingAtPath: fixture.root + "/" + path))
      try handle.write(contentsOf: Data("new".utf8))
      try handle.close()
    }
    try fixture.age("a.txt")
    let first = try fixture.open().file.stamp(0)
    let stamp = try #require(FolderEntry(at: fixture.root + "/a.txt")).stamp
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: Double(first.modified) / 1e9)],
      ofItemAtPath: fixture.root + "/a.txt")
    #expect(stamp.size == first.size && stamp.inode == first.inode)
    try fixture.update()
    #expect(try fixture.found("new").contains("b.txt"))
  }

  @Test func `a file that is touched and not changed keeps its chunks`() throws {
    let fixture = try IndexFixture(["a.txt": "apple"])
    try fixture.update()
    try fixture.age("a.txt", by: 100)
    let report = try fixture.update()
    #expect(report.unchanged == 1 && report.changed == 0)
    #expect(try fixture.open().file.stamp(0) == FolderEntry(at: fixture.root + "/a.txt")?.stamp)
    #expect(try fixture.found("apple") == ["a.txt"])
  }

  @Test func `what is no text is left out, with its reason`() throws {
    var fixture = try IndexFixture(["text.txt": "good", "empty.txt": ""])
    try fixture.write("nul.bin", bytes: [65, 0, 66])
    try fixture.write("latin.txt", bytes: Array("caf".utf8) + [0xE9])
    try fixture.write("bom.txt", bytes: [0xEF, 0xBB, 0xBF] + Array("marked".utf8))
    try fixture.write(
      "wide.txt",
      bytes: [0xFF, 0xFE] + "weite Straße".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] })
    try fixture.write("key.txt", "-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n")
    try fixture.write("late.txt", String(repeating: "x ", count: 5000) + "\u{0}zero")
    try fixture.update()
    #expect(try fixture.outcome("nul.bin") == .binary)
    #expect(try fixture.outcome("latin.txt") == .unknownEncoding)
    #expect(try fixture.outcome("key.txt") == .secret)
    #expect(try fixture.paths() == ["bom.txt", "empty.txt", "late.txt", "text.txt", "wide.txt"])
    #expect(try fixture.found("marked") == ["bom.txt"])
    #expect(try fixture.found("strasse") == ["wide.txt"])
    #expect(try fixture.found("zero") == ["late.txt"])
    // Another way of reading builds the index anew.
    fixture.definition.encoding = .windows1252
    #expect(try fixture.update().isNew)
    #expect(try fixture.found("cafe") == ["latin.txt"])
  }

  @Test func `a file over 4 MiB is taken only where it is named`() throws {
    var fixture = try IndexFixture(["small.txt": "tiny"])
    try fixture.write("big.txt", "enormous " + String(repeating: "\n", count: 4 << 20))
    try fixture.update()
    #expect(try fixture.outcome("big.txt") == .tooLarge)
    fixture.definition.paths = [fixture.root + "/big.txt"]
    try fixture.update()
    #expect(try fixture.found("enormous") == ["big.txt"])
    #expect(try fixture.paths() == ["big.txt"])
  }

  @Test func `a damaged index, and one of another version, are built anew`() throws {
    let fixture = try IndexFixture(["a.txt": "apple"])
    try fixture.update()
    let path = try fixture.indexes().file(fixture.definition.name).text
    for place in [0, 8, 20, 130, 200] {
      var bytes = try fixture.bytes()
      bytes[place] ^= 0xFF
      try StoreFixture.write(bytes, to: path)
      #expect(try fixture.update().isNew)
      #expect(try fixture.found("apple") == ["a.txt"])
    }
    try StoreFixture.write([], to: path)
    #expect(throws: ByokError.notBuilt(fixture.definition.name)) { try fixture.open() }
    #expect(try fixture.update().isNew)
  }

  @Test func `what fills the memory is written before all is read`() throws {
    let fixture = try IndexFixture()
    for number in 0..<20 { try fixture.write("f\(number).txt", "word\(number) common") }
    var update = IndexUpdate(fixture.definition, fixture.indexes())
    update.batchLimit = 500
    #expect(try update.run().files == 20)
    #expect(try fixture.found("common").count == 20)
    let pieces = Array(try fixture.bytes().dropFirst(IndexFormat.headerSize))
    try FileManager.default.removeItem(atPath: fixture.indexes().file(fixture.definition.name).text)
    try fixture.update()
    #expect(Array(try fixture.bytes().dropFirst(IndexFormat.headerSize)) == pieces)
  }

  @Test func `two writers wait for each other, and both are done`() async throws {
    let fixture = try IndexFixture()
    for number in 0..<30 { try fixture.write("f\(number).txt", "word\(number)") }
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<4 { group.addTask { try fixture.update().files } }
      for try await files in group { #expect(files == 30) }
    }
    #expect(try fixture.open().file.isWhole())
  }

  @Test func `files are private`() throws {
    let fixture = try IndexFixture(["a.txt": "apple"])
    try fixture.update()
    let path = try fixture.indexes().file(fixture.definition.name)
    #expect(try StoreFixture.mode(of: path.text) == 0o600)
    #expect(try StoreFixture.mode(of: path.folder) == 0o700)
  }

  @Test func `programs convert files, and one that is missing or fails is reported`() throws {
    let fixture = try IndexFixture([
      "a.pdf": "%PDF first\u{C}second page", "b.foo": "x", "c.bar": "y",
    ])
    let loaders = [
      "pdf": ["cat", "{}"], "foo": ["no-such-program-of-byok", "{}"], "bar": ["false"], "docx": [],
    ]
    var report = try fixture.update(loaders)
    #expect(report.missingPrograms == ["no-such-program-of-byok"])
    #expect(
      report.failures.count == 1 && report.failures[0].hasSuffix("false failed with status 1"))
    #expect(report.leftOut == [.noConverter: 1, .conversionFailed: 1])
    let index = try fixture.open(loaders)
    var passages = index.search("second", limit: 5)
    #expect(passages.map(\.page) == [2])
    #expect(index.texts(of: &passages) == ["second page"])
    // One that was missing is looked for again.
    report = try fixture.update(loaders)
    #expect(report.missingPrograms == ["no-such-program-of-byok"])
    #expect(report.leftOut == [.noConverter: 1, .conversionFailed: 1])
  }
}
