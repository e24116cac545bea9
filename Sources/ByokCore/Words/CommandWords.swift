/// A command line that byok runs itself, split without a shell.
package struct CommandWords: ArgumentValue, Equatable {
  package static let expectation = "a command with balanced quotes"
  /// The line as it was given.
  package let line: String
  /// The program and its arguments.
  package let words: [String]

  /// Splits at blanks; `'…'` and `"…"` hold words together, `\` takes the next character as it is.
  package init?(argument: String) {
    var words: [String] = []
    var word: String?
    var quote: Character?
    var rest = argument[...]
    while let character = rest.popFirst() {
      if character == "\\", quote != "'" {
        guard let next = rest.popFirst() else { return nil }
        word = (word ?? "") + String(next)
      } else if let open = quote {
        if character == open { quote = nil } else { word?.append(character) }
      } else if character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if character.isWhitespace {
        if let done = word { words.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    if let done = word { words.append(done) }
    guard quote == nil, !words.isEmpty, words[0] != "" else { return nil }
    self.line = argument
    self.words = words
  }
}

extension CommandWords {
  /// Words as one would type them in a shell: in quotes where it would read them otherwise.
  package static func line(_ words: [String]) -> String {
    words.map { word in
      !word.isEmpty && word.utf8.allSatisfy(isPlain)
        ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }.joined(separator: " ")
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    let character = Character(Unicode.Scalar(byte))
    return character.isASCII && (character.isLetter || character.isNumber)
      || "-_./:,+@=%".utf8.contains(byte)
  }
}
