internal import ByokCore

/// What is said to a model, the same whichever model that is.
package struct ChatContent: Sendable {
  /// The instructions that precede the conversation; `nil` for none.
  package var system: String?
  /// What was said before, in turns that were kept; files that the model does not take are left out.
  package var history: [ChatMessage] = []
  /// What is said now, the newest message last.
  package var messages: [ChatMessage]
  /// What the user asks, without files and without the words of a template.
  package var question = ""
  /// How many elements of the file of messages were read.
  var savedCount = 0
  /// How many messages of the user and the model they are.
  var savedMessages = 0
  /// How the provider may find again what was said before; `nil` for the first turn.
  package var cache: PromptCache?
  /// The form that the reply must have; `nil` for free text.
  package var schema: ReplySchema?
}

extension ChatContent {
  /// The same, with more instructions after those that there are.
  package func adding(_ instructions: String?) -> Self {
    guard let instructions else { return self }
    var content = self
    content.system = system.map { "\($0)\n\n\(instructions)" } ?? instructions
    return content
  }

  /// One message of text.
  package init(prompt: String, system: String? = nil) {
    self.init(
      system: system, messages: [ChatMessage(role: .user, parts: [.text(prompt)])])
  }
}
