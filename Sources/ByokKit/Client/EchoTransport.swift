internal import ByokCore

/// The `echo` provider: answers an `openai-chat` request with its own prompt, without a network.
///
/// The answer takes the same path as any other: event stream, decoder, output.
struct EchoTransport: Transport {
  func trusting(_ authorities: ExtraAuthorities) -> any Transport { self }

  func send(
    _ request: HTTPRequest, keyLine: borrowing Secret, to receiver: any ResponseReceiver
  ) throws(TransportFailure) {
    guard let asked = JSONValue(request.body), let messages = asked["messages"]?.elements else {
      throw TransportFailure(cause: .unusable, message: "echo does not understand the request")
    }
    let model = asked["model"]?.text ?? ""
    let prompt = messages.last?["content"].map(Self.text) ?? ""
    let isStream = asked["stream"]?.flag == true
    let type = isStream ? "text/event-stream" : "application/json"
    let head = ResponseHead(status: 200, headers: [.init(name: "content-type", value: type)])
    guard receiver.receive(head) else { return }
    guard isStream else {
      _ = receiver.receive(
        encode(model, ["message": message(prompt), "finish_reason": .string("stop")]))
      return
    }
    for word in Self.pieces(prompt) {
      guard receiver.receive(event(encode(model, ["delta": message(word)]))) else { return }
    }
    _ = receiver.receive(
      event(encode(model, ["delta": .object([:]), "finish_reason": .string("stop")])))
    _ = receiver.receive(event(Array("[DONE]".utf8)))
  }

  func send(
    _ request: HTTPRequest, secretBody body: borrowing Secret, to receiver: any ResponseReceiver
  ) throws(TransportFailure) {
    throw TransportFailure(cause: .unusable, message: "echo has no use for secrets")
  }

  private static func text(_ content: JSONValue) -> String {
    content.text ?? (content.elements ?? []).compactMap { $0["text"]?.text }.joined()
  }

  private func message(_ text: String) -> JSONValue {
    .object(["role": .string("assistant"), "content": .string(text)])
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
