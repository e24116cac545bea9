import Foundation
import Testing

/// The example that explains the library is compiled here, and is the same wherever it is shown.
@Suite struct LibraryExampleTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  private static func lines(of name: String) throws -> [String] {
    try String(contentsOf: root.appending(path: name), encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// The first block of Swift after a line, each of its lines without `margin`.
  private static func block(
    after start: String, in name: String, margin: String = ""
  ) throws -> [String] {
    let rest = try lines(of: name).drop { $0 != start }.drop { $0 != margin + "```swift" }
    #expect(!rest.isEmpty, "\(name) has no example")
    return rest.dropFirst().prefix { $0 != margin + "```" }
      .map { String($0.dropFirst(margin.count)) }
  }

  /// The lines of `example(home:key:print:)`, and the import before it.
  private static func compiled() throws -> [String] {
    let lines = try lines(of: "Tests/LibraryTests/Example.swift")
    let body = lines.drop { !$0.hasPrefix("func example(") }.dropFirst().prefix { $0 != "}" }
    return lines.prefix(2) + body.map { String($0.dropFirst(2)) }
  }

  @Test func `the README and the doc comment show what is compiled`() throws {
    let compiled = try Self.compiled()
    #expect(compiled.first == "import ByokKit")
    #expect(try Self.block(after: "<!-- library -->", in: "README.md") == compiled)
    let comment = try Self.block(
      after: "/// Your keys and the models that they open, for Swift programs.",
      in: "Sources/ByokKit/Library/Byok.swift", margin: "/// ")
    #expect(comment == compiled)
  }

  @Test func `the example does what it shows`() throws {
    let folder = try Folder()
    var printed: [String] = []
    try example(home: folder.path, key: Array("sk-fixture-0123456789abcdefgwxyz".utf8)) { line in
      printed.append(line)
    }
    #expect(
      printed == ["openai/work …wxyz", "It works", "Does ", "it ", "stream?"])
  }
}
