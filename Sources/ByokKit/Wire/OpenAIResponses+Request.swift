extension OpenAIResponses {
  static func body(for request: ChatRequest) throws(ByokError) -> [UInt8] {
    let settings = request.settings
    var body: [String: JSONValue] = [
      "model": .string(request.model), "input": input(request.messages),
      // Else the provider keeps the conversation.
      "store": .bool(false),
    ]
    body["instructions"] = request.system.map(JSONValue.string)
    if request.streams { body["stream"] = .bool(true) }
    body["temperature"] = settings.temperature.map(JSONValue.number)
    body["top_p"] = settings.topP.map(JSONValue.number)
    body["max_output_tokens"] = settings.maxTokens.map(JSONValue.integer)
    body["reasoning"] = settings.reasoning.map { .object(["effort": .string($0.rawValue)]) }
    body["text"] = request.schema.map { .object(["format": format($0)]) }
    return try JSONValue.object(body).json()
  }

  private static func format(_ schema: ReplySchema) -> JSONValue {
    .object([
      "type": .string("json_schema"), "name": .string(schema.name), "schema": schema.schema,
      "strict": .bool(schema.isStrict),
    ])
  }

  /// The conversation; one text alone needs no message around it.
  private static func input(_ messages: [ChatMessage]) -> JSONValue {
    if messages.count == 1, let only = messages.first, only.role == .user, let text = only.text {
      return .string(text)
    }
    let items = messages.map { message in
      let content = message.text.map(JSONValue.string) ?? .array(message.parts.map(part))
      return JSONValue.object(["role": .string(message.role.rawValue), "content": content])
    }
    return .array(items)
  }

  private static func part(_ part: ChatMessage.Part) -> JSONValue {
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
