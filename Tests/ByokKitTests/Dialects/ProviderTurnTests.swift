@testable import ByokCore
import ByokTestSupport
import Testing

@testable import ByokKit

/// The turn of a reply in its provider's form, streamed and whole.
@Suite struct ProviderTurnTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let dialect: any Dialect.Type
    /// The events of a stream, or alone a whole reply.
    let pieces: [String]
    var isWhole = false
    /// The dialect and the content; `nil` if there is no turn.
    let turn: (String, String)?
    var testDescription: String { name }
  }

  private static func turns(_ test: Case, keeps: Bool, size: Int?) throws -> [ProviderTurn] {
    var decoder = test.dialect.init()
    decoder.keepsTurn = keeps
    #expect(decoder.keepsTurn == keeps)
    var events: [StreamEvent] = []
    if test.isWhole {
      events += try decoder.receive(whole: Array(test.pieces.joined().utf8))
    } else {
      let stream = Array(test.pieces.map { "data: \($0)\n\n" }.joined().utf8)
      var parser = EventStreamParser()
      for piece in size.map({ stream.chopped(by: $0) }) ?? [stream] {
        for event in try parser.consume(piece) { events += try decoder.receive(event) }
      }
    }
    events += try decoder.finish()
    var reply = ChatReply()
    for event in events { reply.take(event, now: 0) }
    let turns = events.compactMap { if case .turn(let turn) = $0 { turn } else { nil } }
    #expect(reply.turn == turns.last)
    #expect(turns.allSatisfy { !StreamEvent.turn($0).isOutput })
    return turns
  }

  static let all =
    openAI + responses + ProviderTurnCases.anthropic + ProviderTurnCases.gemini
    + ProviderTurnCases.cohere + ProviderTurnCases.ollama

  @Test(arguments: all) func `the turn comes once, as the provider wrote it`(_ test: Case) throws {
    let expected = try test.turn.map { dialect, content in
      ProviderTurn(dialect: dialect, content: try JSONValue(strict: Array(content.utf8)))
    }
    for size in [nil, 1, 7, 100] {
      #expect(try Self.turns(test, keeps: true, size: size) == [expected].compactMap(\.self))
      if test.isWhole { break }
    }
  }

  @Test(arguments: all) func `no turn comes where it was not asked for`(_ test: Case) throws {
    #expect(try Self.turns(test, keeps: false, size: nil).isEmpty)
  }

  @Test func `a reply that is too long to be kept is refused, where its turn is kept`() throws {
    let text = String(repeating: "a", count: 1 << 20)
    let event = ServerSentEvent(
      data: Array(#"{"choices":[{"delta":{"content":"\#(text)"}}]}"#.utf8))
    var (keeper, other) = (OpenAIChat(), OpenAIChat())
    keeper.keepsTurn = true
    #expect(throws: ReplyFailure.broken("it is over 32 MiB, the limit of a turn")) {
      for _ in 0..<33 { _ = try keeper.receive(event) }
    }
    for _ in 0..<33 { _ = try other.receive(event) }
  }

  private static func chunks(_ deltas: String...) -> [String] {
    deltas.map { #"{"choices":[{"index":0,"delta":\#($0)}]}"# }
      + [#"{"choices":[{"delta":{},"finish_reason":"stop"}]}"#, "[DONE]"]
  }

  private static let openAI: [Case] = [
    Case(
      name: "openai-chat: text, thinking and a refusal", dialect: OpenAIChat.self,
      pieces: chunks(
        #"{"role":"assistant","content":"","refusal":null}"#, #"{"reasoning_content":"Let"}"#,
        #"{"reasoning_content":" me."}"#, #"{"role":"assistant","content":"Hel"}"#,
        #"{"content":"lo","refusal":"no"}"#),
      turn: (
        "openai-chat",
        #"{"role":"assistant","content":"Hello","reasoning_content":"Let me.","refusal":"no"}"#
      )),
    Case(
      name: "openai-chat: calls, numbered, with what Google adds", dialect: OpenAIChat.self,
      pieces: chunks(
        #"{"content":null,"tool_calls":[{"index":0,"id":"c1","type":"function","#
          + #""function":{"name":"log","arguments":""},"extra_content":{"google":{"s":"x"}}}]}"#,
        #"{"tool_calls":[{"index":0,"function":{"arguments":"{\"n\""}}]}"#,
        #"{"tool_calls":[{"index":1,"id":"c2","function":{"name":"b","arguments":"{}"}}]}"#,
        #"{"tool_calls":[{"index":0,"id":"","function":{"name":"","arguments":":3}"}}]}"#),
      turn: (
        "openai-chat",
        #"{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","#
          + #""function":{"name":"log","arguments":"{\"n\":3}"},"#
          + #""extra_content":{"google":{"s":"x"}}},"#
          + #"{"id":"c2","function":{"name":"b","arguments":"{}"}}]}"#
      )),
    Case(
      name: "openai-chat: two choices that call tools, of which the first counts",
      dialect: OpenAIChat.self,
      pieces: [
        #"{"choices":[{"index":0,"delta":{"content":"I will."}}]}"#,
        #"{"choices":[{"index":1,"delta":{"tool_calls":[{"index":0,"id":"c1","type":"function","#
          + #""function":{"name":"a","arguments":"{\"n\":"}}]}}]}"#,
        #"{"choices":[{"index":2,"delta":{"tool_calls":[{"index":0,"id":"c2","type":"function","#
          + #""function":{"name":"b","arguments":"{\"m\":"}}]}}]}"#,
        #"{"choices":[{"index":1,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"3}"}}]}}]}"#,
        #"{"choices":[{"index":2,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"4}"}}]}}]}"#,
        #"{"choices":[{"index":1,"delta":{},"finish_reason":"tool_calls"}]}"#, "[DONE]",
      ],
      turn: (
        "openai-chat",
        #"{"content":"I will.","role":"assistant","tool_calls":[{"function":"#
          + #"{"arguments":"{\"n\":3}","name":"a"},"id":"c1","type":"function"}]}"#
      )),
    Case(
      name: "openai-chat: reasoning details, and an array and a number that nobody knows",
      dialect: OpenAIChat.self,
      pieces: chunks(
        #"{"reasoning":"a","reasoning_details":[{"type":"reasoning.text","text":"a","index":0}]}"#,
        #"{"reasoning":"b","reasoning_details":[{"type":"reasoning.text","text":"b","index":0}]}"#,
        #"{"reasoning_details":[{"type":"reasoning.text","index":0,"signature":"sig"}]}"#,
        #"{"reasoning_details":[{"type":"reasoning.encrypted","data":"xyz","index":0}]}"#,
        #"{"content":"!","notes":[1],"n":2}"#, #"{"notes":[{"a":1}],"more":"x"}"#),
      turn: (
        "openai-chat",
        #"{"role":"assistant","content":"!","reasoning":"ab","reasoning_details":["#
          + #"{"type":"reasoning.text","text":"ab","index":0,"signature":"sig"},"#
          + #"{"type":"reasoning.encrypted","data":"xyz","index":0}],"notes":[1,{"a":1}],"n":2,"#
          + #""more":"x"}"#
      )),
    Case(
      name: "openai-chat: a content of parts that goes on as text", dialect: OpenAIChat.self,
      pieces: chunks(
        #"{"content":[{"type":"thinking","thinking":[{"type":"text","text":"a"}]}]}"#,
        #"{"content":"b"}"#),
      turn: (
        "openai-chat",
        #"{"role":"assistant","content":["#
          + #"{"type":"thinking","thinking":[{"type":"text","text":"a"}]},"#
          + #"{"type":"text","text":"b"}]}"#
      )),
    Case(
      name: "openai-chat: whole", dialect: OpenAIChat.self,
      pieces: [
        #"{"choices":[{"message":{"role":"assistant","content":"Hi","reasoning_content":"","#
          + #""tool_calls":[{"id":"c1","type":"function","function":{"name":"a","arguments":"{}"}}]},"#
          + #""finish_reason":"tool_calls"},{"index":1,"message":{"content":"x"}}]}"#
      ], isWhole: true,
      turn: (
        "openai-chat",
        #"{"role":"assistant","content":"Hi","reasoning_content":"","#
          + #""tool_calls":[{"id":"c1","type":"function","function":{"name":"a","arguments":"{}"}}]}"#
      )),
    Case(
      name: "openai-chat: nothing", dialect: OpenAIChat.self, pieces: chunks("{}"), turn: nil),
  ]

  private static let reasoning =
    #"{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"xyz"}"#
  private static let message =
    #"{"type":"message","id":"msg_1","status":"completed","role":"assistant","phase":"commentary","#
    + #""content":[{"type":"output_text","text":"Hi","annotations":[]}]}"#
  private static let call =
    #"{"type":"function_call","id":"fc_1","call_id":"c1","name":"a","arguments":"{}"}"#

  private static func done(_ item: String, _ place: Int) -> String {
    #"{"type":"response.output_item.done","output_index":\#(place),"item":\#(item)}"#
  }

  private static func completed(_ items: String...) -> String {
    #"{"id":"resp_1","status":"completed","output":[\#(items.joined(separator: ","))]}"#
  }

  private static let responses: [Case] = [
    Case(
      name: "openai-responses: items in their order", dialect: OpenAIResponses.self,
      pieces: [
        #"{"type":"response.output_text.delta","output_index":1,"delta":"Hi"}"#,
        done(reasoning, 0), done(call, 2), done(message, 1),
        #"{"type":"response.completed","response":\#(completed())}"#,
      ],
      turn: ("openai-responses", "[\(reasoning),\(message),\(call)]")),
    Case(
      name: "openai-responses: thinking that led to nothing", dialect: OpenAIResponses.self,
      pieces: [
        done(message, 0), done(reasoning, 1),
        #"{"type":"response.incomplete","response":\#(completed())}"#,
      ], turn: ("openai-responses", "[\(message)]")),
    Case(
      name: "openai-responses: items at the end only", dialect: OpenAIResponses.self,
      pieces: [#"{"type":"response.completed","response":\#(completed(reasoning, call))}"#],
      turn: ("openai-responses", "[\(reasoning),\(call)]")),
    Case(
      name: "openai-responses: whole", dialect: OpenAIResponses.self,
      pieces: [completed(reasoning, message, reasoning)], isWhole: true,
      turn: ("openai-responses", "[\(reasoning),\(message)]")),
    Case(
      name: "openai-responses: nothing", dialect: OpenAIResponses.self,
      pieces: [completed(reasoning)], isWhole: true, turn: nil),
  ]
}
