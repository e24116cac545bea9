package import ByokCore

/// What the options say about the conversation that a chat belongs to.
package struct ConversationOptions: Sendable {
  /// The conversation to go on with, or to begin.
  package var name: ConversationName?
  /// Whether to go on with the conversation that was used last.
  package var continuesLast = false
  /// What a new conversation begins with.
  package var origin: ConversationReference?
  /// Whether there must be no conversation of that name.
  package var mustBeNew = false
  /// Whether there must be one.
  package var mustExist = false
  /// How many of the last turns are sent; `nil` for all.
  package var lastTurns: TurnCount?
  /// Whether the user's notes are sent.
  package var usesMemory = false

  package init() {}

  /// Whether the chat belongs to a conversation that is kept.
  package var isOn: Bool { name != nil || continuesLast || origin != nil }

  /// Refuses what makes no sense together.
  ///
  /// - Throws: A usage error.
  package func check() throws(ByokError) {
    if continuesLast, name != nil { throw .conflict("--continue", "--conversation") }
    if continuesLast, origin != nil { throw .conflict("--continue", "--fork") }
    if mustBeNew, mustExist { throw .conflict("--new", "--continue-only") }
    if origin != nil, mustExist { throw .conflict("--fork", "--continue-only") }
    if let origin, name == nil {
      throw ByokError(
        .usage, "--fork needs a name for the new conversation",
        hint: "byok chat --fork \(origin.name.text) --conversation NEW …")
    }
    let needy: [(Bool, String)] = [
      (mustBeNew, "--new"), (mustExist, "--continue-only"), (lastTurns != nil, "--last-turns"),
    ]
    if let option = needy.first(where: \.0)?.1, !isOn {
      throw ByokError(
        .usage, "\(option) is for a conversation: --conversation NAME, or -c for the last one")
    }
  }

  /// The option that names the conversation, for messages.
  package var option: String? {
    if continuesLast { return "--continue" }
    return name != nil ? "--conversation" : origin != nil ? "--fork" : nil
  }
}

/// How many turns of a conversation: 1 or more.
package struct TurnCount: ArgumentValue, Equatable {
  package static let expectation = "a number of turns, 1 or more"
  package let count: Int

  package init?(argument: String) {
    guard let count = Int(argument), count > 0 else { return nil }
    self.count = count
  }
}
