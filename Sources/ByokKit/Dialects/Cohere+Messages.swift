internal import ByokCore

extension Cohere {
  /// The conversation, its instructions first.
  static func messages(of request: ChatRequest) throws(ByokError) -> [JSONValue] {
    var ids = ToolCallIDs(.short)
    var messages: [JSONValue] = []
    if let system = request.system {
      messages.append(.object(["role": .string("system"), "content": .string(system)]))
    }
    for message in request.messages {
      guard message.role == .user else {
        messages.append(try answer(message, &ids))
        continue
      }
      let content = message.content(showingPictures: request.seesImages == true)
      let results = message.results.map { result($0, &ids, request) }
      messages += results
      guard !content.isEmpty || results.isEmpty else { continue }
      messages.append(
        .object(["role": .string("user"), "content": try self.content(content)]))
    }
    return messages
  }

  private static func content(
    _ content: [ChatMessage.Content]
  ) throws(ByokError) -> JSONValue {
    if let text = content.text { return .string(text) }
    var parts: [JSONValue] = []
    for piece in content {
      switch piece {
      case .text(let text):
        parts.append(.object(["type": .string("text"), "text": .string(text)]))
      case .file(let file):
        guard file.kind == .image else { throw file.refused(by: name) }
        parts.append(
          .object([
            "type": .string("image_url"), "image_url": .object(["url": .string(file.address)]),
          ]))
      }
    }
    return .array(parts)
  }

  // MARK: Calls of tools

  /// A message of the assistant.
  private static func answer(
    _ message: ChatMessage, _ ids: inout ToolCallIDs
  ) throws(ByokError) -> JSONValue {
    if let turn = message.turn(in: name), turn.isObject {
      for call in turn["tool_calls"]?.elements ?? [] { _ = ids.id(kept: call["id"]?.text ?? "") }
      return turn
    }
    var fields: [String: JSONValue] = ["role": .string("assistant")]
    if message.calls.isEmpty {
      fields["content"] = try content(message.content)
    } else {
      // Beside calls the text is the plan that they follow.
      if let plan = message.content.text, !plan.isEmpty { fields["tool_plan"] = .string(plan) }
      fields["tool_calls"] = .array(message.calls.map { $0.function(id: ids.id(of: $0)) })
    }
    return .object(fields)
  }

  private static func result(
    _ result: ToolResult, _ ids: inout ToolCallIDs, _ request: ChatRequest
  ) -> JSONValue {
    let text = result.flaggedText { request.seesImages == true && $0.isPicture }
    return .object([
      "role": .string("tool"), "tool_call_id": .string(ids.id(of: result)),
      "content": .string(text),
    ])
  }

  /// The members of a request about the tools that the model may call.
  ///
  /// A tool cannot be named as the one to call, so it is the only one that is offered.
  static func tools(of request: ChatRequest) -> [String: JSONValue] {
    guard !request.offeredTools.isEmpty else { return [:] }
    var fields: [String: JSONValue] = ["tools": .array(request.offeredTools.map(\.function))]
    switch request.toolChoice {
    case .auto: break
    case .none: fields["tool_choice"] = .string("NONE")
    case .required, .named: fields["tool_choice"] = .string("REQUIRED")
    }
    return fields
  }
}
