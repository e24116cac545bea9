@testable import ByokCore
@testable import ByokKit

/// A conversation about tools, as any dialect has to write it: a question, two calls, their results,
/// one with an image and one a failure, and another question.
enum ToolConversation {
  /// The names of all dialects but one.
  static func dialects(besides name: String) -> [String] {
    Dialects.all.map { $0.name }.filter { $0 != name }
  }

  static let show = ToolCall(
    id: "call_1", name: "git__show", arguments: #"{"id": 9007199254740993, "part": 0.1}"#)
  static let log = ToolCall(id: "call_2", name: "git__log", arguments: "")
  static let image = Attachment(
    name: "shot.png", mediaType: "image/png", source: .bytes([1, 2, 3, 4]))

  static let messages = [
    ChatMessage(role: .user, parts: [.text("Look")]),
    ChatMessage(
      role: .assistant, parts: [.text("I will."), .toolCall(show), .toolCall(log)]),
    ChatMessage(
      role: .user,
      parts: [
        .toolResult(
          ToolResult(
            callID: "call_1", name: "git__show", content: [.text("one"), .file(image)])),
        .toolResult(
          ToolResult(
            callID: "call_2", name: "git__log", content: [.text("no repository")], isError: true)),
        .text("Which?"),
      ]),
  ]

  static let tools = [
    ToolDefinition(
      name: "git__show", description: "Show it", schema: .object(["type": .string("object")])),
    ToolDefinition(
      name: "git__log", description: "", schema: .object(["type": .string("object")])),
  ]

  /// The body of the request that goes on with the conversation.
  ///
  /// - Parameters:
  ///   - dialect: The dialect.
  ///   - model: The model's id.
  ///   - seesImages: Whether the model is known to take images, or not; `nil` for an unknown model.
  ///   - change: What else is asked.
  /// - Returns: The body as text.
  /// - Throws: A failure of the dialect.
  static func body(
    _ dialect: any Dialect.Type, _ model: String = "m", seesImages: Bool? = nil,
    _ change: (inout ChatRequest) -> Void = { _ in }
  ) throws -> String {
    var request = ChatRequest(model: model, messages: messages)
    request.streams = false
    if let seesImages {
      var facts = Model(id: model, provider: "p", name: "M")
      if seesImages { facts.input.insert(.image) }
      request.facts = facts
    }
    change(&request)
    return String(decoding: try dialect.body(for: request), as: UTF8.self)
  }

  /// A member of that body.
  static func member(
    _ name: String, _ dialect: any Dialect.Type, _ model: String = "m", seesImages: Bool? = nil,
    _ change: (inout ChatRequest) -> Void = { _ in }
  ) throws -> String? {
    let body = try body(dialect, model, seesImages: seesImages, change)
    return JSONValue(Array(body.utf8))?[name]?.compactText
  }

  /// JSON as it is written.
  static func json(_ text: String) -> JSONValue { JSONValue(Array(text.utf8)) ?? .null }
}

extension ChatRequest {
  /// Puts a turn of a provider beside the parts of the assistant's message.
  mutating func setTurn(_ dialect: String, _ content: String) {
    messages[1].turn = ProviderTurn(
      dialect: dialect, content: ToolConversation.json(content))
  }

  /// Takes the ids out of calls and results.
  mutating func dropCallIDs() {
    for message in messages.indices {
      messages[message].parts = messages[message].parts.map { part in
        switch part {
        case .toolCall(var call):
          call.id = ""
          return .toolCall(call)
        case .toolResult(var result):
          result.callID = ""
          return .toolResult(result)
        default: return part
        }
      }
    }
  }
}
