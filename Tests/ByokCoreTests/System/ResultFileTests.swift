import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore

@Suite struct ResultFileTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private var path: String { folder.path("results") }

  private var content: String {
    get throws { String(decoding: try StoreFixture.bytes(path), as: UTF8.self) }
  }

  private func write(_ text: String) throws {
    try StoreFixture.write(Array(text.utf8), to: path)
  }

  /// Lines that begin with `k` are kept, those with `d` dropped.
  private func resume() throws -> ResultFile {
    try ResultFile.resume(path) { line in
      switch line.first {
      case UInt8(ascii: "k"): .kept
      case UInt8(ascii: "d"): .dropped
      default: .foreign
      }
    }
  }

  @Test(arguments: [
    ("", ""), ("k1\n", "k1\n"), ("k1\nk2\n", "k1\nk2\n"), ("k1\nk2", "k1\n"), ("k1", ""),
    ("d1\n", ""), ("k1\nd1\n", "k1\n"), ("d1\nk1\n", "k1\n"),
    ("k1\nd1\nk2\nd2\nk3\n", "k1\nk2\nk3\n"), ("k1\n\nk2\n", "k1\nk2\n"),
    ("k1\r\nd1\nk2\r\n", "k1\r\nk2\r\n"), ("k1\nd1\nk2\nx", "k1\nk2\n"),
  ])
  func `what is of worth stays, byte for byte, and new lines come behind it`(
    before: String, after: String
  ) throws {
    try write(before)
    var file = try resume()
    #expect(try content == after)
    try file.append(Array("new\n".utf8))
    #expect(try content == after + "new\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["results"])
  }

  @Test func `lines of any length stay`() throws {
    let long = "k" + String(repeating: "x", count: 700_000) + "\n"
    try write("d\n" + long + "d\n" + long + "half")
    _ = try resume()
    #expect(try content == long + long)
  }

  @Test(arguments: ["x\n", "k1\nx\nk2\n", "d1\nx\n", "\0\n"])
  func `a file with foreign lines stays as it is`(before: String) throws {
    try write(before)
    let failure = #expect(throws: ByokError.self) { _ = try resume() }
    #expect(failure?.kind == .usage)
    #expect(try content == before)
  }

  @Test func `one at a time writes to a file, whether it is new or gone on with`() throws {
    var first = try ResultFile.create(path)
    #expect(throws: ByokError.self) { _ = try ResultFile.create(path) }
    #expect(throws: ByokError.self) { _ = try resume() }
    try first.append(Array("k1\n".utf8))
    withExtendedLifetime(first) {}
  }

  @Test func `a file that was put in the place of another is locked too`() throws {
    try write("d1\nk1\n")
    let first = try resume()
    #expect(throws: ByokError.self) { _ = try resume() }
    withExtendedLifetime(first) {}
  }

  @Test func `a file that loses lines keeps its mode, and the link to it stays`() throws {
    try folder.write("d1\nk1\n", to: "real", mode: 0o640)
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "real")
    _ = try resume()
    #expect(try content == "k1\n")
    #expect(try StoreFixture.mode(of: folder.path("real")) == 0o640)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == "real")
  }

  @Test func `a file of two names is shortened in place`() throws {
    let long = "k" + String(repeating: "x", count: 700_000) + "\n"
    try write("d1\n" + long + "d2\nk2\n")
    try FileManager.default.linkItem(atPath: path, toPath: folder.path("other"))
    var file = try resume()
    try file.append(Array("new\n".utf8))
    #expect(try content == long + "k2\nnew\n")
    #expect(try StoreFixture.bytes(folder.path("other")) == StoreFixture.bytes(path))
  }
}
