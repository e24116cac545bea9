package import ByokCore

/// What a conversation is called.
///
/// `[a-z0-9][a-z0-9._-]{0,63}`, as users choose it; what byok makes where two go on with one
/// conversation at once has `~` and a number after that.
package struct ConversationName: ArgumentValue, Hashable {
  package static let expectation =
    "a name (up to 64 lower-case letters, digits, '.', '_' and '-', and not a key)"
  package static let words: WordKind? = .names(.conversation)
  package let text: String

  /// The highest number after `~`.
  static let branchLimit = 9999

  package init?(argument: String) {
    let parts = argument.split(separator: "~", omittingEmptySubsequences: false)
    guard parts.count <= 2, KeystoreGrammar.isLabel(Array(parts[0].utf8)[...]) else { return nil }
    if parts.count == 2 {
      guard let number = KeystoreGrammar.decimal(Array(parts[1].utf8)[...]),
        (2...Self.branchLimit).contains(number)
      else { return nil }
    } else if KeyShape.mayBeKey(argument) {
      return nil
    }
    text = argument
  }

  /// The name of another conversation that began as this one.
  func branch(_ number: Int) -> ConversationName {
    ConversationName(known: "\(text.prefix { $0 != "~" })~\(number)")
  }

  private init(known text: String) { self.text = text }
}

/// A conversation, or the beginning of one: `NAME` or `NAME@TURN`.
package struct ConversationReference: ArgumentValue, Equatable {
  package static let expectation = "NAME or NAME@TURN, such as trip or trip@3"
  package static let words: WordKind? = .names(.conversation)

  package let name: ConversationName
  /// The last turn that is meant, counted from 1; `nil` for all.
  package let turn: Int?

  package init?(argument: String) {
    let parts = argument.split(separator: "@", omittingEmptySubsequences: false).map(String.init)
    guard (1...2).contains(parts.count), let name = ConversationName(argument: parts[0]) else {
      return nil
    }
    self.name = name
    guard parts.count == 2 else {
      turn = nil
      return
    }
    guard let number = KeystoreGrammar.decimal(Array(parts[1].utf8)[...]), number > 0 else {
      return nil
    }
    turn = number
  }
}
