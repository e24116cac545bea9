internal import ByokCore

/// Finds the assignments of a file of variables.
///
/// It keeps places only: the bytes stay in locked memory.
struct EnvironmentFileParser {
  private(set) var assignments: [EnvironmentFile.Assignment] = []
  private(set) var strays: [EnvironmentFile.Stray] = []
  var position = 0
  var line = 1
  private var lineStart = 0

  /// What a line begins with.
  private enum Form {
    case plain
    /// `export` and the like: a name alone is fine.
    case shell
    /// `set -x` and the like: a blank may part name and value.
    case blank
  }

  private static let shellWords = ["export", "declare", "typeset", "readonly", "local"]
  private static let blankWords = ["set", "setenv", "setx", "env", "SET", "ENV"]

  /// Reads the whole text.
  ///
  /// - Throws: Where a quote is not closed.
  mutating func parse(_ bytes: Span<UInt8>) throws(EnvironmentFile.Flaw) {
    while position < bytes.count {
      skipBlanks(bytes)
      if isAtLineEnd(bytes) {
        passLineEnd(bytes)
      } else if bytes[position] == UInt8(ascii: "#") {
        skipLine(bytes)
      } else {
        try readLine(bytes)
      }
    }
  }

  /// Reads the assignments of one line, with what their quotes reach over.
  private mutating func readLine(_ bytes: Span<UInt8>) throws(EnvironmentFile.Flaw) {
    let start = position
    var (form, isItem) = prefix(bytes)
    var (isFirst, follows) = (true, false)
    while !isAtLineEnd(bytes), bytes[position] != UInt8(ascii: "#") {
      if ";,".utf8.contains(bytes[position]) {
        position += 1
        skipBlanks(bytes)
        form = prefix(bytes).form
        follows = false
        continue
      }
      guard try readAssignment(bytes, form, isItem: isFirst && isItem) else {
        if follows, let last = assignments.indices.last, assignments[last].doubt == nil {
          assignments[last].doubt = "something follows its closing quote"
        }
        reject(bytes, from: isFirst ? start : position)
        break
      }
      (isFirst, follows) = (false, true)
      skipBlanks(bytes)
    }
    skipLine(bytes)
  }

  /// Notes that the rest of a line is no assignment.
  private mutating func reject(_ bytes: Span<UInt8>, from start: Int) {
    skipToLineEnd(bytes)
    strays.append(.init(line: line, range: start..<position))
  }

