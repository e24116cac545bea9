internal import ByokCore

extension OllamaChat {
  /// The conversation, its instructions first.
  static func messages(of request: ChatRequest) throws(ByokError) -> [JSONValue] {
    var messages: [JSONValue] = []
    if let system = request.system {
      messages.append(.object(["role": .string("system"), "content": .string(system)]))
    }
    for message in request.messages {
      if let turn = message.turn(in: name), turn.isObject {
        messages.append(turn)
        continue
      }
      let content = message.content(showingPictures: request.seesImages == true)
      let results = message.results.map { result($0, request) }
      messages += results
      guard !content.isEmpty || results.isEmpty else { continue }
      messages.append(try self.message(message, content))
    }
    return messages
  }

  private static func message(
    _ message: ChatMessage, _ content: [ChatMessage.Content]
  ) throws(ByokError) -> JSONValue {
    var text = ""
    var images: [JSONValue] = []
    for piece in content {
      switch piece {
      case .text(let piece): text += piece
      case .file(let file):
        guard file.kind == .image, let base64 = file.base64 else {
          throw file.refused(by: name)
        }
        images.append(.string(base64))
      }
    }
    var fields: [String: JSONValue] = [
      "role": .string(message.role.rawValue), "content": .string(text),
    ]
    if !images.isEmpty { fields["images"] = .array(images) }
    let calls = message.calls.enumerated().map { call($1, at: $0) }
    if !calls.isEmpty { fields["tool_calls"] = .array(calls) }
    return .object(fields)
  }

  private static func call(_ call: ToolCall, at index: Int) -> JSONValue {
    var fields: [String: JSONValue] = [
      "function": .object([
        "index": .integer(index), "name": .string(call.name), "arguments": call.argumentsObject,
      ])
    ]
    if !call.id.isEmpty { fields["id"] = .string(call.id) }
    return .object(fields)
  }

  /// The result of a call; older servers know it by the tool's name alone.
  private static func result(_ result: ToolResult, _ request: ChatRequest) -> JSONValue {
    let text = result.flaggedText { request.seesImages == true && $0.isPicture }
    var fields: [String: JSONValue] = [
      "role": .string("tool"), "tool_name": .string(result.name), "content": .string(text),
    ]
    if !result.callID.isEmpty { fields["tool_call_id"] = .string(result.callID) }
    return .object(fields)
  }

  /// The tools that the model may call.
  ///
  /// There is no way to say which it is to call, but not to offer the others.
  static func tools(of request: ChatRequest) -> JSONValue? {
    guard request.toolChoice != .none, !request.offeredTools.isEmpty else { return nil }
    return .array(request.offeredTools.map(\.function))
  }
}
