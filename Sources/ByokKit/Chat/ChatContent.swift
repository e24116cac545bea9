/// What is said to a model, the same whichever model that is.
struct ChatContent: Sendable {
  /// The instructions that stand before the conversation; `nil` for none.
  var system: String?
  /// The conversation, the newest message last.
  var messages: [ChatMessage]
  /// The form that the reply must have; `nil` for free text.
  var schema: ReplySchema?
}

extension ChatContent {
  /// One message of text.
  init(prompt: String, system: String? = nil) {
    self.init(
      system: system, messages: [ChatMessage(role: .user, parts: [.text(prompt)])])
  }
}
