internal import ByokCore

/// A call of a tool as it is kept.
package struct StoredCall: Equatable, Sendable {
  /// The provider's id of the call; may be empty.
  package var id: String
  /// The name by which the model called the tool.
  package var name: String
  /// As the model wrote them.
  package var arguments: String

  init(_ call: ToolCall) {
    (id, name, arguments) = (call.id, call.name, call.arguments)
  }

  init?(_ document: JSONValue) {
    guard let name = document["name"]?.string else { return nil }
    self.name = name
    id = document["id"]?.string ?? ""
    arguments = document["arguments"]?.string ?? "{}"
  }

  var document: JSONValue {
    .object(["id": .string(id), "name": .string(name), "arguments": .string(arguments)])
  }

  var call: ToolCall { ToolCall(id: id, name: name, arguments: arguments) }
}

/// What a message of a tool answers.
package struct StoredAnswer: Equatable, Sendable {
  /// The id of the call; may be empty.
  package var id: String
  /// The name by which the model called the tool.
  package var name: String
  package var isError: Bool

  init(_ result: ToolResult) {
    (id, name, isError) = (result.callID, result.name, result.isError)
  }

  init?(_ document: JSONValue) {
    guard let name = document["name"]?.string else { return nil }
    self.name = name
    id = document["tool_call_id"]?.string ?? ""
    isError = document["is_error"]?.flag ?? false
  }

  /// The names of the members that it adds to its message.
  static let names: Set<String> = ["name", "tool_call_id", "is_error"]

  /// The members that it adds to its message.
  var members: [String: JSONValue] {
    ["name": .string(name), "tool_call_id": .string(id), "is_error": .bool(isError)]
  }
}

extension [ChatMessage] {
  /// The messages without calls that have no results and without results that have no calls: such
  /// conversations are refused.
  var withCompleteCalls: [ChatMessage] {
    var messages: [ChatMessage] = []
    for (index, message) in enumerated() {
      let next = indices.contains(index + 1) ? self[index + 1].results.count : 0
      let before = index > 0 ? self[index - 1].calls.count : 0
      var message = message
      message.parts = message.parts.filter { part in
        switch part {
        case .toolCall: next == message.calls.count
        case .toolResult: before == message.results.count
        case .text, .file: true
        }
      }
      if !message.parts.isEmpty { messages.append(message) }
    }
    return messages
  }
}
