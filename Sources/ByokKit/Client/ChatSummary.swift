package import ByokCore

/// A reply and its circumstances, as `chat --json` prints them.
package struct ChatSummary {
  package let reply: ChatReply
  package let text: String
  package let provider: String
  package let request: ChatRequest
  package let key: KeySource
  let requestID: String?
  let conversation: KeptPlace?
  /// The passages of files that the answer was to come from.
  package var sources: JSONValue?
  /// The calls of tools that were answered.
  package var toolRuns: [ToolRun] = []
  /// How many replies there were in a chat with tools; `nil` without tools.
  package var turns: Int?
  package let milliseconds: Int
  let millisecondsToText: Int?

  /// The members of the object and what they mean; those of objects are written with a dot.
  package static let fields: [(name: String, meaning: String)] = [
    ("text", "The reply."),
    ("model", "The model as the provider names it."),
    ("provider", "The id of the provider."),
    ("key", "The label of the key, or the environment variable that holds it."),
    (
      "finish_reason",
      "Why the reply ended: "
        + [FinishReason.stop, .length, .toolCalls, .contentFilter].map(\.name)
        .joined(separator: ", ") + ", or the provider's own word."
    ),
    ("usage.input_tokens", "Tokens of the prompt, cached ones included."),
    ("usage.output_tokens", "Tokens of the reply, reasoning included."),
    ("usage.cached_input_tokens", "Those of the prompt that came from the provider's cache."),
    ("usage.reasoning_tokens", "Those of the reply that were reasoning."),
    ("cost_usd", "What the reply cost, in US dollars."),
    ("duration_ms", "How long the request took, in milliseconds."),
    ("time_to_first_token_ms", "How long it took until text arrived."),
    ("request_id", "The provider's id of the request, for its support."),
    ("conversation.name", "The conversation that keeps the turn; only with one."),
    ("conversation.turn", "The number of the turn in it, counted from 1."),
    (
      "sources",
      "The passages that --rag gave the model: objects with id, file, first_line, last_line, page,"
        + " score, scores and whether the reply cites it; only with --rag."
    ),
    (
      "tool_calls",
      "The tools that the model asked for: objects with id, name and arguments; of tools that byok"
        + " ran, also turn, server, tool, is_error and ms."
    ),
    ("turns", "How many replies of the model there were; only with tools."),
  ]

  /// The object; what is not known is `null`.
  package var document: JSONValue {
    var members: [String: JSONValue] = [
      "text": .string(text),
      "model": .string(reply.model ?? request.model),
      "provider": .string(provider),
      "key": Self.json(key.shortName),
      "finish_reason": Self.json(reply.finishReason?.name),
      "usage": .object([
        "input_tokens": Self.json(reply.usage.input),
        "output_tokens": Self.json(reply.usage.output),
        "cached_input_tokens": Self.json(reply.usage.cachedInput),
        "reasoning_tokens": Self.json(reply.usage.reasoning),
      ]),
      "cost_usd": reply.usage.cost.map(JSONValue.number) ?? .null,
      "duration_ms": .integer(milliseconds),
      "time_to_first_token_ms": Self.json(millisecondsToText),
      "request_id": Self.json(requestID ?? reply.id),
      "tool_calls": .array(toolRuns.map(\.document) + reply.toolCalls.map(Self.json)),
    ]
    members["sources"] = sources
    members["turns"] = turns.map(JSONValue.integer)
    members["conversation"] = conversation.map {
      .object(["name": .string($0.name), "turn": .integer($0.turn)])
    }
    return .object(members)
  }

  private static func json(_ call: ToolCallPiece) -> JSONValue {
    .object([
      "id": json(call.id.isEmpty ? nil : call.id), "name": .string(call.name),
      "arguments": .string(call.arguments),
    ])
  }

  private static func json(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
  private static func json(_ number: Int?) -> JSONValue { number.map(JSONValue.integer) ?? .null }
}
