import Foundation
import Testing

@testable import byok

/// What the manual says of byok's conduct names the tests that show it, and these are there.
@Suite struct ProofTests {
  /// What no test can show, and what only begins a list.
  private static let withoutProof = [
    "A server that sends more, or takes longer, is stopped:",
    "Deletion: Of the keystore or the unlock key. Back up both, in different places.",
    "Models: A reply may be wrong or malicious.",
    "Providers: What they do with keys and prompts.",
    "Providers: What they do with prompts and keys, and how they bill.",
  ]

  /// The texts of a page's parts, each with its term.
  private static func statements(_ topic: String, _ titles: [String]) throws -> [String] {
    let page = try #require(Manual(CommandTable.index).page(topic))
    let parts = page.parts.filter { titles.isEmpty || titles.contains($0.title) }
    try #require(titles.isEmpty || parts.count == titles.count)
    return parts.filter { !["Description", "See also"].contains($0.title) }.flatMap { part in
      part.blocks.flatMap { block in
        switch block {
        case .paragraph(let text): [text]
        case .terms(let terms): terms.map { "\($0.term): \($0.meaning)" }
        case .heading, .lines: [String]()
        }
      }
    }
  }

  private static func all() throws -> [String] {
    try statements("security", [])
      + statements("keystore", ["Roll-back", "Recovery", "Threat model"])
  }

  /// The suites and groups that a text names in its last parentheses.
  private static func proofs(of text: String) -> [(suite: Proof.Suite, group: String)] {
    guard text.hasSuffix(")"), let start = text.lastIndex(of: "(") else { return [] }
    return text[start...].dropFirst().dropLast().split(separator: "; ").flatMap { part in
      let sides = part.split(separator: ": ", maxSplits: 1)
      guard sides.count == 2, let suite = Proof.Suite(rawValue: String(sides[0])) else {
        return [(suite: Proof.Suite, group: String)]()
      }
      return sides[1].split(separator: ", ").map { (suite, String($0)) }
    }
  }

  @Test func `every statement names what shows it`() throws {
    var rest = Set(Self.withoutProof)
    for text in try Self.all() where Self.proofs(of: text).isEmpty {
      let known = rest.first { text.hasPrefix($0) }
      #expect(known != nil, "\(text)")
      if let known { rest.remove(known) }
    }
    #expect(rest.isEmpty)
  }

  @Test func `every group that is named is there`() throws {
    let tests = GeneratedFilesTests.root.appending(path: "Tests")
    let files = try FileManager.default.subpathsOfDirectory(atPath: tests.path)
    let suites = try Set(
      files.filter { $0.hasSuffix(".swift") }.flatMap { file in
        try String(contentsOf: tests.appending(path: file), encoding: .utf8)
          .matches(of: /@Suite struct (\w+)/).map { String($0.output.1) }
      })
    let scripts = Set(files.filter { $0.hasPrefix("byokTests/Scripts/") })
    for (suite, group) in try Self.all().flatMap(Self.proofs) {
      if suite == .tests {
        #expect(
          suites.contains(group) || scripts.contains("byokTests/Scripts/\(group).txtar"),
          "\(group)")
        continue
      }
      let folder = tests.appending(path: suite.rawValue)
      let program = try String(contentsOf: folder.appending(path: "run"), encoding: .utf8)
      #expect(program.contains("\nimport \(group)\n"), "\(suite): \(group)")
      #expect(files.contains("\(suite.rawValue)/\(group).py"), "\(suite): \(group)")
    }
  }

  @Test func `every kind of attempt shows something`() throws {
    let named = Set(
      try Self.all().flatMap(Self.proofs).filter { $0.suite == .adversary }.map(\.group))
    let program = try String(
      contentsOf: GeneratedFilesTests.root.appending(path: "Tests/adversary/run"), encoding: .utf8)
    let kinds = program.matches(of: /(\w+)\.attempts\)/).map { String($0.output.1) }
    #expect(kinds.count == 8)
    #expect(named == Set(kinds))
  }

  @Test func `proofs are behind the text`() {
    #expect(
      Proof.of(.adversary("store", "files"), .tests("A")) == " (adversary: store, files; tests: A)")
  }
}
