import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct LogLinesTests {
  private let fixture: LogFixture

  init() throws { fixture = try LogFixture() }

  private func open() throws -> LogLines {
    guard let lines = try LogLines(fixture.log) else { throw ByokError(.failure, "no log") }
    return lines
  }

  private func forward(from start: Int = 0) throws -> (lines: [String], end: Int) {
    let lines = try open()
    var taken: [String] = []
    let end = try lines.forward(from: start) { line in
      taken.append(String(decoding: Array(copying: line), as: UTF8.self))
    }
    return (taken, end)
  }

  @Test func `without a log there are no lines`() throws {
    #expect(try LogLines(fixture.log) == nil)
  }

  @Test(arguments: [
    ("", [], 0), ("a\nb\n", ["a", "b"], 4), ("a\n\nb", ["a", "", "b"], 3), ("a", ["a"], 0),
    ("\n", [""], 1),
  ])
  func `lines are taken as they stand`(text: String, lines: [String], end: Int) throws {
    try fixture.append(raw: text)
    let forward = try forward()
    #expect(forward.lines == lines)
    #expect(forward.end == end)
  }

  @Test func `lines of all lengths are whole, over the pieces that are read`() throws {
    let expected = (0..<3000).map { "\($0) " + String(repeating: "x", count: $0 * 7 % 900) }
    try fixture.append(raw: expected.map { $0 + "\n" }.joined())
    #expect(try forward().lines == expected)
    let offset = expected[..<1000].map { $0.utf8.count + 1 }.reduce(0, +)
    #expect(try forward(from: offset).lines == Array(expected[1000...]))
  }

  @Test func `a line without end takes no memory without end`() throws {
    let long = String(repeating: "x", count: 5 << 20)
    try fixture.append(raw: "a\n\(long)\nb\n")
    let lines = try forward().lines
    #expect(lines.first == "a" && lines.last == "b")
    #expect(lines.map(\.utf8.count).max().map { $0 <= 1 << 20 } == true)
  }

  @Test func `the end is read first, and only what is wanted`() throws {
    let expected = (0..<5000).map { "\($0) " + String(repeating: "x", count: $0 * 7 % 100) }
    try fixture.append(raw: expected.map { $0 + "\n" }.joined())
    let lines = try open()
    var taken: Set<String> = []
    try lines.backward { line in
      taken.insert(String(decoding: Array(copying: line), as: UTF8.self))
      return true
    }
    #expect(taken == Set(expected))
    taken = []
    try lines.backward { line in
      taken.insert(String(decoding: Array(copying: line), as: UTF8.self))
      return false
    }
    #expect(taken.count < 2000 && taken.contains(expected[4999]))
    #expect(taken.isSubset(of: Set(expected)))
  }

  @Test func `of a piece without what is wanted, only the first line is taken`() throws {
    let expected = (0..<5000).map { "\($0) " + String(repeating: "x", count: $0 * 7 % 100) }
    try fixture.append(raw: expected.map { $0 + "\n" }.joined())
    var taken: [String] = []
    var pieces = 0
    try open().backward { piece in
      pieces += 1
      return piece.contains(Array("\n4999 ".utf8))
    } _: { line in
      taken.append(String(decoding: Array(copying: line), as: UTF8.self))
      return true
    }
    #expect(pieces > 2 && taken.contains(expected[4999]) && taken.contains(expected[0]))
    // The last piece, and a line of each other.
    let firstOfLast = try #require(taken.first.flatMap { expected.firstIndex(of: $0) })
    #expect(taken.count == expected.count - firstOfLast + pieces - 1)
  }

  @Test(arguments: ["", "\n", "a", "\n\n"]) func `a short log ends`(text: String) throws {
    try fixture.append(raw: text)
    let lines = try open()
    var count = 0
    try lines.backward { _ in
      count += 1
      return true
    }
    #expect(count == text.utf8.count { $0 == 10 } + (text == "a" ? 1 : 0))
  }
}
