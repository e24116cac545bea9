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

  /// Events and documents, cut in the first third, the middle and the last third.
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

  @Test func `requests to a broker`() throws {
    for bytes in try Self.lines("Requests") {
      for first in [UInt8(1), 64, 128, 255] { FuzzOracles.requests([first] + bytes) }
      for end in bytes.indices { FuzzOracles.requests([128] + bytes[..<end]) }
    }
  }

  @Test func `messages of servers of tools`() throws {
    for bytes in try Self.lines("Messages") {
      FuzzOracles.messages(bytes)
      // Each also cut off anywhere.
      for end in bytes.indices { FuzzOracles.messages(Array(bytes[..<end])) }
    }
  }

  @Test func `good replies in every form, damaged in every way`() {
    var random = Seeded(state: 15)
    for _ in 0..<20_000 {
      FuzzOracles.complete((0..<40).map { _ in UInt8.random(in: 0...255, using: &random) })
    }
  }

  /// Numbers that are the same in each run (SplitMix64).
  private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var mixed = state
      mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
      mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
      return mixed ^ mixed >> 31
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

  @Test func `schemas of tools`() throws {
    for bytes in try Self.lines("Schemas") { FuzzOracles.schemas(bytes) }
  }

  @Test func `settings of other programs`() throws {
    for bytes in try Self.lines("Settings") { FuzzOracles.settings(bytes) }
  }
}
