@testable import ByokCore
@testable import ByokKit
@testable import byok
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
    let fresh = try #require(
      ReadmeSection.refresh(readme), "a marker is missing in README.md")
    if ProcessInfo.processInfo.environment["GENERATE"] != nil {
      try fresh.write(to: file, atomically: true, encoding: .utf8)
    } else {
      #expect(readme == fresh, "run 'make generate'")
    }
  }

  @Test func `the pages of the manual are fresh`() throws {
    try check(Manual(CommandTable.index).files, in: "man")
  }

  @Test func `the completion scripts are fresh`() throws {
    try check(
      CompletionScript.allCases.map { ($0.fileName, $0.text(CommandTable.index)) },
      in: "completions")
  }

  @Test func `the table of messages is fresh`() throws {
    let file = Self.root.appending(path: "Tests/Fixtures/messages.tsv")
    let table = try MessageTable(Self.root.appending(path: "Sources")).text
    #expect(table.split(separator: "\n").count > 500)
    if ProcessInfo.processInfo.environment["GENERATE"] != nil {
      try table.write(to: file, atomically: true, encoding: .utf8)
    } else {
      #expect(try String(contentsOf: file, encoding: .utf8) == table, "run 'make generate'")
    }
  }

  /// Compares a folder with what it should hold, or writes it.
  private func check(_ files: [(name: String, text: String)], in folderName: String) throws {
    let folder = Self.root.appending(path: folderName)
    let names = Set(files.map(\.name))
    let isGenerating = ProcessInfo.processInfo.environment["GENERATE"] != nil
    if isGenerating {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
    where !names.contains(name) {
      if isGenerating {
        try FileManager.default.removeItem(at: folder.appending(path: name))
      } else {
        Issue.record("'\(folderName)/\(name)' is not rendered any more: run 'make generate'")
      }
    }
    for (name, text) in files {
      let file = folder.appending(path: name)
      if isGenerating {
        try text.write(to: file, atomically: true, encoding: .utf8)
      } else {
        #expect(try String(contentsOf: file, encoding: .utf8) == text, "run 'make generate'")
      }
    }
  }
}
