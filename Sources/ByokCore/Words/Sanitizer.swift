/// Makes the characters of foreign text visible that would command a terminal or reorder it.
///
/// Line feeds and tabs pass; a carriage return passes as part of CRLF and is then dropped. Other
/// control characters (C0, DEL, C1), bidirectional controls, tag characters and other invisible
/// format characters appear as `\u{1b}`. No escape sequence survives, since each starts with one.
package struct Sanitizer: Sendable {
  private var holdsReturn = false

  package init() {}

  /// Takes the next piece of a text, which may end anywhere.
  package mutating func clean(_ text: String) -> String {
    guard holdsReturn || text.unicodeScalars.contains(where: \.isUnsafeToShow) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if holdsReturn && scalar != "\n" { result += Self.visible("\r") }
      holdsReturn = scalar == "\r"
      if holdsReturn { continue }
      if scalar.isUnsafeToShow {
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

  /// A whole text.
  package static func clean(_ text: String) -> String {
    var sanitizer = Sanitizer()
    return sanitizer.clean(text) + sanitizer.finish()
  }

  /// A whole text on one line, at most `limit` characters long.
  package static func oneLine(_ text: String, limit: Int = 500) -> String {
    // Listings have thousands of such texts, nearly all of them plain.
    if text.utf8.count <= limit, isPlainLine(text) { return text }
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let clean = clean(words)
    return clean.count > limit ? clean.prefix(limit) + "…" : clean
  }

  /// Whether it is printable ASCII with single spaces between words.
  private static func isPlainLine(_ text: String) -> Bool {
    var last = UInt8(ascii: " ")
    for byte in text.utf8 {
      guard (0x20...0x7E).contains(byte), byte != 0x20 || last != 0x20 else { return false }
      last = byte
    }
    return last != 0x20 || text.isEmpty
  }

  private static func visible(_ scalar: Unicode.Scalar) -> String {
    "\\u{" + String(scalar.value, radix: 16) + "}"
  }
}
