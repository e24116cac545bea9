@testable import ByokCore
import ByokTestSupport
import Testing

@testable import ByokKit

/// What the decoder makes of chunks whose form is usual, unusual or broken.
@Suite struct OpenAIChunkTests {
  private static func events(_ text: String) throws(ReplyFailure) -> [StreamEvent] {
    var decoder = OpenAIChat()
    return try decoder.receive(ServerSentEvent(data: Array(text.utf8)))
  }

  /// A chunk as OpenAI sends them.
  private static func chunk(_ delta: String, _ finish: String = "null", _ more: String = "")
    -> String
  {
    #"{"id":"chatcmpl-1","object":"chat.completion.chunk","created":1767225600,"model":"m-1","#
      + #""service_tier":"default","choices":[{"index":0,"delta":\#(delta),"logprobs":null,"#
      + #""finish_reason":\#(finish)}],"usage":null\#(more)}"#
  }

  private static func answer(_ events: StreamEvent...) -> [StreamEvent] {
    [.model("m-1"), .replyID("chatcmpl-1")] + events
  }

  @Test(arguments: [
    (chunk(#"{"content":"Hel"}"#), answer(.text("Hel"))),
    (chunk(#"{"role":"assistant","content":"","refusal":null}"#), answer()),
    (chunk("{}", #""stop""#), answer(.finished(.stop))),
    (
      chunk(#"{"content":"a\n\"b\"\\ \u00e9\ud83d\ude00\ud83d."}"#),
      answer(.text("a\n\"b\"\\ é😀\u{FFFD}."))
    ),
    (chunk(#"{"content":"é😀日本"}"#), answer(.text("é😀日本"))),
    (
      chunk(
        #"{"content":\#(String(repeating: "[", count: 400) + String(repeating: "]", count: 400))}"#),
      answer()
    ),
    (chunk(#"{"content":null}"#, #""length""#), answer(.finished(.length))),
    (
      chunk(#"{"content":"a"}"#, "null", #","obfuscation":"x7Yz","error":null,"n":-1.5e+10"#),
      answer(.text("a"))
    ),
    (chunk(#"{ "content" : "a" , "tool_calls" : null }"#), answer(.text("a"))),
    (
      #" { "choices" : [ {"index":0} ] , "usage":{"prompt_tokens":-1,"cost":"0.5","cached_tokens":7}}"#,
      [.usage(Usage(cachedInput: 7, cost: 0.5))]
    ),
  ])
  func `a usual chunk is read`(_ text: String, _ events: [StreamEvent]) throws {
    #expect(try Self.events(text) == events)
  }

  @Test(arguments: [
    (#"{"choices":[{"delta":{"content":"a","content":"b"}}]}"#, [StreamEvent.text("b")]),
    (#"{"choices":[{"delta":{"content":"a"}}],"choices":[{"index":1}]}"#, []),
    (#"{"id":"a","id":"b","choices":[{"index":0}]}"#, [.replyID("b")]),
    (#"{"usage":{"prompt_tokens":1},"usage":null,"choices":[{"index":0}]}"#, []),
    (#"{"choices":[{"delt\u0061":{"conten\u0074":"a"}}]}"#, [.text("a")]),
    (#"{"choices":[{"delta":{"content":"a"},}],}"#, [.text("a")]),
    (
      #"{"a":NaN,"b":01,"c":"\x","choices":[{"d":-Infinity,"delta":{"content":"a"}}]}"#,
      [.text("a")]
    ),
    ("{\"a\":\"\n\",\"choices\":[{\"delta\":{\"content\":\"a\"}}]}", [.text("a")]),
    (#"{"id":7,"model":{},"choices":[{"index":"0","delta":{"content":"a"}}]}"#, [.text("a")]),
    (#"{"choices":[{"index":1.0},{"index":0.0,"delta":{"content":"a"}}]}"#, [.text("a")]),
    (#"{"choices":[{"delta":null,"finish_reason":1}]}"#, []),
  ])
  func `of an unusual chunk, what can be read is read`(
    _ text: String, _ events: [StreamEvent]
  ) throws {
    #expect(try Self.events(text) == events)
  }

  @Test(arguments: [
    "{", "[1]", #"{"choices":[{"delta":{"content":"a"}}]} x"#,
    #"{"choices":[{"delta":{"content":"\x"}}]}"#,
    "{\"choices\":[{\"delta\":{\"content\":\"\n\"}}]}",
    #"{"choices":[{"delta":{"content":"a"}}"#, #"{"choices" [{"index":0}]}"#,
  ])
  func `a chunk that cannot be read ends the reply`(_ text: String) {
    #expect(throws: ReplyFailure.unreadable(text)) { try Self.events(text) }
  }

  @Test func `what every chunk says of the reply is said once`() throws {
    var decoder = OpenAIChat()
    let event = ServerSentEvent(data: Array(Self.chunk(#"{"content":"a"}"#).utf8))
    #expect(try decoder.receive(event) == Self.answer(.text("a")))
    #expect(try decoder.receive(event) == [.text("a")])
    let other = #"{"id":"chatcmpl-1","model":"m-2","choices":[]}"#
    #expect(try decoder.receive(ServerSentEvent(data: Array(other.utf8))) == [.model("m-2")])
  }

  @Test func `a failure in a chunk is reported, however its name is written`() {
    let failure = ReplyFailure.reported(ErrorReport(status: 200, message: "no"))
    #expect(throws: failure) {
      try Self.events(#"{"\u0065rror":{"message":"no"},"choices":[{"index":0}]}"#)
    }
  }

  @Test func `a chunk that is cut at any byte ends the reply`() {
    let bytes = Array(
      Self.chunk(#"{"content":"a\u00e9"}"#, #""stop""#, #","n":[1,{"a":2.5}]"#).utf8)
    for count in 1..<bytes.count {
      var decoder = OpenAIChat()
      let text = String(decoding: bytes[..<count], as: UTF8.self)
      #expect(throws: ReplyFailure.unreadable(text), "\(count)") {
        try decoder.receive(ServerSentEvent(data: Array(bytes[..<count])))
      }
    }
  }
}
