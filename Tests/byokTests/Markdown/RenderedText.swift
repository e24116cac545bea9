/// What a renderer printed, as a reader sees it.
enum RenderedText {
  /// The parameters of the styles that are written; no text of a test has another one of them.
  private static let parameters: Set = ["0", "1", "2", "3", "4", "9", "36"]

  /// The text without the escape sequences of styles; all others are left.
  static func unstyled(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let scalar = rest.first {
      if scalar == "\u{1B}", let end = styleEnd(rest) {
        rest = rest[end...]
      } else {
        result.append(scalar)
        rest.removeFirst()
      }
    }
    return String(result)
  }

  /// Where the style ends that a text begins with; `nil` if it begins with another sequence.
  private static func styleEnd(
    _ text: Substring.UnicodeScalarView
  ) -> Substring.UnicodeScalarView.Index? {
    let sequence = text.dropFirst()
    guard sequence.first == "[", let end = sequence.firstIndex(of: "m") else { return nil }
    let words = Substring(sequence.dropFirst()[..<end]).split(
      separator: ";", omittingEmptySubsequences: false)
    return words.allSatisfy { parameters.contains(String($0)) } ? text.index(after: end) : nil
  }

  /// Whether each escape sequence is one for styles, and there is no other control character.
  static func isSafe(_ text: String) -> Bool {
    unstyled(text).unicodeScalars.allSatisfy {
      $0.properties.generalCategory != .control || $0 == "\n" || $0 == "\t"
    }
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
