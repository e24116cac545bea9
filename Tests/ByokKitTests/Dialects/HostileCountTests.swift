import ByokTestSupport
import Testing

@testable import ByokCore
@testable import ByokKit

/// Numbers that no sum or index survives: a server may send any.
@Suite struct HostileCountTests {
  private static let most = Int.max

  private static func events(
    _ stream: String, as dialect: any Dialect.Type
  ) throws -> [StreamEvent] {
    var decoder = dialect.init()
    var events: [StreamEvent] = []
    for line in stream.split(separator: "\n") {
      events += try decoder.receive(ServerSentEvent(data: Array(line.utf8)))
    }
    return events + (try decoder.finish())
  }

  private static let streams: [(String, any Dialect.Type)] = [
    (
      #"{"type":"message_start","message":{"usage":{"input_tokens":MAX,"output_tokens":MAX,"#
        + #""cache_read_input_tokens":MAX,"cache_creation_input_tokens":MAX}}}"#,
      AnthropicMessages.self
    ),
    (
      #"{"usageMetadata":{"promptTokenCount":MAX,"candidatesTokenCount":MAX,"#
        + #""thoughtsTokenCount":MAX,"cachedContentTokenCount":MAX}}"#, Gemini.self
    ),
    (
      #"{"choices":[],"usage":{"prompt_tokens":MAX,"completion_tokens":MAX,"#
        + #""prompt_tokens_details":{"cached_tokens":-5}}}"#, OpenAIChat.self
    ),
    (
      #"{"type":"response.completed","response":{"status":"completed","usage":{"#
        + #""input_tokens":MAX,"output_tokens":MAX}}}"#, OpenAIResponses.self
    ),
    (
      #"{"type":"message-end","delta":{"message":{},"finish_reason":"COMPLETE","usage":{"tokens":{"input_tokens":MAX,"#
        + #""output_tokens":-1}}}}"#, Cohere.self
    ),
    (#"{"done":true,"message":{},"prompt_eval_count":MAX,"eval_count":-MAX}"#, OllamaChat.self),
  ]

  @Test(arguments: 0..<streams.count) func `a count beyond reason is none`(_ row: Int) throws {
    let (stream, dialect) = Self.streams[row]
    let text = stream.replacing("MAX", with: String(Self.most))
    for case .usage(let usage) in try Self.events(text, as: dialect) {
      #expect(usage == Usage())
    }
  }

  @Test func `a call's place beyond reason is none`() throws {
    let item = #"{"type":"function_call","name":"f","call_id":"c","arguments":"{}"}"#
    let added =
      #"{"type":"response.output_item.added","output_index":\#(Self.most),"item":\#(item)}"#
    let next = #"{"type":"response.output_item.added","item":\#(item)}"#
    let events = try Self.events(added + "\n" + next, as: OpenAIResponses.self)
    #expect(events.filter(\.isOutput).count == 2)
  }
}
