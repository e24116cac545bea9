import ByokTestSupport
import Foundation
import Testing

@testable import ByokCore
@testable import ByokKit

/// The corpora of the fuzzers, each input once.
@Suite struct FuzzReplayTests {
  /// The lines of a corpus, each a JSON string.
  private static func lines(_ name: String) throws -> [[UInt8]] {
    try Fixture.text("fuzz/\(name).txt").split(separator: "\n").map { line in
      guard case .string(let text) = try #require(JSONValue(Array(line.utf8))) else {
        throw SupportFailure("a line of \(name).txt is no JSON string: \(line)")
      }
      return Array(text.utf8)
    }
  }

  private static func recordings() throws -> [(dialect: Int, bytes: [UInt8])] {
    let folders = ["openai", "responses", "anthropic", "gemini", "cohere", "ollama"]
    return try folders.enumerated().flatMap { dialect, folder in
      try Fixture.names(in: try Fixture.url(folder), ending: "").map {
        (dialect, try Fixture.bytes("\(folder)/\($0)"))
      }
    }
  }

  /// Both framings, cut in the first third, the middle and the last third.
  @Test(arguments: 0..<6) func `event streams`(_ way: Int) throws {
    let first = UInt8(42 + way / 2 * 86 + way % 2)
    for bytes in try Self.lines("Events") { FuzzOracles.events([first] + bytes) }
    for (_, bytes) in try Self.recordings() {
      FuzzOracles.events([first] + bytes.prefix(4096))
    }
  }

  @Test func `replies of every dialect`() throws {
    for bytes in try Self.lines("Replies") { FuzzOracles.replies(bytes) }
    for (dialect, bytes) in try Self.recordings() {
      for type in 0..<4 { FuzzOracles.replies([UInt8(dialect + 6 * type)] + bytes) }
    }
  }

  @Test func `the sanitiser`() throws {
    for vector in try SanitizerVectorTests.vectors() {
      FuzzOracles.sanitiser(Array(vector.text.utf8))
    }
  }

  @Test func `addresses`() throws {
    for bytes in try Self.lines("Addresses") { FuzzOracles.addresses(bytes) }
  }

  @Test func `waits, dates and failures`() throws {
    for bytes in try Self.lines("Waits") { FuzzOracles.waits(bytes) }
  }

  @Test func `words, base64 and numbers`() throws {
    for bytes in try Self.lines("Words") { FuzzOracles.words(bytes) }
  }
}
