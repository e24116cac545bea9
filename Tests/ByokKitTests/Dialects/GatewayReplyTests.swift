import Testing

@testable import ByokCore
@testable import ByokKit

/// What gateways make of their providers' replies, as public bug reports against other tools show it.
@Suite struct GatewayReplyTests {
  private static func stream(
    _ dialect: any Dialect.Type, _ documents: String...
  ) -> Transcript {
    let text = documents.map { "data: \($0)\n\n" }.joined()
    return Decoded(stream: [Array(text.utf8)], as: dialect).transcript
  }

  private static func whole(_ dialect: any Dialect.Type, _ document: String) -> Transcript {
    Decoded(whole: Array(document.utf8), as: dialect).transcript
  }

  private static func reported(_ message: String, _ codes: String...) -> ReplyFailure {
    .reported(ErrorReport(status: 200, message: message, codes: codes))
  }

  @Test(arguments: ["null", "\"stop\"", "\"error\"", "\"length\""])
  func `an error of an alternative comes behind its half of an answer`(_ finish: String) {
    let error = #""error":{"code":502,"message":"The shard is gone"}"#
    let expected = Transcript(text: "Hal", failure: Self.reported("The shard is gone", "502"))
    #expect(
      Self.whole(
        OpenAIChat.self,
        #"{"choices":[{"index":0,\#(error),"message":{"content":"Hal"},"finish_reason":\#(finish)}]}"#
      )
        == expected)
    #expect(
      Self.stream(
        OpenAIChat.self, #"{"choices":[{"delta":{"content":"Hal"}}]}"#,
        #"{"choices":[{\#(error),"delta":{},"finish_reason":\#(finish)}]}"#, "[DONE]") == expected)
    let words =
      #"{"choices":[{"error":"dead","delta":{"content":"Hal"},"finish_reason":\#(finish)}]}"#
    #expect(
      Self.stream(OpenAIChat.self, words)
        == Transcript(text: "Hal", failure: Self.reported("dead")))
  }

  @Test(
    arguments: [0, 3, 4, 5], [#"{"code":429,"message":"The pool is dry"}"#, #""The pool is dry""#])
  func `an error in a message or a candidate comes behind its half of an answer`(
    _ number: Int, _ error: String
  ) {
    let reply = GoodReply.make(number, pieces: ["Hal"])
    let part = [#""message":{"#, "", "", #"[{"content""#, #""message":{"#, #""message":{"#][number]
    let member = number == 3 ? #"[{"error":\#(error),"content""# : #"\#(part)"error":\#(error),"#
    let whole = reply.whole.replacing(part, with: member)
    #expect(whole != reply.whole)
    let codes = error.first == "{" ? ["429"] : []
    let failure = ReplyFailure.reported(
      ErrorReport(status: 200, message: "The pool is dry", codes: codes))
    for outcome in [Self.whole(reply.dialect, whole), Self.stream(reply.dialect, whole)] {
      #expect(outcome.text == "Hal", "\(reply.dialect.name)")
      #expect(outcome.failure == failure, "\(reply.dialect.name)")
    }
  }

  @Test func `an error in a piece comes behind its half of an answer`() {
    let failure = Self.reported("The pool is dry", "429")
    let error = #""error":{"code":429,"message":"The pool is dry"}"#
    let delta = #"{"choices":[{"delta":{"content":"Hal",\#(error)},"finish_reason":"stop"}]}"#
    #expect(Self.stream(OpenAIChat.self, delta) == Transcript(text: "Hal", failure: failure))
  }

  @Test(arguments: ["{}", "\"\"", "null", "false", #"{"code":null,"message":""}"#])
  func `an error of an alternative that says nothing is none`(_ error: String) {
    let choice =
      #"{"choices":[{"error":\#(error),"message":{"content":"All"},"finish_reason":"stop"}]}"#
    #expect(Self.whole(OpenAIChat.self, choice) == Transcript(text: "All", finish: .stop))
    #expect(Self.stream(OpenAIChat.self, choice) == Transcript(text: "All", finish: .stop))
  }

  @Test func `the alternative that has the answer is read, whatever its number`() {
    let chunk = { (number: Int, delta: String, finish: String) in
      #"{"choices":[{"index":\#(number),"delta":{\#(delta)},"finish_reason":\#(finish)}]}"#
    }
    let thinking = Self.stream(
      OpenAIChat.self, chunk(0, #""reasoning_content":"Hm.""#, "null"),
      chunk(1, #""content":"Go""#, "null"), chunk(1, #""content":"od""#, "null"),
      chunk(0, "", "\"stop\""), "[DONE]")
    #expect(thinking == Transcript(text: "Good", reasoning: "Hm.", finish: .stop))
    let call = #""tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{}"}}]"#
    let blocks = Self.stream(
      OpenAIChat.self, chunk(0, #""reasoning_content":"Hm.""#, "null"),
      chunk(1, #""content":"Good""#, "null"), chunk(2, call, "null"),
      chunk(0, "", "\"tool_calls\""))
    #expect(
      blocks
        == Transcript(text: "Good", reasoning: "Hm.", calls: ["0:c:f({})"], finish: .toolCalls))
    let two = #"{"choices":[{"message":{"content":"A"}},{"message":{"content":"B"}}]}"#
    #expect(Self.whole(OpenAIChat.self, two).text == "A")
    let oak =
      #"{"candidates":[{"index":1,"content":{"parts":[{"text":"Oak"}]},"finishReason":"STOP"}]}"#
    #expect(Self.whole(Gemini.self, oak) == Transcript(text: "Oak", finish: .stop))
    #expect(Self.stream(Gemini.self, oak) == Transcript(text: "Oak", finish: .stop))
  }

  @Test func `a stream whose pieces come twice over is cut off where it is cut off`() {
    let piece = { (delta: String, message: String) in
      #"{"choices":[{"delta":{"role":"assistant","content":"\#(delta)"},"#
        + #""message":{"content":"\#(message)"}}]}"#
    }
    let start = [piece("", ""), piece("Hel", "Hel"), piece("lo", "Hello")]
    #expect(
      Self.stream(OpenAIChat.self, start[0], start[1], start[2])
        == Transcript(text: "Hello", failure: .endedEarly))
    let end = #"{"choices":[{"delta":{},"message":{"content":"Hello"},"finish_reason":"stop"}]}"#
    #expect(
      Self.stream(OpenAIChat.self, start[0], start[1], start[2], end)
        == Transcript(text: "Hello", finish: .stop))
  }

  @Test func `a reply without an alternative or content is none`() {
    let usage = #"{"choices":[],"usage":{"prompt_tokens":9}}"#
    #expect(Self.whole(OpenAIChat.self, usage).failure == .broken("it has no choices"))
    #expect(Self.stream(OpenAIChat.self, usage, "[DONE]").failure == .broken("it has no choices"))
    let none = #"{"candidates":[]}"#
    #expect(Self.stream(Gemini.self, none).failure == .cutOff(none))
    #expect(Self.whole(Gemini.self, none).failure == .broken("it has no candidates"))
    let reason = #"{"stop_reason":"end_turn"}"#
    #expect(
      Self.whole(AnthropicMessages.self, reason).failure
        == .broken("it has no content"))
    let stop = #"{"type":"message_stop"}"#
    #expect(
      Self.stream(AnthropicMessages.self, stop).failure == .broken("it has no content: \(stop)"))
    #expect(Self.stream(Cohere.self, "[DONE]").failure == .broken("it has no message"))
    let complete = #"{"finish_reason":"COMPLETE"}"#
    #expect(
      Self.whole(Cohere.self, complete).failure == .broken("it has no message"))
    #expect(Self.stream(Cohere.self, complete).failure == .broken("it has no message"))
    #expect(Self.stream(OpenAIResponses.self, "[DONE]").failure == .broken("it has no output"))
    #expect(Self.whole(OllamaChat.self, #"{"done":true}"#).failure == .broken("it has no message"))
    #expect(Self.stream(OpenAIChat.self, #"{"choices":[{}]}"#, "[DONE]").failure != nil)
  }

  @Test func `a single event of a stream is not all of a reply`() {
    for number in 0..<GoodReply.dialectCount {
      let reply = GoodReply.make(number, pieces: ["Hel", "lo"])
      for document in reply.documents.dropLast(2) {
        #expect(Self.whole(reply.dialect, document).failure != nil, "\(reply.dialect.name)")
      }
    }
  }

  @Test func `text of Responses comes once, from whichever event has it`() {
    let done =
      #"{"type":"response.output_text.done","output_index":0,"content_index":0,"text":"Go."}"#
    let part =
      #"{"type":"response.content_part.done","output_index":0,"content_index":0,"#
      + #""part":{"type":"output_text","text":"Go."}}"#
    let item =
      #"{"type":"response.output_item.done","output_index":0,"item":{"type":"message","#
      + #""content":[{"type":"output_text","text":"Go."}]}}"#
    let delta =
      #"{"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"Go."}"#
    let empty = #"{"type":"response.completed","response":{"status":"completed","output":[]}}"#
    let full =
      #"{"type":"response.completed","response":{"status":"completed","output":[{"type":"message","#
      + #""content":[{"type":"output_text","text":"Go."}]}]}}"#
    let expected = Transcript(text: "Go.", finish: .stop)
    for end in [empty, full] {
      for events in [[done], [part], [item], [delta], [done, part], [delta, done, part, item]] {
        let text = (events + [end]).map { "data: \($0)\n\n" }.joined()
        let decoded = Decoded(stream: [Array(text.utf8)], as: OpenAIResponses.self)
        #expect(decoded.transcript == expected, "\(events)")
      }
    }
    #expect(Self.stream(OpenAIResponses.self, full) == expected)
    let second = done.replacing("\"content_index\":0", with: "\"content_index\":1")
    #expect(Self.stream(OpenAIResponses.self, delta, done, second, empty).text == "Go.Go.")
    let refusal =
      #"{"type":"response.refusal.done","output_index":0,"content_index":0,"refusal":"No."}"#
    #expect(Self.stream(OpenAIResponses.self, refusal, empty).refusal == "No.")
    let thinking =
      #"{"type":"response.content_part.done","output_index":0,"#
      + #""part":{"type":"reasoning_text","text":"Hm."}}"#
    #expect(Self.stream(OpenAIResponses.self, thinking, empty).text.isEmpty)
  }

  @Test func `calls of tools that are only in the whole reply are not lost`() {
    let delta = #"{"type":"response.output_text.delta","output_index":0,"delta":"Go."}"#
    let end =
      #"{"type":"response.completed","response":{"status":"completed","output":[{"type":"message","#
      + #""content":"Go."},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"}]}}"#
    #expect(
      Self.stream(OpenAIResponses.self, delta, end)
        == Transcript(text: "Go.", calls: ["0:c:f({})"], finish: .toolCalls))
  }

  @Test(arguments: [
    (#"{"type":"message","content":[{"type":"image","source":{}}],"stop_reason":"end_turn"}"#, 2),
    (
      #"{"candidates":[{"content":{"parts":[{"inline_data":{"mime_type":"image/png"}}]},"#
        + #""finishReason":"STOP"}]}"#, 3
    ),
    (
      #"{"message":{"content":[{"type":"image_url","image_url":{"url":"data:"}}]},"#
        + #""finish_reason":"COMPLETE"}"#, 4
    ),
    (#"{"message":{"content":"","images":["AA=="]},"done":true,"done_reason":"stop"}"#, 5),
  ])
  func `an image is noticed`(_ document: String, _ number: Int) throws {
    var decoder = GoodReply.make(number, pieces: []).dialect.init()
    let events = try decoder.receive(whole: Array(document.utf8))
    #expect(events.contains(.media(.image)))
  }

  @Test func `a custom call keeps its name and its input`() {
    let call = #"{"id":"c","type":"custom","custom":{"name":"patch","input":"*** Begin"}}"#
    let expected = Transcript(calls: ["0:c:patch(*** Begin)"], finish: .toolCalls)
    #expect(
      Self.whole(
        OpenAIChat.self,
        #"{"choices":[{"message":{"tool_calls":[\#(call)]},"finish_reason":"tool_calls"}]}"#)
        == expected)
    #expect(
      Self.stream(
        OpenAIChat.self, #"{"choices":[{"delta":{"tool_calls":[\#(call)]}}]}"#,
        #"{"choices":[{"delta":{},"finish_reason":"tool_calls"}]}"#) == expected)
  }

  @Test func `an end without its last event is an end`() {
    let delta = #"{"type":"content_block_delta","delta":{"type":"text_delta","text":"Hi"}}"#
    let end = #"{"type":"message_delta","delta":{"stop_reason":"end_turn"}}"#
    #expect(
      Self.stream(AnthropicMessages.self, delta, end) == Transcript(text: "Hi", finish: .stop))
    #expect(
      Self.stream(AnthropicMessages.self, delta) == Transcript(text: "Hi", failure: .endedEarly))
    let first = #"{"candidates":[{"content":{"parts":[]},"finishReason":"STOP"}]}"#
    let text = #"{"candidates":[{"content":{"parts":[{"text":"Hi"}]}}]}"#
    #expect(Self.stream(Gemini.self, first, text, first) == Transcript(text: "Hi", finish: .stop))
  }
}
