import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore

@Suite struct AtomicFileTests {
  private let folder: TemporaryFolder
  private let path: FilePath

  init() throws {
    folder = try TemporaryFolder()
    path = FilePath(folder.path("file"))
  }

  private var files: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
  }

  private func replace(_ text: String) throws -> Bool {
    let open = try OpenFile(folder.path, flags: O_RDONLY | O_DIRECTORY)
    return try AtomicFile.replace(path, in: open, with: Array(text.utf8).span)
  }

  @Test func `a file is made for the user alone`() throws {
    #expect(try replace("one"))
    #expect(try StoreFixture.bytes(path.text) == Array("one".utf8))
    #expect(try StoreFixture.mode(of: path.text) == 0o600)
    #expect(try files == ["file"])
  }

  @Test func `a file is replaced by another, not written over`() throws {
    try folder.write("one, and longer", to: "file", mode: 0o644)
    try FileManager.default.linkItem(atPath: path.text, toPath: folder.path("other"))
    #expect(try replace("two"))
    #expect(try StoreFixture.bytes(path.text) == Array("two".utf8))
    #expect(try StoreFixture.mode(of: path.text) == 0o600)
    #expect(try StoreFixture.bytes(folder.path("other")) == Array("one, and longer".utf8))
    #expect(try files == ["file", "other"])
  }

  @Test func `a file may become empty`() throws {
    try folder.write("one", to: "file")
    #expect(try replace(""))
    #expect(try StoreFixture.bytes(path.text).isEmpty)
  }

  @Test func `what cannot be replaced is told, and nothing is left behind`() throws {
    try FileManager.default.createDirectory(
      atPath: path.text, withIntermediateDirectories: false)
    let failure = #expect(throws: ByokError.self) { _ = try replace("one") }
    #expect(failure?.kind == .failure)
    #expect(
      failure?.message == "cannot write '\(path.text)': Is a directory; it is unchanged")
    #expect(try files == ["file"])
  }

  @Test func `a folder that is gone is told`() throws {
    let open = try OpenFile(folder.path, flags: O_RDONLY | O_DIRECTORY)
    try FileManager.default.removeItem(atPath: folder.path)
    let failure = #expect(throws: ByokError.self) {
      _ = try AtomicFile.replace(path, in: open, with: [1].span)
    }
    #expect(
      failure?.message
        == "cannot write '\(path.text)': No such file or directory; it is unchanged")
  }

  @Test func `only the file's own leftovers are removed`() throws {
    let names = [
      ".file.tmp.1.a", ".file.tmp.2.b", ".file.tmp", ".file2.tmp.1.a", "file.tmp.1", "file",
      ".other",
    ]
    for name in names { try folder.write("", to: name) }
    let open = try OpenFile(folder.path, flags: O_RDONLY | O_DIRECTORY)
    AtomicFile.removeLeftovers(of: path, in: open)
    #expect(try files == [".file.tmp", ".file2.tmp.1.a", ".other", "file", "file.tmp.1"])
    AtomicFile.removeLeftovers(of: path, in: open)
    try folder.write("", to: ".file.tmp.3.c")
    AtomicFile.removeLeftovers(of: path, in: open)
    #expect(try files.count == 5)
  }
}
