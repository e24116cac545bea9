package import ByokCore

/// An API that the user may choose where a provider has several, by the word of its dialect.
package struct DialectWord: Equatable, ArgumentValue {
  /// Every such word.
  package static let names = Dialects.all.compactMap { $0.api }
  package static let expectation = names.joined(separator: " or ")
  package static let words: WordKind? = .choices(names)
  let name: String

  package init?(argument: String) {
    guard Self.names.contains(argument) else { return nil }
    name = argument
  }
}
