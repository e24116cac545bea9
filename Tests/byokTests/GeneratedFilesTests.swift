import ByokKit
import Foundation
import Testing

/// What is rendered from the tables and committed is what the tables render now.
///
/// `make generate` runs this with GENERATE set, which writes the files instead.
@Suite struct GeneratedFilesTests {
  static let root = URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL

  @Test func `the README's tables are fresh`() throws {
    let file = Self.root.appending(path: "README.md")
    let readme = try String(contentsOf: file, encoding: .utf8)
    let fresh = try #require(ReadmeSection.refresh(readme), "a marker is missing in README.md")
    if ProcessInfo.processInfo.environment["GENERATE"] != nil {
      try fresh.write(to: file, atomically: true, encoding: .utf8)
    } else {
      #expect(readme == fresh, "run 'make generate'")
    }
  }

  @Test func `the pages of the manual are fresh`() throws {
    let folder = Self.root.appending(path: "man")
    let names = Set(Manual.files.map(\.name))
    let isGenerating = ProcessInfo.processInfo.environment["GENERATE"] != nil
    if isGenerating {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
    where !names.contains(name) {
      if isGenerating {
        try FileManager.default.removeItem(at: folder.appending(path: name))
      } else {
        Issue.record("'man/\(name)' is no page: run 'make generate'")
      }
    }
    for (name, text) in Manual.files {
      let file = folder.appending(path: name)
      if isGenerating {
        try text.write(to: file, atomically: true, encoding: .utf8)
      } else {
        #expect(try String(contentsOf: file, encoding: .utf8) == text, "run 'make generate'")
      }
    }
  }
}
