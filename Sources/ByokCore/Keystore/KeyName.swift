/// The name of a key: `PROVIDER/LABEL`.
package struct KeyName: Equatable, Comparable, Hashable, Sendable {
  /// The provider's id.
  package let provider: String
  /// Distinguishes the provider's keys.
  package let label: String

  package init(provider: String, label: String) {
    self.provider = provider
    self.label = label
  }

  /// What precedes the labels of keys for servers of tools, instead of a provider.
  package static let serverGroup = "mcp"

  /// Whether it is a key for a server of tools.
  package var isOfServer: Bool { provider == Self.serverGroup }

  /// The label of a key that was given none.
  package static let defaultLabel = "default"

  package var text: String { "\(provider)/\(label)" }

  /// The order of entries in the file: by provider, then by label, byte by byte.
  package static func < (first: Self, second: Self) -> Bool {
    if first.provider != second.provider {
      return first.provider.utf8.lexicographicallyPrecedes(second.provider.utf8)
    }
    return first.label.utf8.lexicographicallyPrecedes(second.label.utf8)
  }
}

/// How a key is named on the command line: `PROVIDER` or `PROVIDER/LABEL`.
package struct KeyReference: ArgumentValue, Equatable {
  package static let expectation =
    "PROVIDER or PROVIDER/LABEL (a label: up to 64 lower-case letters, digits, '.', '_', '-')"

  package static let words: WordKind? = .names(.key)

  package let provider: String
  /// `nil` where the command line leaves it open.
  package let label: String?

  package init?(argument: String) {
    let pieces = argument.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard (1...2).contains(pieces.count), ProviderID(argument: pieces[0]) != nil,
      !KeyShape.mayBeKey(pieces[0]),
      pieces.dropFirst().allSatisfy({ Label(argument: $0) != nil })
    else { return nil }
    provider = pieces[0]
    label = pieces.count == 2 ? pieces[1] : nil
  }

  /// The name that is meant where a new key is made.
  package var name: KeyName { KeyName(provider: provider, label: label ?? KeyName.defaultLabel) }

  /// As it was typed.
  package var text: String { label.map { "\(provider)/\($0)" } ?? provider }
}

/// A key's label as a word of the command line.
package struct Label: ArgumentValue, Equatable {
  package static let expectation = "a label (up to 64 lower-case letters, digits, '.', '_' and '-')"
  package static let words: WordKind? = .names(.label)
  package let text: String

  package init?(argument: String) {
    guard KeystoreGrammar.isLabel(Array(argument.utf8)[...]), !KeyShape.mayBeKey(argument)
    else { return nil }
    text = argument
  }
}

/// Labels in the order in which their keys are tried.
package struct LabelList: ArgumentValue, Equatable {
  package static let expectation = "\(Label.expectation), or several separated by commas"
  /// At least one.
  package let labels: [Label]

  package init?(argument: String) {
    var labels: [Label] = []
    for word in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let label = Label(argument: String(word)) else { return nil }
      labels.append(label)
    }
    self.labels = labels
  }
}
