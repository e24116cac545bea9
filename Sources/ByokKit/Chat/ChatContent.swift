internal import ByokCore

/// What is said to a model, the same whichever model that is.
package struct ChatContent: Sendable {
  /// The instructions that precede the conversation; `nil` for none.
  package var system: String?
  /// The conversation, the newest message last.
  package var messages: [ChatMessage]
  /// The form that the reply must have; `nil` for free text.
  package var schema: ReplySchema?
}

extension ChatContent {
  /// One message of text.
  package init(prompt: String, system: String? = nil) {
    self.init(
      system: system, messages: [ChatMessage(role: .user, parts: [.text(prompt)])])
  }
}
