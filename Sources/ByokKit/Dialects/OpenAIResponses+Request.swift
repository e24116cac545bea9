internal import ByokCore

extension OpenAIResponses {
  static func body(for request: ChatRequest) throws(ByokError) -> [UInt8] {
    let settings = request.settings
    var body: [String: JSONValue] = [
      "model": .string(request.model), "input": input(request),
      // Else the provider keeps the conversation.
      "store": .bool(false),
    ]
    body["instructions"] = request.system.map(JSONValue.string)
    if request.streams { body["stream"] = .bool(true) }
    body["temperature"] = settings.temperature.map(JSONValue.number)
    body["top_p"] = settings.topP.map(JSONValue.number)
    body["max_output_tokens"] = settings.maxTokens.map(JSONValue.integer)
    let reasoning = reasoning(of: request)
    if !reasoning.isEmpty { body["reasoning"] = .object(reasoning) }
    body["text"] = request.schema.map { .object(["format": format($0)]) }
    body.merge(tools(of: request)) { $1 }
    body.merge(request.cacheFields) { $1 }
    // A model that does not reason refuses to be asked for its reasoning.
    if request.keepsTurn, request.facts?.mayThink ?? true {
      body["include"] = .array([.string("reasoning.encrypted_content")])
    }
    return try JSONValue.object(body).json()
  }

  private static func reasoning(of request: ChatRequest) -> [String: JSONValue] {
    let level = request.settings.reasoning
    var members: [String: JSONValue] = [:]
    members["effort"] = level.map { .string($0.rawValue) }
    // A model that does not reason refuses to be asked for its reasoning.
    let thinks = request.facts?.mayThink ?? ModelFamily.openAIThinking.contains(request.model)
    if request.wantsReasoning, thinks, level != ReasoningLevel.none {
      members["summary"] = .string("auto")
    }
    return members
  }

  private static func format(_ schema: ReplySchema) -> JSONValue {
    .object([
      "type": .string("json_schema"), "name": .string(schema.name), "schema": schema.schema,
      "strict": .bool(schema.isStrict),
    ])
  }

  private static func tools(of request: ChatRequest) -> [String: JSONValue] {
    guard !request.tools.isEmpty else { return [:] }
    let tools = request.tools.map { tool in
      var members = tool.members(schema: "parameters")
      members["type"] = .string("function")
      // Where nothing is said, the schema is made strict: optional arguments become mandatory.
      members["strict"] = .bool(false)
      return JSONValue.object(members)
    }
    var fields: [String: JSONValue] = ["tools": .array(tools)]
    switch request.toolChoice {
    case .auto: break
    case .none: fields["tool_choice"] = .string("none")
    case .required: fields["tool_choice"] = .string("required")
    case .named(let name):
      fields["tool_choice"] = .object(["type": .string("function"), "name": .string(name)])
    }
    return fields
  }

  // MARK: The conversation

  /// The conversation; one text alone needs no message around it.
  private static func input(_ request: ChatRequest) -> JSONValue {
    let messages = request.messages
    if messages.count == 1, let only = messages.first, only.role == .user, let text = only.text {
      return .string(text)
    }
    var ids = ToolCallIDs(.short)
    return .array(messages.flatMap { items($0, &ids, seesImages: request.seesImages != false) })
  }

  private static func items(
    _ message: ChatMessage, _ ids: inout ToolCallIDs, seesImages: Bool
  ) -> [JSONValue] {
    if let turn = turn(message) {
      for item in turn where item["type"] == .string("function_call") {
        _ = ids.id(kept: item["call_id"]?.text ?? "")
      }
      return turn
    }
    var items = message.results.map { output($0, id: ids.id(of: $0), seesImages: seesImages) }
    let said = message.content
    if said.text != "" || message.calls.isEmpty && items.isEmpty {
      items.append(
        .object(["role": .string(message.role.rawValue), "content": content(said)]))
    }
    return items + message.calls.map { call($0, id: ids.id(of: $0)) }
  }

  /// The items of a turn as they came; `nil` where it is not of this dialect.
  private static func turn(_ message: ChatMessage) -> [JSONValue]? {
    guard var items = message.turn(in: name)?.elements else { return nil }
    // In a turn that was cut short, reasoning may lack what follows it, without which it is refused.
    while items.last?["type"] == .string("reasoning") { items.removeLast() }
    return items.isEmpty ? nil : items
  }

  private static func call(_ call: ToolCall, id: String) -> JSONValue {
    .object([
      "type": .string("function_call"), "call_id": .string(id), "name": .string(call.name),
      "arguments": .string(call.argumentsText),
    ])
  }

  private static func output(_ result: ToolResult, id: String, seesImages: Bool) -> JSONValue {
    let isText = !seesImages || result.isError || result.content.isText
    return .object([
      "type": .string("function_call_output"), "call_id": .string(id),
      "output": isText ? .string(result.flaggedText()) : .array(result.content.map(part)),
    ])
  }

  private static func content(_ content: [ChatMessage.Content]) -> JSONValue {
    content.text.map(JSONValue.string) ?? .array(content.map(part))
  }

  private static func part(_ part: ChatMessage.Content) -> JSONValue {
    switch part {
    case .text(let text): .object(["type": .string("input_text"), "text": .string(text)])
    case .file(let file):
      switch (file.kind, file.source) {
      case (.image, _):
        .object([
          "type": .string("input_image"), "image_url": .string(file.address),
          "detail": .string("auto"),
        ])
      case (.pdf, .bytes):
        .object([
          "type": .string("input_file"), "filename": .string(file.name),
          "file_data": .string(file.address),
        ])
      case (.pdf, .url(let url)):
        .object(["type": .string("input_file"), "file_url": .string(url)])
      }
    }
  }
}
