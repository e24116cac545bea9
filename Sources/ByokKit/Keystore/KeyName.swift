/// The name of a key: `PROVIDER/LABEL`.
struct KeyName: Equatable, Comparable, Hashable, Sendable {
  /// The provider's id.
  let provider: String
  /// What tells the provider's keys apart.
  let label: String

  /// The label of a key that was given none.
  static let defaultLabel = "default"

  var text: String { "\(provider)/\(label)" }

  /// The order of entries in the file: by provider, then by label, byte by byte.
  static func < (first: Self, second: Self) -> Bool {
    if first.provider != second.provider {
      return first.provider.utf8.lexicographicallyPrecedes(second.provider.utf8)
    }
    return first.label.utf8.lexicographicallyPrecedes(second.label.utf8)
  }
}

/// How a key is named on the command line: `PROVIDER` or `PROVIDER/LABEL`.
struct KeyReference: ArgumentValue, Equatable {
  static let expectation =
    "PROVIDER or PROVIDER/LABEL (a label: up to 64 lower-case letters, digits, '.', '_', '-')"

  static let words: WordKind? = .names(.key)

  let provider: String
  /// `nil` where the command line leaves it open.
  let label: String?

  init?(argument: String) {
    let pieces = argument.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard (1...2).contains(pieces.count), ProviderID(argument: pieces[0]) != nil,
      !KeyShape.mayBeKey(pieces[0]),
      pieces.dropFirst().allSatisfy({ Label(argument: $0) != nil })
    else { return nil }
    provider = pieces[0]
    label = pieces.count == 2 ? pieces[1] : nil
  }

  /// The name that is meant where a new key is made.
  var name: KeyName { KeyName(provider: provider, label: label ?? KeyName.defaultLabel) }

  /// As it was typed.
  var text: String { label.map { "\(provider)/\($0)" } ?? provider }
}

/// A key's label as a word of the command line.
struct Label: ArgumentValue, Equatable {
  static let expectation = "a label (up to 64 lower-case letters, digits, '.', '_' and '-')"
  static let words: WordKind? = .names(.label)
  let text: String

  init?(argument: String) {
    guard KeystoreGrammar.isLabel(Array(argument.utf8)[...]), !KeyShape.mayBeKey(argument)
    else { return nil }
    text = argument
  }
}

/// Labels in the order in which their keys are tried.
struct LabelList: ArgumentValue, Equatable {
  static let expectation = "\(Label.expectation), or several parted by commas"
  /// At least one.
  let labels: [Label]

  init?(argument: String) {
    var labels: [Label] = []
    for word in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let label = Label(argument: String(word)) else { return nil }
      labels.append(label)
    }
    self.labels = labels
  }
}
