internal import ByokCore

/// A conversation that a script keeps: a JSON array of messages, each with `role` and `content`.
///
/// The roles are `system` (or `developer`), which may only be first, `user` and `assistant`; the
/// content is a text, or a list of parts of the form `{"type": "text", "text": …}`.
enum Conversation {
  /// Reads it.
  ///
  /// - Parameters:
  ///   - bytes: The document.
  ///   - source: Where it is from, for messages.
  /// - Returns: The instructions and the messages.
  /// - Throws: A usage error that names the place.
  static func read(_ bytes: [UInt8], from source: String) throws(ByokError) -> ChatContent {
    let document = try JSONValue(strict: bytes, from: source, hint: example)
    guard let elements = document.elements else {
      throw ByokError(.usage, "\(source) is not a JSON array of messages", hint: example)
    }
    var content = ChatContent(messages: [])
    for (index, element) in elements.enumerated() {
      let place = "\(source)[\(index)]"
      let text = try text(element["content"], at: place)
      switch element["role"]?.text {
      case "user": content.messages.append(.init(role: .user, parts: [.text(text)]))
      case "assistant": content.messages.append(.init(role: .assistant, parts: [.text(text)]))
      case "system", "developer":
        guard content.messages.isEmpty else {
          throw ByokError(.usage, "\(place) is a system message, which must be the first message")
        }
        content.system = content.system.map { "\($0)\n\n\(text)" } ?? text
      case let role:
        let found = role.map { ", not \($0.quoted)" } ?? ""
        throw ByokError(
          .usage, "\(place).role must be system, user or assistant\(found)", hint: example)
      }
    }
    (content.savedCount, content.savedMessages) = (elements.count, content.messages.count)
    return content
  }

  private static let example = "such as [{\"role\": \"user\", \"content\": \"Hello\"}]"

  private static func text(_ content: JSONValue?, at place: String) throws(ByokError) -> String {
    switch content {
    case .string(let text): return text
    case .array(let parts):
      var texts: [String] = []
      for (index, part) in parts.enumerated() {
        guard part["type"]?.text == "text", case .string(let text)? = part["text"] else {
          throw ByokError(
            .usage, "\(place).content[\(index)] must be {\"type\": \"text\", \"text\": …}",
            hint: "files go by -f, with the last message")
        }
        texts.append(text)
      }
      return texts.joined()
    default:
      throw ByokError(.usage, "\(place).content must be a string or a list of text parts")
    }
  }
}
