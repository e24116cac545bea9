/// An event of a stream; which members it has depends on its type.
struct OpenAIResponseEvent: ReplyChunk {
  var type: String?
  var delta = ""
  /// The place of the item in the reply.
  var outputIndex: Int?
  var summaryIndex = 0
  var item: OpenAIResponseItem?
  var response: OpenAIResponse?
  var mayBeError: Bool

  private enum CodingKeys: String, CodingKey {
    case type, delta, item, response, error
    case outputIndex = "output_index"
    case summaryIndex = "summary_index"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    type = container.lenient(String.self, .type)
    mayBeError = type == nil || type == "error" || container.hasValue(.error)
    delta = container.lenient(String.self, .delta) ?? ""
    outputIndex = container.count(.outputIndex)
    // Nearly all events are deltas, which have none of the rest.
    guard delta.isEmpty else { return }
    summaryIndex = container.lenient(Int.self, .summaryIndex) ?? 0
    item = container.lenient(OpenAIResponseItem.self, .item)
    response = container.lenient(OpenAIResponse.self, .response)
  }
}

/// A reply, whole or at its start.
struct OpenAIResponse: ReplyChunk {
  var id: String?
  var model: String?
  var status: String?
  var output: [OpenAIResponseItem]?
  var usage: OpenAIResponseUsage?
  var error: JSONValue?
  /// Why it is incomplete.
  var incompleteReason: String?
  var mayBeError = false

  var isFailed: Bool { status == "failed" || error != nil }

  private enum CodingKeys: String, CodingKey {
    case id, model, status, output, usage, error, type
    case incompleteDetails = "incomplete_details"
  }

  /// A reply of which nothing is known.
  init() {}

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    id = container.lenient(String.self, .id)
    model = container.lenient(String.self, .model)
    status = container.lenient(String.self, .status)
    output = container.lenient([OpenAIResponseItem].self, .output)
    usage = container.lenient(OpenAIResponseUsage.self, .usage)
    error = container.lenient(JSONValue.self, .error)
    incompleteReason = container.lenient(JSONValue.self, .incompleteDetails)?["reason"]?.text
    mayBeError =
      error != nil || output == nil || container.lenient(String.self, .type) == "error"
  }
}

/// One of the things a reply is made of: a message, thinking, a call, a search of the provider.
struct OpenAIResponseItem: Decodable {
  enum Part: Equatable {
    case text(String)
    case reasoning(String)
    case refusal(String)
  }

  var type: String
  var id: String?
  var status: String?
  var callID: String?
  var name: String?
  var arguments: String
  var parts: [Part]

  /// Whether it calls a tool of the user's, as `web_search_call` and its like do not.
  var isCall: Bool { type == "function_call" || type == "custom_tool_call" }

  private enum CodingKeys: String, CodingKey {
    case type, id, status, name, arguments, input, content, summary
    case callID = "call_id"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    type = container.lenient(String.self, .type) ?? ""
    id = container.lenient(String.self, .id)
    status = container.lenient(String.self, .status)
    callID = container.lenient(String.self, .callID)
    name = container.lenient(String.self, .name)
    (arguments, parts) = ("", [])
    switch type {
    case "function_call", "custom_tool_call":
      let json =
        container.lenient(JSONValue.self, .arguments) ?? container.lenient(JSONValue.self, .input)
      arguments = json?.argumentsText ?? ""
    case "message":
      let content = container.lenient(JSONValue.self, .content)
      parts = content?.text.map { [.text($0)] } ?? content?.elements?.compactMap(Self.part) ?? []
    case "reasoning":
      let summary = container.lenient(JSONValue.self, .summary)?.elements ?? []
      let content = container.lenient(JSONValue.self, .content)?.elements ?? []
      let texts = [summary, content].map { $0.compactMap { $0["text"]?.text } }
      let text = texts[0].joined(separator: "\n\n") + texts[1].joined()
      parts = text.isEmpty ? [] : [.reasoning(text)]
    default: break
    }
  }

  private static func part(_ element: JSONValue) -> Part? {
    if let refusal = element["refusal"]?.text { return .refusal(refusal) }
    return element["text"]?.text.map { .text($0) }
  }
}

/// Token counts of a reply.
struct OpenAIResponseUsage: Decodable {
  var value: Usage

  private enum CodingKeys: String, CodingKey {
    case cost
    case input = "input_tokens"
    case output = "output_tokens"
    case inputDetails = "input_tokens_details"
    case outputDetails = "output_tokens_details"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    value = Usage(
      input: container.count(.input), output: container.count(.output),
      cachedInput: container.lenient(JSONValue.self, .inputDetails)?["cached_tokens"]?.count,
      reasoning: container.lenient(JSONValue.self, .outputDetails)?["reasoning_tokens"]?.count,
      cost: container.lenient(JSONValue.self, .cost)?.double)
  }
}
