/// What a shell offers where a word of the command line is typed.
package enum WordKind: Sendable, Equatable {
  /// Nothing: it is free text.
  case text
  /// One of these.
  case choices([String])
  /// Files.
  case file
  /// Nothing, or files behind `@`.
  case textOrFile
  /// A command of the system's, then whatever that one takes.
  case command
  /// What `byok __complete` finds.
  case names(NameKind)

  /// What there is under names that byok looks up at each TAB.
  package enum NameKind: String, CaseIterable, Sendable {
    case provider, label, model, template, topic, conversation, index, batch
    /// A provider of the user's own.
    case ownProvider = "own-provider"
    /// A sealed key, by its name.
    case key
    /// What has a key: sealed ones, and providers that the environment has one for.
    case holder
    /// A server of tools.
    case server
    /// A key of `config.json`.
    case setting
    /// What that key may be set to.
    case settingValue = "setting-value"
    /// A name of the user's, `=`, and what has a key.
    case assignment
    /// A variable of a provider that is set.
    case variable
  }

  /// What a placeholder stands for, where neither its type nor its command says more.
  ///
  /// Of alternatives such as `FILE|-`, the first that is listed counts; where none is, it is free
  /// text, or of small letters as `chat|responses`, the words themselves.
  package init(_ metavariable: String) {
    let words = metavariable.split(separator: "|").map(String.init)
    // Of MODEL[,...], the first counts.
    let kinds = words.compactMap { Self.known(String($0.prefix { $0 != "[" })) }
    if metavariable == "TEXT|@FILE" {
      self = .textOrFile
    } else if let kind = kinds.first {
      self = kind
    } else if words.allSatisfy({ $0 == $0.lowercased() }) {
      self = .choices(words)
    } else {
      self = .text
    }
  }

  private static func known(_ word: String) -> WordKind? {
    switch word {
    case "MODEL": .names(.model)
    case "INDEX": .names(.index)
    case "TOPIC": .names(.topic)
    case "TEMPLATE": .names(.template)
    case "LABEL": .names(.label)
    case "KEY": .names(.setting)
    case "VALUE": .names(.settingValue)
    case "VARIABLE": .names(.variable)
    case "SERVER": .names(.server)
    case "FILE", "PATH", "PEM": .file
    default: nil
    }
  }
}

extension ArgumentValue {
  package static var words: WordKind? { nil }
}

extension ArgumentValue where Self: CaseIterable & RawRepresentable<String> {
  package static var words: WordKind? { .choices(allCases.map(\.rawValue)) }
}
