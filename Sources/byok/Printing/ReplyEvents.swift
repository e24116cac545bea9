internal import ByokCore
internal import ByokKit

/// The lines of `chat --ndjson`, each a JSON object with a `type`.
enum ReplyEvents {
  /// The first: who is asked.
  static func start(_ request: ChatRequest, _ plan: ChatPlan) -> JSONValue {
    .object([
      "type": .string("start"), "provider": .string(plan.client.provider.id),
      "model": .string(request.model),
      "key": plan.key.source.shortName.map(JSONValue.string) ?? .null,
    ])
  }

  /// What a step of the reply shows; `nil` for one that the end tells.
  ///
  /// - Parameters:
  ///   - event: The step.
  ///   - turn: Which reply it is of, in a chat with tools.
  /// - Returns: The line.
  static func step(_ event: StreamEvent, turn: Int? = nil) -> JSONValue? {
    switch event {
    case .text(let text): piece("text", text, turn)
    case .reasoning(let text): piece("reasoning", text, turn)
    case .model, .replyID, .refusal, .media, .toolCall, .notice, .usage, .finished, .finishMessage,
      .turn:
      nil
    }
  }

  /// The last ones: calls of tools, tokens, and how it ended.
  static func end(_ summary: ChatSummary) -> [JSONValue] {
    guard case .object(var members) = summary.document else { return [] }
    members["text"] = nil
    var lines: [JSONValue] = []
    let calls = members.removeValue(forKey: "tool_calls")?.elements ?? []
    if summary.turns == nil {
      for call in calls { lines.append(typed("tool_call", call)) }
    } else {
      // Each of them had its line when it was made.
      members["tool_calls"] = .integer(calls.count)
    }
    if let usage = members.removeValue(forKey: "usage") { lines.append(typed("usage", usage)) }
    return lines + [typed("finish", .object(members))]
  }

  private static func piece(_ type: String, _ text: String, _ turn: Int?) -> JSONValue {
    var members: [String: JSONValue] = ["type": .string(type), "text": .string(text)]
    members["turn"] = turn.map(JSONValue.integer)
    return .object(members)
  }

  private static func typed(_ type: String, _ value: JSONValue) -> JSONValue {
    guard case .object(var members) = value else { return value }
    members["type"] = .string(type)
    return .object(members)
  }
}
