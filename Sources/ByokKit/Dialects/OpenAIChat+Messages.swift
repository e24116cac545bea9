internal import ByokCore

extension OpenAIChat {
  /// The conversation, its instructions first.
  static func messages(of request: ChatRequest) throws(ByokError) -> [JSONValue] {
    let quirks = request.quirks
    var ids = ToolCallIDs(quirks.tools == .mistral ? .nine : .short)
    var messages: [JSONValue] = []
    if let system = system(of: request) {
      messages.append(.object(["role": .string("system"), "content": .string(system)]))
    }
    for message in request.messages {
      guard message.role == .user else {
        messages.append(try answer(message, &ids, quirks))
        continue
      }
      let content = message.content(showingPictures: request.seesImages == true)
      let results = message.results.map { result($0, &ids, request) }
      messages += results
      guard !content.isEmpty || results.isEmpty else { continue }
      if quirks.tools == .mistral, messages.last?["role"] == .string("tool") {
        messages.append(.object(["role": .string("assistant"), "content": .string("OK")]))
      }
      messages.append(
        .object(["role": .string("user"), "content": try self.content(content, quirks)]))
    }
    return messages
  }

  /// The instructions, with the form of the reply where that has no field of its own.
  private static func system(of request: ChatRequest) -> String? {
    guard let form = request.schema?.instruction, request.quirks.schema == .jsonObject else {
      return request.system
    }
    return request.system.map { "\($0)\n\n\(form)" } ?? form
  }

  private static func content(
    _ content: [ChatMessage.Content], _ quirks: Quirks
  ) throws(ByokError) -> JSONValue {
    // Some models take no list of parts, so a text stays one.
    if let text = content.text { return .string(text) }
    var parts: [JSONValue] = []
    for piece in content {
      switch piece {
      case .text(let text):
        parts.append(.object(["type": .string("text"), "text": .string(text)]))
      case .file(let file): parts.append(try part(file, pdf: quirks.pdf))
      }
    }
    return .array(parts)
  }

  private static func part(
    _ file: Attachment, pdf form: Quirks.PDFForm
  ) throws(ByokError) -> JSONValue {
    let address = JSONValue.string(file.address)
    if file.kind == .image {
      return .object(["type": .string("image_url"), "image_url": .object(["url": address])])
    }
    switch form {
    case .documentURL: return .object(["type": .string("document_url"), "document_url": address])
    case .none: throw file.refused(by: name)
    case .file where file.base64 == nil: throw file.addressRefused(by: name)
    case .file, .fileOrAddress:
      return .object([
        "type": .string("file"),
        "file": .object(["filename": .string(file.name), "file_data": address]),
      ])
    }
  }

  // MARK: Calls of tools

  /// A message of the assistant.
  private static func answer(
    _ message: ChatMessage, _ ids: inout ToolCallIDs, _ quirks: Quirks
  ) throws(ByokError) -> JSONValue {
    if case .object(let turn)? = message.turn(in: name) { return echo(turn, &ids, quirks) }
    let said = message.content
    var fields: [String: JSONValue] = [
      "role": .string("assistant"), "content": try content(said, quirks),
    ]
    if !message.calls.isEmpty {
      if said.text == "" { fields["content"] = .null }
      fields["tool_calls"] = .array(message.calls.map { $0.function(id: ids.id(of: $0)) })
      fields["reasoning_content"] = quirks.echoesReasoning.filler
    }
    return .object(fields)
  }

  /// A message of the assistant as it came, but for what this provider demands.
  private static func echo(
    _ turn: [String: JSONValue], _ ids: inout ToolCallIDs, _ quirks: Quirks
  ) -> JSONValue {
    var turn = turn
    if quirks.echoesReasoning == .none {
      for field in ["reasoning", "reasoning_content", "reasoning_details"] { turn[field] = nil }
    }
    guard case .array(let calls)? = turn["tool_calls"], !calls.isEmpty else {
      return .object(turn)
    }
    turn["tool_calls"] = .array(
      calls.map { call in
        guard case .object(var members) = call else { return call }
        members["id"] = .string(ids.id(kept: call["id"]?.text ?? ""))
        return .object(members)
      })
    if turn["reasoning_content"]?.text == nil, let filler = quirks.echoesReasoning.filler {
      turn["reasoning_content"] = filler
    }
    return .object(turn)
  }

  private static func result(
    _ result: ToolResult, _ ids: inout ToolCallIDs, _ request: ChatRequest
  ) -> JSONValue {
    let text = result.flaggedText { request.seesImages == true && $0.isPicture }
    var fields: [String: JSONValue] = [
      "role": .string("tool"), "tool_call_id": .string(ids.id(of: result)),
      "content": .string(text),
    ]
    if request.quirks.tools == .mistral { fields["name"] = .string(result.name) }
    return .object(fields)
  }

  /// The members of a request about the tools that the model may call.
  static func tools(of request: ChatRequest) -> [String: JSONValue] {
    guard !request.tools.isEmpty else { return [:] }
    var fields: [String: JSONValue] = ["tools": .array(request.tools.map(\.function))]
    switch request.toolChoice {
    case .auto: break
    case .none: fields["tool_choice"] = .string("none")
    case .required:
      let word = request.quirks.tools == .mistral ? "any" : "required"
      fields["tool_choice"] = .string(word)
    case .named(let name):
      fields["tool_choice"] = .object([
        "type": .string("function"), "function": .object(["name": .string(name)]),
      ])
    }
    return fields
  }
}

extension ToolCall {
  /// The call as `openai-chat` has it, and what follows its example.
  func function(id: String) -> JSONValue {
    .object([
      "id": .string(id), "type": .string("function"),
      "function": .object([
        "name": .string(name), "arguments": .string(argumentsText),
      ]),
    ])
  }
}

extension Quirks.ReasoningEcho {
  fileprivate var filler: JSONValue? {
    guard case .always(let filler) = self else { return nil }
    return .string(filler)
  }
}
