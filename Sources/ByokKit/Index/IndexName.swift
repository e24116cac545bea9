package import ByokCore

/// What an index is called: `[a-z0-9][a-z0-9._-]{0,63}`.
package struct IndexName: ArgumentValue, Hashable, Comparable {
  package static let expectation =
    "a name (up to 64 lower-case letters, digits, '.', '_' and '-', and not a key)"
  package static let words: WordKind? = .names(.index)
  package let text: String

  package init?(argument: String) {
    guard KeystoreGrammar.isLabel(Array(argument.utf8)[...]), !KeyShape.mayBeKey(argument) else {
      return nil
    }
    text = argument
  }

  package static func < (first: Self, second: Self) -> Bool { first.text < second.text }
}
