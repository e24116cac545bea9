package import ByokCore

/// The name of a batch on this machine.
package struct BatchName: ArgumentValue, Equatable, Hashable {
  package static let expectation =
    "a name of letters, digits, '.', '_' and '-', at most 64, that begins with a letter or digit"
    + " and is not a key"
  package static let words: WordKind? = .names(.batch)
  package let text: String

  package init?(argument: String) {
    let isValid = argument.utf8.allSatisfy { byte in
      let character = Character(Unicode.Scalar(byte))
      return byte < 0x80 && (character.isLetter || character.isNumber || "._-".contains(character))
    }
    guard isValid, (1...64).contains(argument.utf8.count),
      let first = argument.first, first.isLetter || first.isNumber, !KeyShape.mayBeKey(argument)
    else { return nil }
    text = argument
  }

  /// The name of a batch that is given none: of its input's, and of what it asks.
  ///
  /// - Parameters:
  ///   - path: The file of prompts; `nil` for standard input.
  ///   - digest: A digest of all requests, in hexadecimal.
  init(of path: String?, digest: String) {
    let file = path?.split(separator: "/").last.map(String.init) ?? "stdin"
    let stem = file.hasSuffix(".jsonl") ? String(file.dropLast(6)) : file
    let letters = stem.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
    let clean = String(letters.drop { $0 == "-" }.prefix(40))
    let isUsable = !clean.isEmpty && !KeyShape.mayBeKey(stem)
    text = (isUsable ? clean : "batch") + "-" + digest.prefix(8)
  }
}
