import Testing

@testable import ByokCore
@testable import ByokKit

/// Characters whose halves arrive in two pieces.
@Suite struct HalfCharacterTests {
  /// The events of a stream's documents, whose placeholders are filled one after the other.
  private static func events(
    _ dialect: any Dialect.Type, _ documents: [String]
  ) -> [StreamEvent] {
    let stream = documents.map { "data: \($0)\n\n" }.joined()
    return StreamEvent.events(of: [Array(stream.utf8)], as: dialect).0
  }

  private static func text(_ dialect: any Dialect.Type, _ documents: [String]) -> String {
    events(dialect, documents).reduce(into: "") { if case .text(let text) = $1 { $0 += text } }
  }

  /// How each dialect sends a piece of an answer, whose place is `@`, and how it ends.
  private static let answers: [(any Dialect.Type, piece: String, end: String)] = [
    (
      OpenAIChat.self, #"{"choices":[{"delta":{"content":"@"}}]}"#,
      #"{"choices":[{"delta":{},"finish_reason":"stop"}]}"#
    ),
    (
      OpenAIResponses.self, #"{"type":"response.output_text.delta","delta":"@"}"#,
      #"{"type":"response.completed","response":{"status":"completed","output":[]}}"#
    ),
    (
      AnthropicMessages.self,
      #"{"type":"content_block_delta","delta":{"type":"text_delta","text":"@"}}"#,
      #"{"type":"message_delta","delta":{"stop_reason":"end_turn"}}"#
    ),
    (
      Gemini.self, #"{"candidates":[{"content":{"parts":[{"text":"@"}]}}]}"#,
      #"{"candidates":[{"finishReason":"STOP"}]}"#
    ),
    (
      Cohere.self, #"{"type":"content-delta","delta":{"message":{"content":{"text":"@"}}}}"#,
      #"{"type":"message-end","delta":{"finish_reason":"COMPLETE"}}"#
    ),
    (
      OllamaChat.self, #"{"message":{"content":"@"},"done":false}"#,
      #"{"message":{"content":""},"done":true}"#
    ),
  ]

  private static let pieces: [([String], String)] = [
    ([#"a\ud83d"#, #"\ude00b"#], "a😀b"),
    ([#"\ud83d"#, "", #"\ude00"#], "😀"),
    ([#"\uD83D\uDE00\uD83D"#, #"\uDE00"#], "😀😀"),
    ([#"\ud83d"#, #"\ude00\ud83d"#, #"\ude00"#], "😀😀"),
    ([#"a\ud83d"#, "b"], "a\u{FFFD}b"),
    (["a", #"\ude00b"#], "a\u{FFFD}b"),
    ([#"a\ud83d"#], "a\u{FFFD}"),
    ([#"a\ud83d"#, #"\ud83d"#, #"\ude00"#], "a\u{FFFD}😀"),
    ([#"a\\ud83d"#, "b"], #"a\ud83db"#),
    ([#"a\\\ud83d"#, #"\ude00"#], #"a\😀"#),
  ]

  @Test(arguments: 0..<6, 0..<10)
  func `a character is whole again`(_ dialect: Int, _ row: Int) {
    let (type, piece, end) = Self.answers[dialect]
    let (pieces, text) = Self.pieces[row]
    let documents = pieces.map { piece.replacing("@", with: $0) }
    #expect(Self.text(type, documents + [end]) == text, "\(type.name)")
  }

  @Test func `reasoning, refusals and arguments are texts of their own`() {
    let delta = { (member: String) in #"{"choices":[{"delta":{\#(member)}}]}"# }
    let call = #""tool_calls":[{"index":0,"function":{"name":"f","arguments":"@"}}]"#
    var reply = ChatReply()
    var reasoning = ""
    for event in Self.events(
      OpenAIChat.self,
      [
        delta(#""reasoning_content":"\ud83d""#), delta(#""content":"\ud83d""#),
        delta(call.replacing("@", with: #"{\"a\":\"\ud83d"#)), delta(#""refusal":"\ud83d""#),
        delta(#""reasoning_content":"\ude00""#), delta(#""content":"\ude01""#),
        delta(call.replacing("@", with: #"\ude02\"}"#)), delta(#""refusal":"\ude03""#),
      ])
    {
      reply.take(event, now: 0)
      if case .reasoning(let text) = event { reasoning += text }
      if case .text(let text) = event { #expect(text == "😁") }
    }
    #expect(reasoning == "😀")
    #expect(reply.toolCalls.map(\.arguments) == [#"{"a":"😂"}"#])
    #expect(reply.refusal == "😃")
  }

  @Test func `arguments and thinking of other dialects are whole again`() {
    let thinking = { (text: String) in
      #"{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"\#(text)"}}"#
    }
    let json = { (text: String) in
      #"{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"\#(text)"}}"#
    }
    let start =
      #"{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"a","name":"f"}}"#
    var reply = ChatReply()
    var reasoning = ""
    for event in Self.events(
      AnthropicMessages.self,
      [
        thinking(#"\ud83d"#), thinking(#"\ude00"#), start, json(#"[\"\ud83d"#), json(#"\ude00\"]"#),
      ])
    {
      reply.take(event, now: 0)
      if case .reasoning(let text) = event { reasoning += text }
    }
    #expect(reasoning == "😀")
    #expect(reply.toolCalls.map(\.arguments) == [#"["😀"]"#])
  }
}
