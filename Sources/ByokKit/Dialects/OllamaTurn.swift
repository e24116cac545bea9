internal import ByokCore

/// The assistant's message of a reply of Ollama's.
///
/// Source: <https://github.com/ollama/ollama/blob/main/docs/api.md>, "Chat request (with history,
/// with tools)".
struct OllamaTurn: TurnBuilder {
  static let dialect = OllamaChat.name

  private var message = JSONAssembly()
  private var hasMessage = false

  mutating func take(_ piece: JSONValue) {
    guard let message = piece["message"] else { return }
    hasMessage = true
    self.message.add(message.members)
  }

  var content: JSONValue? { hasMessage ? .object(message.members) : nil }
}
