import ByokKitTestSupport
import Testing

@testable import ByokCore

@Suite struct JSONWriterTests {
  private static func text(_ value: JSONValue, pretty: Bool = false) throws -> String {
    String(decoding: try value.json(pretty: pretty), as: UTF8.self)
  }

  @Test(
    arguments: [
      (.null, "null"), (.bool(true), "true"), (.bool(false), "false"),
      (.integer(.min), "-9223372036854775808"), (.number(0.1), "0.1"), (.number(2), "2"),
      (.number(1e30), "1e+30"), (.number(-0.0), "-0"), (.number(.leastNonzeroMagnitude), "5e-324"),
      (.array([]), "[]"), (.object([:]), "{}"), (.string(""), #""""#),
      (
        .string("a/\"\\\u{8}\t\n\u{c}\r\u{0}\u{1f}\u{7f}é😀"),
        #""a/\"\\\b\t\n\f\r\u0000\u001f\u007fé😀""#
      ),
      (.string("\n"), #""\n""#),
      (
        .string("\u{9b}31m\u{202e}\u{2066}\u{feff}\u{ad}\u{e0041}\u{1d173}"),
        #""\u009b31m\u202e\u2066\ufeff\u00ad\udb40\udc41\ud834\udd73""#
      ),
      (.string("می\u{200c}خواهم 👩‍👧 “é” 日本"), "\"می\u{200c}خواهم 👩‍👧 “é” 日本\""),
      (.object(["\u{9b}": .null]), #"{"\u009b":null}"#),
      (
        .object(["b": .array([.integer(1), .null]), "a": .object(["": .string("x")])]),
        #"{"a":{"":"x"},"b":[1,null]}"#
      ),
    ] as [(JSONValue, String)])
  func `a value is written on one line`(_ value: JSONValue, _ text: String) throws {
    #expect(try Self.text(value) == text)
  }

  @Test func `no character that is unsafe to show is written as it is, and none is lost`() throws {
    var scalars = String.UnicodeScalarView()
    // The planes that have characters of which some are format characters.
    for value in [0...0x1FFFF, 0xE0000...0xE0FFF].joined() {
      if let scalar = Unicode.Scalar(UInt32(value)) { scalars.append(scalar) }
    }
    let json = try JSONValue.string(String(scalars)).json()
    let written = String(decoding: json, as: UTF8.self).unicodeScalars
    #expect(!written.contains { $0.isUnsafeToShow })
    let read = try #require(JSONValue(json)?.text)
    #expect(read.unicodeScalars.elementsEqual(scalars))
  }

  @Test func `a pretty value has its members and elements on lines of their own`() throws {
    let value = JSONValue.object([
      "b": .array([.integer(1), .object(["c": .null])]), "a": .object([:]),
    ])
    #expect(
      try Self.text(value, pretty: true) == """
        {
          "a" : {},
          "b" : [
            1,
            {
              "c" : null
            }
          ]
        }
        """)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity])
  func `a number that is not finite is refused`(_ number: Double) {
    let error = #expect(throws: ByokError.self) { try JSONValue.array([.number(number)]).json() }
    #expect(error?.message == "cannot write JSON: a number is not finite")
  }

  @Test(arguments: 0..<200)
  func `what is written is read again, by byok and by Foundation`(_ seed: Int) throws {
    var numbers = Sequence(state: UInt64(seed))
    let value = Self.value(&numbers, depth: 4)
    for pretty in [false, true] {
      let bytes = try value.json(pretty: pretty)
      #expect(JSONValue(bytes) == value)
      #expect(try JSONValue(strict: bytes) == value)
      #expect(ReferenceJSON.value(bytes) == value)
    }
  }

  /// The same numbers in every run.
  private struct Sequence: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      let mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
      return mixed ^ mixed >> 27
    }
  }

  private static func value(_ numbers: inout Sequence, depth: Int) -> JSONValue {
    switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &numbers) {
    case 0: return .null
    case 1: return .bool(.random(using: &numbers))
    case 2: return .integer(.random(in: .min ... .max, using: &numbers))
    case 3: return .number(.random(in: -1...1, using: &numbers) + 0.123)
    case 4: return .string(text(&numbers))
    case 5:
      return .array(
        (0..<Int.random(in: 0..<5, using: &numbers)).map { _ in value(&numbers, depth: depth - 1) })
    default:
      let members = (0..<Int.random(in: 0..<5, using: &numbers)).map { _ in
        (text(&numbers), value(&numbers, depth: depth - 1))
      }
      return .object(Dictionary(members) { $1 })
    }
  }

  private static func text(_ numbers: inout Sequence) -> String {
    let characters = Array("ab\"\\/\u{0}\u{1f}\n\r\t\u{7f}\u{80}é\u{2028}\u{FFFD}😀")
    return String(
      (0..<Int.random(in: 0..<8, using: &numbers)).compactMap { _ in
        characters.randomElement(using: &numbers)
      })
  }
}
