package import ByokCore

extension Gemini {
  /// The conversation.
  static func contents(of request: ChatRequest) -> [JSONValue] {
    request.messages.flatMap { message in
      message.role == .user ? user(message, request) : [model(message, request)]
    }
  }

  /// The number of a Gemini model's generation: 3 of `gemini-3.5-flash`; `nil` where its name has none.
  static func generation(of model: String) -> Int? {
    guard let name = model.firstRange(of: "gemini-")?.upperBound else { return nil }
    return Int(model[name...].prefix(while: \.isNumber))
  }

  /// Whether it is of the third generation, whose results of tools hold files and whose calls of tools
  /// are signed, or of a later one.
  ///
  /// Source: <https://ai.google.dev/gemini-api/docs/function-calling>, "Multimodal function
  /// responses"; <https://ai.google.dev/gemini-api/docs/thought-signatures>.
  private static func isThirdOrLater(_ model: String) -> Bool {
    generation(of: model).map { $0 >= 3 } ?? model.contains("gemini-")
  }

  private static func user(_ message: ChatMessage, _ request: ChatRequest) -> [JSONValue] {
    let holdsFiles = isThirdOrLater(request.model) && request.seesImages != false
    let showsPictures = !holdsFiles && request.seesImages == true
    // Beside results nothing else may come.
    let results = message.results.map { result in
      part(result, holdsFiles: holdsFiles) {
        holdsFiles ? $0.hasBytes : showsPictures && $0.isPicture
      }
    }
    let content = message.content(showingPictures: showsPictures)
    guard !content.isEmpty, !results.isEmpty else {
      return [self.content("user", results + content.map(part))]
    }
    return [self.content("user", results), self.content("user", content.map(part))]
  }

  private static func model(_ message: ChatMessage, _ request: ChatRequest) -> JSONValue {
    if let turn = message.turn(in: name, CodeAssist.name)?.elements, !turn.isEmpty {
      return content("model", turn)
    }
    let calls = message.calls
    let said = message.content.filter { calls.isEmpty || $0 != .text("") }
    let isSigned = isThirdOrLater(request.model)
    let made = calls.enumerated().map { place, call in
      part(call, isSigned: isSigned && place == 0)
    }
    return content("model", said.map(part) + made)
  }

  private static func content(_ role: String, _ parts: [JSONValue]) -> JSONValue {
    .object(["role": .string(role), "parts": .array(parts)])
  }

  private static func part(_ piece: ChatMessage.Content) -> JSONValue {
    switch piece {
    case .text(let text): return .object(["text": .string(text)])
    case .file(let file):
      if let data = inlineData(file) { return data }
      return .object([
        "fileData": .object([
          "mimeType": .string(file.mediaType), "fileUri": .string(file.address),
        ])
      ])
    }
  }

  private static func inlineData(_ file: Attachment) -> JSONValue? {
    file.base64.map { base64 in
      .object([
        "inlineData": .object(["mimeType": .string(file.mediaType), "data": .string(base64)])
      ])
    }
  }

  // MARK: Calls of tools

  private static func part(_ call: ToolCall, isSigned: Bool) -> JSONValue {
    var function: [String: JSONValue] = [
      "name": .string(call.name), "args": call.argumentsObject,
    ]
    if !call.id.isEmpty { function["id"] = .string(call.id) }
    var part: [String: JSONValue] = ["functionCall": .object(function)]
    // The signature that the page above has for calls which the model did not make itself.
    if isSigned { part["thoughtSignature"] = .string("skip_thought_signature_validator") }
    return .object(part)
  }

  private static func part(
    _ result: ToolResult, holdsFiles: Bool, noting isShown: (Attachment) -> Bool
  ) -> JSONValue {
    let field = result.isError ? "error" : "output"
    var response: [String: JSONValue] = [
      "name": .string(result.name),
      "response": .object([field: .string(result.text(noting: isShown))]),
    ]
    if !result.callID.isEmpty { response["id"] = .string(result.callID) }
    let files: [JSONValue] = result.content.compactMap { piece in
      guard holdsFiles, case .file(let file) = piece else { return nil }
      return inlineData(file)
    }
    if !files.isEmpty { response["parts"] = .array(files) }
    return .object(["functionResponse": .object(response)])
  }

  /// The members of a request about the tools that the model may call.
  package static func tools(of request: ChatRequest) -> [String: JSONValue] {
    guard !request.tools.isEmpty else { return [:] }
    let declarations = request.tools.map {
      JSONValue.object($0.members(schema: "parametersJsonSchema"))
    }
    var fields: [String: JSONValue] = [
      "tools": .array([.object(["functionDeclarations": .array(declarations)])])
    ]
    var mode: [String: JSONValue]?
    switch request.toolChoice {
    case .auto: break
    case .none: mode = ["mode": .string("NONE")]
    case .required: mode = ["mode": .string("ANY")]
    case .named(let name):
      mode = ["mode": .string("ANY"), "allowedFunctionNames": .array([.string(name)])]
    }
    fields["toolConfig"] = mode.map { .object(["functionCallingConfig": .object($0)]) }
    return fields
  }
}
