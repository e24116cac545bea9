internal import ByokCore

extension AnthropicMessages {
  /// The conversation.
  static func messages(of request: ChatRequest) -> [JSONValue] {
    var ids = ToolCallIDs(.word)
    let seesImages = request.seesImages != false
    return request.messages.map { message in
      .object([
        "role": .string(message.role.rawValue),
        "content": content(message, &ids, seesImages: seesImages),
      ])
    }
  }

  private static func content(
    _ message: ChatMessage, _ ids: inout ToolCallIDs, seesImages: Bool
  ) -> JSONValue {
    if let blocks = turn(message) {
      for block in blocks where block["type"] == .string("tool_use") {
        _ = ids.id(kept: block["id"]?.text ?? "")
      }
      return .array(blocks)
    }
    if let text = message.text { return .string(text) }
    // A message begins with every result.
    var blocks = message.results.map { result($0, id: ids.id(of: $0), seesImages: seesImages) }
    for part in message.parts {
      switch part {
      case .text(let text): blocks += block(.text(text))
      case .file(let file): blocks += block(.file(file))
      case .toolCall(let call): blocks.append(self.call(call, id: ids.id(of: call)))
      case .toolResult: break
      }
    }
    return .array(blocks)
  }

  /// The blocks of a turn as they came, but for empty texts, which are refused; `nil` where it is not
  /// of this dialect.
  private static func turn(_ message: ChatMessage) -> [JSONValue]? {
    let blocks = message.turn(in: name)?.elements?.filter {
      $0["type"] != .string("text") || $0["text"]?.text != nil
    }
    return blocks?.isEmpty == false ? blocks : nil
  }

  private static func call(_ call: ToolCall, id: String) -> JSONValue {
    .object([
      "type": .string("tool_use"), "id": .string(id), "name": .string(call.name),
      "input": call.argumentsObject,
    ])
  }

  private static func result(_ result: ToolResult, id: String, seesImages: Bool) -> JSONValue {
    var fields: [String: JSONValue] = [
      "type": .string("tool_result"), "tool_use_id": .string(id),
    ]
    if result.isError { fields["is_error"] = .bool(true) }
    // A failure may hold nothing but text.
    let isText = !seesImages || result.isError || result.content.isText
    fields["content"] = isText ? .string(result.text()) : .array(result.content.flatMap(block))
    return .object(fields)
  }

  /// A text or a file; nothing for an empty text, which is refused.
  private static func block(_ piece: ChatMessage.Content) -> [JSONValue] {
    switch piece {
    case .text(let text):
      return text.isEmpty ? [] : [.object(["type": .string("text"), "text": .string(text)])]
    case .file(let file):
      let source: [String: JSONValue] =
        switch file.source {
        case .bytes:
          [
            "type": .string("base64"), "media_type": .string(file.mediaType),
            "data": .string(file.base64 ?? ""),
          ]
        case .url(let url): ["type": .string("url"), "url": .string(url)]
        }
      return switch file.kind {
      case .image: [.object(["type": .string("image"), "source": .object(source)])]
      case .pdf:
        [
          .object([
            "type": .string("document"), "title": .string(file.name), "source": .object(source),
          ])
        ]
      }
    }
  }

  /// The members of a request about the tools that the model may call.
  static func tools(of request: ChatRequest) -> [String: JSONValue] {
    guard !request.tools.isEmpty else { return [:] }
    let tools = request.tools.map { JSONValue.object($0.members(schema: "input_schema")) }
    var choice: [String: JSONValue]?
    switch request.toolChoice {
    case .auto: break
    case .none: choice = ["type": .string("none")]
    case .required: choice = ["type": .string("any")]
    case .named(let name): choice = ["type": .string("tool"), "name": .string(name)]
    }
    var fields: [String: JSONValue] = ["tools": .array(tools)]
    fields["tool_choice"] = choice.map(JSONValue.object)
    return fields
  }
}
