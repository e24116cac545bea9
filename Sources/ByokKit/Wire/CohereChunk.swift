/// An event of a streamed reply of Cohere, or a whole reply: an event has in `delta` what the whole
/// has at its top.
///
/// Every member is optional and read leniently.
struct CohereChunk: ReplyChunk {
  var type: String?
  var id: String?
  /// The place of the content or the call that it goes on with.
  var index: Int?
  var message: CohereMessage?
  var finishReason: String?
  var usage: CohereUsage?
  /// What went wrong, where it ended in an error.
  var error: String?
  var mayBeError: Bool

  private enum CodingKeys: String, CodingKey {
    case type, id, index, delta, message, usage, error
    case finishReason = "finish_reason"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    type = container.lenient(String.self, .type)
    id = container.lenient(String.self, .id)
    index = container.lenient(Int.self, .index)
    let delta = try? container.nestedContainer(keyedBy: CodingKeys.self, forKey: .delta)
    let content = delta ?? container
    message = content.lenient(CohereMessage.self, .message)
    finishReason = content.lenient(String.self, .finishReason)
    usage = content.lenient(CohereUsage.self, .usage)
    error = delta?.lenient(String.self, .error)
    mayBeError = container.hasValue(.error) || type == "error" || (type == nil && message == nil)
  }
}

/// What the assistant says, whole or in part.
struct CohereMessage: Decodable {
  var content: [Part]
  /// What the model wants to do with tools, in words.
  var toolPlan: String?
  var toolCalls: [Call]

  private enum CodingKeys: String, CodingKey {
    case content
    case toolPlan = "tool_plan"
    case toolCalls = "tool_calls"
  }

  /// A piece of text or of thinking.
  struct Part: Decodable {
    var text: String?
    var thinking: String?

    private enum CodingKeys: String, CodingKey { case text, thinking }

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      text = container.lenient(String.self, .text)
      thinking = container.lenient(String.self, .thinking)
    }
  }

  /// A call of a tool, or a piece of one.
  struct Call: Decodable {
    var id: String?
    var function: Function?

    struct Function: Decodable {
      var name: String?
      var arguments: String?
    }

    /// The piece at a position among the reply's calls.
    func piece(at index: Int) -> ToolCallPiece {
      ToolCallPiece(
        index: index, id: id ?? "", name: function?.name ?? "",
        arguments: function?.arguments ?? "")
    }
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    // A whole reply has lists where an event has the one thing that it is about.
    content =
      container.lenient([Part].self, .content)
      ?? container.lenient(Part.self, .content).map { [$0] } ?? []
    toolPlan = container.lenient(String.self, .toolPlan)
    toolCalls =
      container.lenient([Call].self, .toolCalls)
      ?? container.lenient(Call.self, .toolCalls).map { [$0] } ?? []
  }
}

/// Token counts: those of the model, or where they lack those that are charged for.
struct CohereUsage: Decodable {
  var value: Usage

  private enum CodingKeys: String, CodingKey {
    case tokens
    case billedUnits = "billed_units"
    case cachedTokens = "cached_tokens"
  }

  private struct Counts: Decodable {
    var input: Double?
    var output: Double?
    var reasoning: Double?

    private enum CodingKeys: String, CodingKey {
      case input = "input_tokens"
      case output = "output_tokens"
      case reasoning = "reasoning_tokens"
    }
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let tokens = container.lenient(Counts.self, .tokens)
    let billed = container.lenient(Counts.self, .billedUnits)
    // They are numbers with a fraction in Cohere's own description.
    let cached = container.lenient(Double.self, .cachedTokens)
    value = Usage(
      input: Self.count(tokens?.input ?? billed?.input),
      output: Self.count(tokens?.output ?? billed?.output),
      cachedInput: Self.count(cached),
      reasoning: Self.count(tokens?.reasoning))
  }

  private static func count(_ number: Double?) -> Int? {
    number.flatMap(Int.init(exactly:))?.asCount
  }
}