  /// Passes over the words before a name.
  private mutating func prefix(_ bytes: Span<UInt8>) -> (form: Form, isItem: Bool) {
    var form = Form.plain
    var isItem = false
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "-"), isBlank(bytes, position + 1) {
        isItem = true
        position += 1
      } else if bytes.holds("Environment=", at: position) {
        position += 12
        return (.shell, isItem)
      } else {
        let shell = word(among: Self.shellWords, bytes)
        guard let word = shell ?? word(among: Self.blankWords, bytes) else { return (form, isItem) }
        form = shell == nil ? .blank : .shell
        position += word.utf8.count
        skipBlanks(bytes)
        while position < bytes.count, bytes[position] == UInt8(ascii: "-"),
          !isBlank(bytes, position + 1)
        {
          while position < bytes.count, !isBlank(bytes, position), !isAtLineEnd(bytes) {
            position += 1
          }
          skipBlanks(bytes)
        }
      }
      skipBlanks(bytes)
    }
    return (form, isItem)
  }

  /// Reads one assignment; nothing is passed over where there is none.
  private mutating func readAssignment(
    _ bytes: Span<UInt8>, _ form: Form, isItem: Bool
  ) throws(EnvironmentFile.Flaw) -> Bool {
    let begin = position
    let indentation = begin - lineStart
    if let whole = quotedAssignment(bytes) {
      assignments.append(whole)
      return true
    }
    guard let (name, isQuoted) = passName(bytes) else {
      position = begin
      return false
    }
    let end = position
    skipBlanks(bytes)
    let isAtEnd = isAtLineEnd(bytes)
    if !isAtEnd, bytes[position] == UInt8(ascii: "="), byte(bytes, position + 1) != 0x3D {
      position += 1
    } else if !isAtEnd, form == .plain, bytes[position] == UInt8(ascii: ":"),
      isQuoted || isBlank(bytes, position + 1) || isLineEnd(bytes, position + 1)
    {
      position += 1
    } else if form == .shell, isAtEnd || position > end {
      return true
    } else if form != .blank || isAtEnd || position == end {
      position = begin
      return false
    }
    skipBlanks(bytes)
    var assignment = EnvironmentFile.Assignment(
      name: text(bytes, name), line: line, indentation: indentation, isItem: isItem)
    try readValue(bytes, into: &assignment)
    assignments.append(assignment)
    return true
  }

  /// `"NAME=VALUE"`, quoted as a whole.
  private mutating func quotedAssignment(_ bytes: Span<UInt8>) -> EnvironmentFile.Assignment? {
    guard let quote = byte(bytes, position), "'\"".utf8.contains(quote) else { return nil }
    var index = position + 1
    while index < bytes.count, EnvironmentFile.isOfName(bytes[index]) { index += 1 }
    guard index > position + 1, byte(bytes, index) == UInt8(ascii: "=") else { return nil }
    var end = index + 1
    while end < bytes.count, bytes[end] != quote, !isLineEnd(bytes, end) { end += 1 }
    guard byte(bytes, end) == quote else { return nil }
    var assignment = EnvironmentFile.Assignment(
      name: text(bytes, position + 1..<index), line: line, indentation: position - lineStart)
    assignment.append(index + 1..<end)
    position = end + 1
    return assignment
  }

  /// Where the name of a variable is, quoted or not; `$env:NAME` too.
  ///
  /// It may be a key on a line of its own, and is no text before a value follows.
  private mutating func passName(_ bytes: Span<UInt8>) -> (name: Range<Int>, isQuoted: Bool)? {
    let start = position
    let opening = ["$env:", "$Env:", "$ENV:", "${env:", "${Env:"].first {
      bytes.holds($0, at: start)
    }
    if let opening { position += opening.utf8.count }
    var quote: UInt8?
    if opening == nil, let first = byte(bytes, position), "'\"".utf8.contains(first) {
      quote = first
      position += 1
    }
    let begin = position
    while let next = byte(bytes, position),
      EnvironmentFile.isOfName(next) || (opening == nil && "-.".utf8.contains(next))
    {
      position += 1
    }
    let name = begin..<position
    guard !name.isEmpty else { return nil }
    if let quote {
      guard byte(bytes, position) == quote else { return nil }
      position += 1
    }
    if opening?.hasPrefix("${") == true {
      guard byte(bytes, position) == UInt8(ascii: "}") else { return nil }
      position += 1
    }
    return (name, quote != nil)
  }
}

// MARK: Places

extension EnvironmentFileParser {
  func byte(_ bytes: Span<UInt8>, _ index: Int) -> UInt8? {
    index < bytes.count ? bytes[index] : nil
  }

  func isBlank(_ bytes: Span<UInt8>, _ index: Int) -> Bool {
    index < bytes.count && (bytes[index] == 0x20 || bytes[index] == 0x09)
  }

  /// Whether a line ends there; the text ends its last one.
  func isLineEnd(_ bytes: Span<UInt8>, _ index: Int) -> Bool {
    index >= bytes.count || bytes[index] == 0x0A || bytes[index] == 0x0D
  }

  func isAtLineEnd(_ bytes: Span<UInt8>) -> Bool { isLineEnd(bytes, position) }

  mutating func skipBlanks(_ bytes: Span<UInt8>) {
    while isBlank(bytes, position) { position += 1 }
  }

  mutating func skipToLineEnd(_ bytes: Span<UInt8>) {
    while !isAtLineEnd(bytes) { position += 1 }
  }

  private mutating func skipLine(_ bytes: Span<UInt8>) {
    skipToLineEnd(bytes)
    passLineEnd(bytes)
  }

  /// Passes the end of a line: a line feed, a carriage return, or both.
  mutating func passLineEnd(_ bytes: Span<UInt8>) {
    guard position < bytes.count else { return }
    let isPair = bytes[position] == 0x0D && byte(bytes, position + 1) == 0x0A
    position += isPair ? 2 : 1
    line += 1
    lineStart = position
  }

  func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    String(decoding: Array(copying: bytes.extracting(range)), as: UTF8.self)
  }

  /// The word at the place that a blank follows; `nil` if it is none of these.
  private func word(among words: [String], _ bytes: Span<UInt8>) -> String? {
    words.first { bytes.holds($0, at: position) && isBlank(bytes, position + $0.utf8.count) }
  }
}
