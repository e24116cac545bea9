/// Makes the characters of foreign text visible that would command a terminal or reorder it.
///
/// Line feeds and tabs pass; a carriage return passes as part of CRLF and is then dropped. Other
/// control characters (C0, DEL, C1), bidirectional controls, tag characters and other invisible
/// format characters appear as `\u{1b}`. No escape sequence survives, since each starts with one.
///
/// Source: Unicode Standard, section 23.2 and 23.3.
package struct Sanitizer: Sendable {
  private var holdsReturn = false

  package init() {}

  /// Takes the next piece of a text, which may end anywhere.
  package mutating func clean(_ text: String) -> String {
    guard holdsReturn || text.unicodeScalars.contains(where: Self.isHarmful) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if holdsReturn && scalar != "\n" { result += Self.visible("\r") }
      holdsReturn = scalar == "\r"
      if holdsReturn { continue }
      if Self.isHarmful(scalar) {
        result += Self.visible(scalar)
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// What the text's last character still owes.
  package mutating func finish() -> String {
    defer { holdsReturn = false }
    return holdsReturn ? Self.visible("\r") : ""
  }

  /// A whole text on one line, at most `limit` characters long.
  package static func oneLine(_ text: String, limit: Int = 500) -> String {
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    var sanitizer = Sanitizer()
    let clean = sanitizer.clean(words)
    return clean.count > limit ? clean.prefix(limit) + "…" : clean
  }

  private static func visible(_ scalar: Unicode.Scalar) -> String {
    "\\u{" + String(scalar.value, radix: 16) + "}"
  }

  private static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: false
    case 0x00...0x1F, 0x7F...0x9F: true
    case 0x20...0x7E: false
    case 0xE0000...0xE007F: true
    // Joiners that scripts and emoji are written with.
    case 0x200C, 0x200D: false
    default: scalar.properties.generalCategory == .format
    }
  }
}
