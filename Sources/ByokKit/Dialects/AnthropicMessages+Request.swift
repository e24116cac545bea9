internal import ByokCore

extension AnthropicMessages {
  /// The limit of a reply, which the API demands, for a model whose own is not known.
  ///
  /// What a model thinks counts, and those that think unasked need more; they allow 128,000.
  static func fallbackLimit(of model: String) -> Int {
    ClaudeModel(model)?.thinksUnasked == true ? 64_000 : 8192
  }

  /// The fewest tokens that a model may be given to think with.
  static let leastBudget = 1024

  static func body(for request: ChatRequest) throws(ByokError) -> [UInt8] {
    let settings = request.settings
    let limit =
      settings.maxTokens ?? request.facts?.maxOutputTokens ?? fallbackLimit(of: request.model)
    var body: [String: JSONValue] = [
      "model": .string(request.model), "max_tokens": .integer(limit),
      "messages": .array(messages(of: request)),
    ]
    body["system"] = request.system.map(JSONValue.string)
    if request.streams { body["stream"] = .bool(true) }
    body["temperature"] = settings.temperature.map(JSONValue.number)
    body["top_p"] = settings.topP.map(JSONValue.number)
    if !settings.stop.isEmpty {
      body["stop_sequences"] = .array(settings.stop.map(JSONValue.string))
    }
    body.merge(tools(of: request)) { $1 }
    body.merge(request.cacheFields) { $1 }
    let thinking = try thinking(of: request, limit: limit)
    body["thinking"] = thinking.members(shown: request.wantsReasoning)
    var output: [String: JSONValue] = [:]
    if case .adaptive(let effort) = thinking { output["effort"] = effort.map(JSONValue.string) }
    output["format"] = request.schema.map {
      .object(["type": .string("json_schema"), "schema": $0.schema])
    }
    if !output.isEmpty { body["output_config"] = .object(output) }
    return try JSONValue.object(body).json()
  }

  /// What a request says about thinking.
  private enum Thinking {
    case unsaid, disabled, betweenTools
    case adaptive(effort: String?)
    case budget(Int)

    /// The member of the request; `nil` for none.
    ///
    /// - Parameter isShown: Whether the reply is to bring what is thought, which some models leave
    ///   out.
    /// - Returns: An object.
    func members(shown isShown: Bool) -> JSONValue? {
      let display: [String: JSONValue] = isShown ? ["display": .string("summarized")] : [:]
      switch self {
      case .unsaid: return nil
      case .disabled: return .object(["type": .string("disabled")])
      case .betweenTools: return .object(["type": .string("between_tools")])
      case .adaptive: return .object(display.merging(["type": .string("adaptive")]) { $1 })
      case .budget(let tokens):
        return .object(
          display.merging(["type": .string("enabled"), "budget_tokens": .integer(tokens)]) { $1 })
      }
    }
  }

  private static func thinking(
    of request: ChatRequest, limit: Int
  ) throws(ByokError) -> Thinking {
    let model = ClaudeModel(request.model)
    guard let level = request.settings.reasoning else {
      let isAsked = request.wantsReasoning && model?.thinksUnasked == true
      return isAsked ? .adaptive(effort: nil) : .unsaid
    }
    if level == .none {
      guard request.facts?.mayThink ?? true, model?.alwaysThinks != true else { return .unsaid }
      return model?.thinksBetweenTools == true ? .betweenTools : .disabled
    }
    guard request.settings.temperature == nil, request.settings.topP == nil else {
      let option = request.settings.temperature == nil ? "--top-p" : "--temperature"
      throw ByokError(
        .usage, "\(request.model) does not support \(option) while it reasons",
        hint: "leave out \(option) or --reasoning")
    }
    if model?.thinksByEffort == true || request.facts?.reasoning?.isOfLevels == true {
      return .adaptive(effort: level == .minimal ? "low" : level.rawValue)
    }
    guard limit > leastBudget else {
      throw ByokError(
        .usage, "\(request.model) needs \(leastBudget) or more of --max-tokens for reasoning",
        hint: "--max-tokens \(4 * leastBudget), or leave out --reasoning")
    }
    let asked = level.thinkingTokens(within: request.facts?.reasoning?.budget)
    // Some of the limit is left for the answer.
    return .budget(max(leastBudget, min(asked, limit / 4 * 3)))
  }
}

extension ReasoningOptions {
  /// Whether levels are all that it takes.
  fileprivate var isOfLevels: Bool { !levels.isEmpty && budget == nil }
}
