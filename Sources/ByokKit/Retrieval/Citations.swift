internal import ByokCore

/// The numbers in brackets by which an answer cites its sources: `[1]`, `[1, 3]`, `[2-4]`.
///
/// What is in code is none: `list[1]` there is an element.
package struct Citations: Equatable, Sendable {
  /// Each number once, whether or not there is such a source.
  package private(set) var numbers: Set<Int> = []

  /// A number with more digits is a year.
  private static let mostDigits = 3
  /// A range of more numbers is none of citations.
  private static let longestRange = 50

  /// - Parameters:
  ///   - answer: The text.
  ///   - isJSON: Whether it is a document whose strings alone may cite.
  package init(in answer: String, isJSON: Bool = false) {
    if isJSON, let document = JSONValue(Array(answer.utf8)) {
      take(document)
    } else {
      take(Self.withoutCode(answer))
    }
  }

  private mutating func take(_ document: JSONValue) {
    switch document {
    case .string(let text): take(text)
    case .array(let elements): for element in elements { take(element) }
    case .object(let members): for member in members.values { take(member) }
    case .null, .bool, .integer, .number: break
    }
  }

  private mutating func take(_ text: String) {
    // Some models write the brackets of Chinese.
    let bytes = Array(text.replacing("【", with: "[").replacing("】", with: "]").utf8)
    var index = 0
    while let open = bytes[index...].firstIndex(of: UInt8(ascii: "[")) {
      index = open + 1
      guard let close = bytes[index...].prefix(60).firstIndex(of: UInt8(ascii: "]")) else {
        continue
      }
      guard let found = Self.numbers(bytes[index..<close]) else { continue }
      numbers.formUnion(found)
      index = close + 1
    }
  }

  /// The numbers between brackets; `nil` where there is anything else.
  private static func numbers(_ inner: ArraySlice<UInt8>) -> [Int]? {
    var numbers: [Int] = []
    let separators = ",;".utf8
    for part in inner.split(omittingEmptySubsequences: false, whereSeparator: separators.contains) {
      let text = String(decoding: part, as: UTF8.self)
      let ends = text.split(omittingEmptySubsequences: false) { $0 == "-" || $0 == "–" }
        .map { number(String($0)) }
      guard (1...2).contains(ends.count), let first = ends[0], let last = ends[ends.count - 1],
        first <= last, last - first < longestRange
      else { return nil }
      numbers += first...last
    }
    return numbers
  }

  private static func number(_ text: String) -> Int? {
    let text = text.filter { $0 != " " }
    guard (1...mostDigits).contains(text.utf8.count), text.utf8.allSatisfy({ $0 &- 0x30 < 10 })
    else { return nil }
    return Int(text)
  }

  /// The text without fenced blocks and without what is between backticks.
  static func withoutCode(_ text: String) -> String {
    var rest: [Substring] = []
    var fence: Substring?
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      let trimmed = line.drop { $0 == " " }
      let mark = trimmed.prefix { $0 == trimmed.first && ($0 == "`" || $0 == "~") }
      if let open = fence {
        if mark.count >= open.count, mark.first == open.first { fence = nil }
        continue
      }
      if mark.count >= 3 {
        fence = mark
        continue
      }
      rest.append(line)
    }
    return withoutSpans(rest.joined(separator: "\n"))
  }

  private static func withoutSpans(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "`") {
      result += rest[..<open]
      let mark = rest[open...].prefix { $0 == "`" }
      let inner = rest[mark.endIndex...]
      guard let close = inner.firstRange(of: mark) else {
        // A single backtick is one.
        result += mark
        rest = inner
        continue
      }
      rest = rest[close.upperBound...]
    }
    return result + rest
  }
}
