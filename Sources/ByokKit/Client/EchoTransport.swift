internal import ByokCore

/// The `echo` provider: answers an `openai-chat` request with its own prompt, without a network.
///
/// The answer takes the same path as any other: event stream, decoder, output. Requests for
/// embeddings and rankings are answered too (see ``EchoRetrieval``). Where tools are
/// offered, lines such as `#call git/git_log {"n": 3}` are answered with these calls, and results of
/// calls with their text.
struct EchoTransport: Transport {
  func trusting(_ authorities: ExtraAuthorities) -> any Transport { self }

  func send(
    _ request: HTTPRequest, keyLine: borrowing Secret, to receiver: any ResponseReceiver
  ) throws(TransportFailure) {
    guard let asked = EchoRequest(request.body) else {
      if let answer = EchoRetrieval(request.body)?.answer {
        let head = ResponseHead(
          status: 200, headers: [.init(name: "content-type", value: "application/json")])
        guard receiver.receive(head) else { return }
        _ = receiver.receive((try? answer.json()) ?? [])
        return
      }
      throw TransportFailure(cause: .unusable, message: "echo does not understand the request")
    }
    let (model, isStream) = (asked.model, asked.isStream)
    let prompt = EchoPrompt(asked)
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
