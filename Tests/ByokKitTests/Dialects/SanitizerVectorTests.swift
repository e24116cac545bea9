import ByokTestSupport
import Testing

@testable import ByokCore
@testable import ByokKit

/// Texts that command a terminal, and what must be left of them, whole and split at every place.
@Suite struct SanitizerVectorTests {
  struct Vector: Sendable, CustomTestStringConvertible {
    let name: String
    /// The text as a JSON string, which is how it arrives.
    let json: String
    let text: String
    let clean: String
    var testDescription: String { name }
  }

  static func vectors() throws -> [Vector] {
    let rows = String(decoding: try Fixture.bytes("sanitizer.tsv"), as: UTF8.self)
      .split(separator: "\n")
    return try rows.map { row in
      let cells = row.split(separator: "\t").map(String.init)
      try #require(cells.count == 3)
      return Vector(
        name: cells[0], json: cells[1], text: try text(cells[1]), clean: try text(cells[2]))
    }
  }

  private static func text(_ json: String) throws -> String {
    try #require(JSONValue(Array(json.utf8))?.text)
  }

  private static func clean(_ pieces: [String]) -> [UInt8] {
    var sanitizer = Sanitizer()
    var result = ""
    for piece in pieces { result += sanitizer.clean(piece) }
    return Array((result + sanitizer.finish()).utf8)
  }

  @Test func `there are 150 vectors or more, each with a name of its own`() throws {
    let names = try Self.vectors().map(\.name)
    #expect(names.count >= 150)
    #expect(Set(names).count == names.count)
  }

  @Test func `each comes to what it says, split anywhere`() throws {
    for vector in try Self.vectors() {
      let expected = Array(vector.clean.utf8)
      #expect(Self.clean([vector.text]) == expected, "\(vector.name)")
      let scalars = vector.text.unicodeScalars
      for place in scalars.indices {
        let pieces = [String(scalars[..<place]), String(scalars[place...])]
        #expect(Self.clean(pieces) == expected, "\(vector.name)")
      }
    }
  }

  @Test func `each comes to the same from a stream that is cut at every byte`() throws {
    for vector in try Self.vectors() {
      let raw = String(decoding: try JSONValue.string(vector.text).json(), as: UTF8.self)
      for json in [vector.json, raw] {
        let event = Array("data: {\"choices\":[{\"delta\":{\"content\":\(json)}}]}\n\n".utf8)
        // Only the text's own bytes matter; those around it are cut elsewhere.
        for place in (event.count - json.utf8.count - 6)..<(event.count - 4) {
          let read = try Self.texts(of: [Array(event[..<place]), Array(event[place...])])
          #expect(Self.clean(read) == Array(vector.clean.utf8), "\(vector.name), cut at \(place)")
        }
      }
    }
  }

  /// The texts that a stream brings.
  private static func texts(of pieces: [[UInt8]]) throws -> [String] {
    var parser = EventStreamParser()
    var decoder = OpenAIChat()
    var texts: [String] = []
    for piece in pieces {
      for event in try parser.consume(piece) {
        for case .text(let text) in try decoder.receive(event) { texts.append(text) }
      }
    }
    for case .text(let text) in try decoder.finish() { texts.append(text) }
    return texts
  }

  @Test func `nothing harmful is left of any`() throws {
    for vector in try Self.vectors() {
      let left = String(decoding: Self.clean([vector.text]), as: UTF8.self).unicodeScalars
      #expect(
        left.allSatisfy { scalar in
          switch scalar.value {
          case 9, 10: true
          case 0..<32, 127..<160, 0x202A...0x202E, 0x2066...0x2069, 0xE0000...0xE007F: false
          default: true
          }
        }, "\(vector.name)")
    }
  }
}
