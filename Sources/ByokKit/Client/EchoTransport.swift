internal import ByokCore

/// The `echo` provider: answers an `openai-chat` request with its own prompt, without a network.
///
/// The answer takes the same path as any other: event stream, decoder, output. Where tools are
/// offered, lines such as `#call git/git_log {"n": 3}` are answered with these calls, and results of
/// calls with their text.
struct EchoTransport: Transport {
  func trusting(_ authorities: ExtraAuthorities) -> any Transport { self }

  func send(
    _ request: HTTPRequest, keyLine: borrowing Secret, to receiver: any ResponseReceiver
  ) throws(TransportFailure) {
    guard let asked = JSONValue(request.body), let messages = asked["messages"]?.elements else {
      throw TransportFailure(cause: .unusable, message: "echo does not understand the request")
    }
    let model = asked["model"]?.text ?? ""
    let prompt = EchoPrompt(messages, hasTools: asked["tools"] != nil)
    let isStream = asked["stream"]?.flag == true
    let type = isStream ? "text/event-stream" : "application/json"
    let head = ResponseHead(status: 200, headers: [.init(name: "content-type", value: type)])
    guard receiver.receive(head) else { return }
    let end = JSONValue.string(prompt.calls.isEmpty ? "stop" : "tool_calls")
    guard isStream else {
      let message = message(prompt.text, prompt.calls)
      _ = receiver.receive(encode(model, ["message": message, "finish_reason": end]))
      return
    }
    for word in Self.pieces(prompt.text) {
      guard receiver.receive(event(encode(model, ["delta": message(word)]))) else { return }
    }
    if !prompt.calls.isEmpty {
      let delta = message(nil, prompt.calls)
      guard receiver.receive(event(encode(model, ["delta": delta]))) else { return }
    }
    _ = receiver.receive(
      event(encode(model, ["delta": .object([:]), "finish_reason": end])))
    _ = receiver.receive(event(Array("[DONE]".utf8)))
  }

  func send(
    _ request: HTTPRequest, secretBody body: borrowing Secret, to receiver: any ResponseReceiver
  ) throws(TransportFailure) {
    throw TransportFailure(cause: .unusable, message: "echo has no use for secrets")
  }

  private func message(_ text: String?, _ calls: [EchoPrompt.Call] = []) -> JSONValue {
    var members: [String: JSONValue] = [
      "role": .string("assistant"), "content": text.map(JSONValue.string) ?? .null,
    ]
    if !calls.isEmpty { members["tool_calls"] = .array(calls.map(\.document)) }
    return .object(members)
  }

  private func encode(_ model: String, _ choice: [String: JSONValue]) -> [UInt8] {
    let reply = JSONValue.object([
      "model": .string(model), "choices": .array([.object(choice)]),
    ])
    return (try? reply.json()) ?? []
  }

  private func event(_ data: [UInt8]) -> [UInt8] {
    Array("data: ".utf8) + data + Array("\n\n".utf8)
  }

  /// The text in pieces that end with white space, as a model's tokens would come.
  ///
  /// A long text comes in larger pieces: a thousand or so are enough to stream.
  private static func pieces(_ text: String) -> [String] {
    let least = text.utf8.count / 1000
    var pieces: [String] = []
    var piece = ""
    for character in text {
      piece.append(character)
      let count = piece.utf8.count
      if character.isWhitespace && count > least || count > max(1024, 4 * least) {
        pieces.append(piece)
        piece = ""
      }
    }
    return piece.isEmpty ? pieces : pieces + [piece]
  }
}

/// What `echo` makes of the last messages of a conversation.
private struct EchoPrompt {
  /// A call of a tool.
  struct Call {
    let index: Int
    let id: String
    let name: String
    let arguments: String

    var document: JSONValue {
      .object([
        "index": .integer(index), "id": .string(id), "type": .string("function"),
        "function": .object(["name": .string(name), "arguments": .string(arguments)]),
      ])
    }
  }

  private(set) var text: String
  private(set) var calls: [Call] = []

  /// - Parameters:
  ///   - messages: The conversation.
  ///   - hasTools: Whether tools may be called.
  init(_ messages: [JSONValue], hasTools: Bool) {
    let isAnswer = messages.last?["role"]?.text == "tool"
    let last =
      isAnswer
      ? messages.reversed().prefix { $0["role"]?.text == "tool" }.reversed()
      : Array(messages.suffix(1))
    text = last.map { $0["content"].map(Self.text) ?? "" }.joined(separator: "\n")
    guard hasTools else { return }
    let made = messages.reduce(0) { $0 + ($1["tool_calls"]?.elements?.count ?? 0) }
    var lines: [Substring] = []
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      guard let words = Self.words(of: line) else {
        lines.append(line)
        continue
      }
      calls.append(
        Call(
          index: calls.count, id: "call_\(made + calls.count + 1)", name: words.name,
          arguments: words.arguments))
    }
    if !calls.isEmpty { text = lines.joined(separator: "\n") }
  }

  /// The call that a line asks for: `#call SERVER/TOOL {…}`.
  private static func words(of line: Substring) -> (name: String, arguments: String)? {
    let words = line.split(separator: " ", maxSplits: 2)
    guard words.count >= 2, words[0] == "#call" else { return nil }
    let names = words[1].split(separator: "/", maxSplits: 1).map(String.init)
    let name = names.count == 2 ? ToolName.of(names[1], server: names[0]) : names[0]
    return (name, words.count == 3 ? String(words[2]) : "{}")
  }

  private static func text(_ content: JSONValue) -> String {
    content.text ?? (content.elements ?? []).compactMap { $0["text"]?.text }.joined()
  }
}
