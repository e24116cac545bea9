internal import Foundation

extension Script {
  /// Takes a script file apart.
  init(name: String, parsing text: String) {
    self.name = name
    var lines = text.components(separatedBy: "\n")
    // What follows the last newline is no line.
    if lines.last == "" { lines.removeLast() }
    for (number, line) in zip(1..., lines) {
      if line.hasPrefix("-- "), line.hasSuffix(" --"), line.count > 6 {
        files.append((String(line.dropFirst(3).dropLast(3)), ""))
      } else if files.isEmpty {
        let text = line.trimmingCharacters(in: .whitespaces)
        guard !text.isEmpty, !text.hasPrefix("#") else { continue }
        self.lines.append(Line(number: number, text: text))
      } else {
        files[files.count - 1].text += line + "\n"
      }
    }
  }
}

/// Reads words as a shell does: quotes, backslashes, variables, and a comment after `#`.
struct ScriptWords {
  private var rest: Substring
  private let variables: [String: String]

  private init(_ text: String, _ variables: [String: String]) {
    rest = text[...]
    self.variables = variables
  }

  /// The words of a line.
  static func split(_ line: String, _ variables: [String: String]) throws -> [String] {
    var reader = Self(line, variables)
    var words: [String] = []
    while let word = try reader.word() { words.append(word) }
    return words
  }

  /// The text with its variables replaced; quotes and backslashes mean nothing.
  static func expand(_ text: String, _ variables: [String: String]) throws -> String {
    var reader = Self(text, variables)
    var result = ""
    while let character = reader.rest.popFirst() {
      result += character == "$" ? try reader.variable() : String(character)
    }
    return result
  }

  /// The text with `\n`, `\r`, `\t`, `\e`, `\\` and `\xHH` replaced.
  static func unescape(_ text: String) throws -> String {
    var rest = text[...]
    var result = ""
    while let character = rest.popFirst() {
      guard character == "\\" else {
        result.append(character)
        continue
      }
      switch rest.popFirst() {
      case "n": result += "\n"
      case "r": result += "\r"
      case "t": result += "\t"
      case "e": result += "\u{1B}"
      case "\\": result += "\\"
      case "x":
        guard let code = UInt8(rest.prefix(2), radix: 16) else {
          throw SupportFailure("two hexadecimal digits must follow \\x in '\(text)'")
        }
        result.unicodeScalars.append(Unicode.Scalar(code))
        rest = rest.dropFirst(2)
      default: throw SupportFailure("unknown escape in '\(text)'")
      }
    }
    return result
  }

  private mutating func word() throws -> String? {
    rest = rest.drop { $0 == " " || $0 == "\t" }
    guard let first = rest.first, first != "#" else { return nil }
    var word = ""
    while let character = rest.popFirst(), character != " ", character != "\t" {
      switch character {
      case "'": word += try quoted { $0.rest.popFirst().map(String.init) ?? "" }
      case "\"": word += try doubleQuoted()
      case "$": word += try variable()
      case "\\": word += rest.popFirst().map(String.init) ?? "\\"
      default: word.append(character)
      }
    }
    return word
  }

  private mutating func quoted(
    by quote: Character = "'", _ next: (inout Self) throws -> String
  ) throws -> String {
    var text = ""
    while rest.first != quote {
      guard !rest.isEmpty else { throw SupportFailure("a closing \(quote) is missing") }
      text += try next(&self)
    }
    rest.removeFirst()
    return text
  }

  private mutating func doubleQuoted() throws -> String {
    try quoted(by: "\"") { reader in
      switch reader.rest.popFirst() {
      case "$": return try reader.variable()
      case "\\":
        guard let next = reader.rest.first, "\"\\$`".contains(next) else { return "\\" }
        return String(reader.rest.removeFirst())
      case let character: return character.map(String.init) ?? ""
      }
    }
  }

  /// Reads `NAME` or `{NAME}` after a `$`, which stands for itself before anything else.
  private mutating func variable() throws -> String {
    let braced = rest.first == "{"
    let start = braced ? rest.dropFirst() : rest
    let name = start.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    let after = start.dropFirst(name.count)
    guard name.first?.isNumber == false, !braced || after.first == "}" else { return "$" }
    rest = braced ? after.dropFirst() : after
    guard let value = variables[String(name)] else {
      throw SupportFailure("no variable '\(name)'")
    }
    return value
  }
}
