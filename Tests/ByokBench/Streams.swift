import ByokTestSupport

/// The replies that the bench's server streams, in the shape of OpenAI's chat completions.
enum Streams {
  /// Twenty pieces of text, each a chunk.
  static let short = stream([.bytes(event(delta(" word")))], times: 20)

  /// 50 MB of text in chunks of 4 KB.
  static let long = stream(
    [.repeated(event(delta(String(repeating: "word ", count: 800))), 12_500)], times: 1)

  /// 1 MB of Markdown in chunks of eight characters, as models send it.
  static let markdown: LoopbackServer.Reply = {
    let characters = Array(section)
    let events = stride(from: 0, to: characters.count, by: 8).flatMap { start in
      let piece = String(characters[start..<min(start + 8, characters.count)])
      return event(delta(piece.replacing("\n", with: #"\n"#)))
    }
    return stream([.repeated(events, 1_000_000 / characters.count)], times: 1)
  }()

  private static let section = """
    ## Heading

    Some **bold** text with `code` and a [link](https://example.org), which goes on for a while, so \
    that lines are wrapped; *emphasis* too.

    - one
    - two
      - three

    | a | b |
    |---|---|
    | c | d |

    ```
    let x = 1
    ```

    > quoted


    """

  /// The size of the body of ``long``, in MB.
  static var longMegabytes: Double {
    let sizes = long.steps.map { step in
      switch step {
      case .bytes(let bytes): bytes.count
      case .repeated(let bytes, let count): bytes.count * count
      default: 0
      }
    }
    return Double(sizes.reduce(0, +)) / 1_000_000
  }

  /// The reply with a pause before its last event, in which the client's memory can be read.
  static func pausing(_ reply: LoopbackServer.Reply) -> LoopbackServer.Reply {
    var reply = reply
    reply.steps.insert(.pause(50), at: reply.steps.count - 1)
    return reply
  }

  private static func stream(
    _ steps: [LoopbackServer.Reply.Step], times: Int
  ) -> LoopbackServer.Reply {
    var reply = LoopbackServer.Reply.events([])
    reply.steps = [.bytes(event(#"{"index":0,"delta":{"role":"assistant","content":""}}"#))]
    for _ in 0..<times { reply.steps += steps }
    reply.steps.append(.bytes(event(#"{"index":0,"delta":{},"finish_reason":"stop"}"#)))
    reply.steps.append(.bytes(Array("data: [DONE]\n\n".utf8)))
    return reply
  }

  private static func delta(_ text: String) -> String {
    #"{"index":0,"delta":{"content":"\#(text)"},"logprobs":null,"finish_reason":null}"#
  }

  private static func event(_ choice: String) -> [UInt8] {
    let head = #""id":"chatcmpl-bench","object":"chat.completion.chunk","created":1767225600"#
    return Array("data: {\(head),\"model\":\"m\",\"choices\":[\(choice)]}\n\n".utf8)
  }
}
