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
  static func step(_ event: StreamEvent) -> JSONValue? {
    switch event {
    case .text(let text): .object(["type": .string("text"), "text": .string(text)])
    case .reasoning(let text): .object(["type": .string("reasoning"), "text": .string(text)])
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
    for call in members.removeValue(forKey: "tool_calls")?.elements ?? [] {
      lines.append(typed("tool_call", call))
    }
    if let usage = members.removeValue(forKey: "usage") { lines.append(typed("usage", usage)) }
    return lines + [typed("finish", .object(members))]
  }

  private static func typed(_ type: String, _ value: JSONValue) -> JSONValue {
    guard case .object(var members) = value else { return value }
    members["type"] = .string(type)
    return .object(members)
  }
}
