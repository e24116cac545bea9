internal import ByokCore

extension OpenAIChat {
  static func body(for request: ChatRequest) throws(ByokError) -> [UInt8] {
    let settings = request.settings
    var body: [String: JSONValue] = [
      "model": .string(request.model), "messages": .array(try messages(of: request)),
    ]
    if request.streams {
      body["stream"] = .bool(true)
      if request.quirks.takesStreamOptions {
        body["stream_options"] = .object(["include_usage": .bool(true)])
      }
    }
    body["temperature"] = settings.temperature.map(JSONValue.number)
    body["top_p"] = settings.topP.map(JSONValue.number)
    body[request.quirks.tokenLimitField] = settings.maxTokens.map(JSONValue.integer)
    body[request.quirks.seedField] = settings.seed.map(JSONValue.integer)
    if !settings.stop.isEmpty { body["stop"] = .array(settings.stop.map(JSONValue.string)) }
    body["response_format"] = request.schema.map { format($0, as: request.quirks.schema) }
    if let level = settings.reasoning {
      let said = request.quirks.reasoning.fields(for: level, options: request.facts?.reasoning)
      body.merge(said) { $1 }
    }
    body.merge(tools(of: request)) { $1 }
    body.merge(request.cacheFields) { $1 }
    return try JSONValue.object(body).json()
  }

  private static func format(_ schema: ReplySchema, as form: Quirks.SchemaForm) -> JSONValue {
    switch form {
    // Without a field there is no schema left to be said in one.
    case .jsonObject, .none: .object(["type": .string("json_object")])
    case .jsonSchema:
      .object([
        "type": .string("json_schema"),
        "json_schema": .object([
          "name": .string(schema.name), "schema": schema.schema, "strict": .bool(schema.isStrict),
        ]),
      ])
    }
  }
}

extension Quirks.ReasoningField {
  /// What a request says about thinking.
  ///
  /// - Parameters:
  ///   - level: How much the model is to think.
  ///   - options: How it can be told; `nil` where that is not known.
  /// - Returns: Members of the request.
  fileprivate func fields(
    for level: ReasoningLevel, options: ReasoningOptions?
  ) -> [String: JSONValue] {
    let effort = ["reasoning_effort": JSONValue.string(level.rawValue)]
    let thinks = level != .none
    let knowsLevels = options?.levels.isEmpty == false
    let isSwitched = options?.isSwitchable ?? true
    switch self {
    case .effort: return effort
    case .object where isSwitched && !knowsLevels && options != nil && options?.budget == nil:
      return ["reasoning": .object(["enabled": .bool(thinks)])]
    case .object: return ["reasoning": .object(["effort": .string(level.rawValue)])]
    case .thinking, .enableThinking:
      if knowsLevels, !isSwitched { return effort }
      var fields = knowsLevels && thinks ? effort : [:]
      if self == .thinking {
        let word = thinks ? "enabled" : "disabled"
        fields["thinking"] = .object(["type": .string(word)])
        return fields
      }
      if isSwitched || !thinks { fields["enable_thinking"] = .bool(thinks) }
      if thinks, let budget = options?.budget {
        fields["thinking_budget"] = .integer(level.thinkingTokens(within: budget))
      }
      return fields
    }
  }
}
