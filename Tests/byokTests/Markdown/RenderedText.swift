/// What a renderer printed, as a reader sees it.
enum RenderedText {
  /// The text without the escape sequences of styles.
  static func unstyled(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var isStyle = false
    for scalar in text.unicodeScalars {
      if scalar == "\u{1B}" {
        isStyle = true
      } else if !isStyle {
        result.append(scalar)
      } else if scalar == "m" {
        isStyle = false
      }
    }
    return String(result)
  }

  /// Whether each escape sequence is one for styles, and there is no other control character.
  static func isSafe(_ text: String) -> Bool {
    var rest = Array(text.unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      if scalar == "\u{1B}" {
        guard rest.popFirst() == "[" else { return false }
        while let next = rest.first, next == ";" || ("0"..."9").contains(next) {
          rest.removeFirst()
        }
        guard rest.popFirst() == "m" else { return false }
      } else if scalar.value < 0x20 && scalar != "\n" && scalar != "\t"
        || (0x7F...0x9F).contains(scalar.value)
      {
        return false
      }
    }
    return true
  }

  /// Characters of bullets, rules, frames and bars.
  private static let layout = Set("•◦▪│─═┌└┼ \n\t".unicodeScalars)

  /// The text without styles and layout.
  static func visible(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in unstyled(text).unicodeScalars where !layout.contains(scalar) {
      result.append(scalar)
    }
    return String(result)
  }
}
