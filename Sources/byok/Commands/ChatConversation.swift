internal import ByokCore
internal import ByokKit

/// The part of `chat` that has to do with conversations.
extension Chat {
  /// What the chat belongs to.
  static let conversationOptions = CommandOption<Self>.under(
    "Conversation",
    [
      .flag(
        "continue", short: "c", \.conversation.continuesLast,
        "Continue the conversation used last"),
      .value(
        "conversation", "NAME", \.conversation.name,
        "Continue NAME, or begin it (byok help conversations)"),
      .value(
        "fork", "NAME[@TURN]", \.conversation.origin,
        "Begin --conversation with the turns of NAME"),
      .flag("new", \.conversation.mustBeNew, "Fail if the conversation exists"),
      .flag("continue-only", \.conversation.mustExist, "Fail if the conversation does not exist"),
      .value(
        "last-turns", "N", \.conversation.lastTurns, "Send only the last N turns"),
      .flag("memory", \.conversation.usesMemory, "Send your notes, too (byok memory)"),
      .value(
        "messages", "FILE|-", \.input.messages,
        "Read earlier messages from JSON (byok help messages)"),
      .flag(
        "save-messages", \.input.savesMessages, "Append the new messages to the --messages file"),
    ])

  /// Refuses what makes no sense together.
  ///
  /// - Throws: A usage error.
  func checkConversation() throws(ByokError) {
    try conversation.check()
    if let option = conversation.option {
      if batch.isOn { throw .conflict(option, batch.isEachLine ? "--each-line" : "--jsonl") }
      if input.messages != nil { throw .conflict(option, "--messages") }
    }
    if conversation.usesMemory, batch.isOn {
      throw .conflict("--memory", batch.isEachLine ? "--each-line" : "--jsonl")
    }
    guard input.savesMessages else { return }
    guard case .path = input.messages else {
      throw ByokError(
        .usage, "--save-messages needs a file to write", hint: "--messages FILE --save-messages")
    }
  }

  /// What is sent: what is said, with what was said before and what the user wants known.
  ///
  /// - Throws: `locked`, `damaged`; a failure.
  func whole(
    _ said: ChatContent, _ use: ConversationUse?, _ memory: String?, _ console: Console
  ) throws(ByokError) -> ChatContent {
    var content = said
    if let use { content = try use.content(said, console) }
    if let memory { content.system = content.system.map { "\($0)\n\n\(memory)" } ?? memory }
    return content
  }

  /// Keeps the turn where it belongs.
  ///
  /// - Parameters:
  ///   - said: What was asked.
  ///   - text: The reply; `nil` where it is too long.
  ///   - use: The conversation.
  ///   - result: What came of it; gets the failure to keep it.
  /// - Returns: What a user should know of it, as sentences.
  func keep(
    _ said: ChatContent, _ text: String?, _ use: inout ConversationUse?, _ result: inout ChatResult
  ) -> [String] {
    do throws(ByokError) {
      if input.savesMessages, case .path(let path) = input.messages, result.failure == nil {
        guard let text, !text.isEmpty else {
          return ["the reply has no text, so nothing is appended to \(path.quoted)"]
        }
        try MessagesFile(path).append(said, reply: text)
      }
      let notes = try use?.keep(said, result, text: text)
      if notes != nil { result.conversation = use?.place }
      return notes ?? []
    } catch {
      result.failure = result.failure ?? error
      return []
    }
  }
}
