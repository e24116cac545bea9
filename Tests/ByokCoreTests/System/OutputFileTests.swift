import ByokTestSupport
import Foundation
import Testing

@testable import ByokCore

@Suite struct OutputFileTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func write(_ text: String, to name: String) throws(ByokError) {
    try OutputFile(path: folder.path(name)).replace(with: Array(text.utf8).span)
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test func `a file is made or replaced, and nothing else is left`() throws {
    try write("one", to: "a")
    try write("two", to: "a")
    #expect(try String(contentsOfFile: folder.path("a"), encoding: .utf8) == "two")
    #expect(try names() == ["a"])
  }

  @Test func `a link stays, and its target is replaced`() throws {
    try folder.write("old", to: "target", mode: 0o640)
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link"), withDestinationPath: "target")
    try write("new", to: "link")
    #expect(try String(contentsOfFile: folder.path("target"), encoding: .utf8) == "new")
    #expect(try names() == ["link", "target"])
    let mode = try FileManager.default.attributesOfItem(atPath: folder.path("target"))
    #expect((mode[.posixPermissions] as? NSNumber)?.intValue == 0o640)
  }

  @Test(arguments: [("", "Is a directory"), ("none/a", "No such file or directory")])
  func `what cannot be written is known before`(name: String, reason: String) throws {
    let file = OutputFile(path: folder.path(name))
    let error = #expect(throws: ByokError.self) { try file.check() }
    #expect(error?.message.hasSuffix(": \(reason)") == true)
    #expect(error?.kind == .failure)
  }

  @Test func `what is no file is written to as it is`() throws {
    try OutputFile(path: "/dev/null").check()
    try OutputFile(path: "/dev/null").replace(with: [1].span)
    let error = #expect(throws: ByokError.self) {
      try OutputFile(path: "/dev/full").replace(with: [1].span)
    }
    #expect(error?.message == "cannot write '/dev/full': No space left on device")
  }
}
