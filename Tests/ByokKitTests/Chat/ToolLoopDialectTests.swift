import ByokKitTestSupport
import Testing

@testable import ByokCore
@testable import ByokKit

/// A turn with two calls in each dialect: the second request, whole.
@Suite struct ToolLoopDialectTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let dialect: any Dialect.Type
    var model = "m"
    /// The data of the first reply's events.
    let calls: [String]
    /// The second reply.
    let answer: String
    /// The second request.
    let request: String
    var testDescription: String { dialect.name }
  }

  private static let tools =
    #"{"type":"function","function":{"name":"git__log","description":"Commits","parameters":"#
    + ToolChat.schema + #"}},{"type":"function","function":{"name":"web__fetch","parameters":"#
    + #"{"type":"object","properties":{}}}}"#

  static let all: [Case] = [
    Case(
      dialect: OpenAIChat.self,
      calls: [
        #"{"choices":[{"delta":{"role":"assistant","reasoning_content":"Hm."}}]}"#,
        #"{"choices":[{"delta":{"content":"Wait"}}]}"#,
        #"{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c1","type":"function","function":"#
          + #"{"name":"git__log","arguments":"{\"n\":"}}]}}]}"#,
        #"{"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"3}"}},"#
          + #"{"index":1,"id":"c2","type":"function","function":{"name":"web__fetch","arguments":""},"#
          + #""extra_content":{"google":{"thought_signature":"s"}}}]}}]}"#,
        #"{"choices":[{"delta":{},"finish_reason":"tool_calls"}]}"#, "[DONE]",
      ],
      answer: #"{"choices":[{"message":{"content":"Done"},"finish_reason":"stop"}]}"#,
      request: #"{"model":"m","messages":[{"role":"user","content":"Look"},{"role":"assistant","#
        + #""reasoning_content":"Hm.","content":"Wait","tool_calls":[{"id":"c1","type":"function","#
        + #""function":{"name":"git__log","arguments":"{\"n\":3}"}},{"id":"c2","type":"function","#
        + #""function":{"name":"web__fetch","arguments":""},"extra_content":{"google":"#
        + #"{"thought_signature":"s"}}}]},"#
        + #"{"role":"tool","tool_call_id":"c1","content":"log of {\"n\":3}"},"#
        + #"{"role":"tool","tool_call_id":"c2","content":"fetch of {}"}],"tools":[\#(tools)],"#
        + #""stream":true,"stream_options":{"include_usage":true}}"#),
    Case(
      dialect: OpenAIResponses.self,
      calls: [
        #"{"status":"completed","output":[{"type":"reasoning","id":"rs","summary":[],"#
          + #""encrypted_content":"enc"},{"type":"function_call","id":"fc_1","call_id":"c1","#
          + #""name":"git__log","arguments":"{\"n\":3}","status":"completed"},"#
          + #"{"type":"function_call","id":"fc_2","call_id":"c2","name":"web__fetch","#
          + #""arguments":"{}","status":"completed"}]}"#
      ],
      answer: #"{"status":"completed","output":[{"type":"message","role":"assistant","content":"#
        + #"[{"type":"output_text","text":"Done"}]}]}"#,
      request: #"{"model":"m","input":[{"role":"user","content":"Look"},{"type":"reasoning","#
        + #""id":"rs","summary":[],"encrypted_content":"enc"},{"type":"function_call","id":"fc_1","#
        + #""call_id":"c1","name":"git__log","arguments":"{\"n\":3}","status":"completed"},"#
        + #"{"type":"function_call","id":"fc_2","call_id":"c2","name":"web__fetch","#
        + #""arguments":"{}","status":"completed"},"#
        + #"{"type":"function_call_output","call_id":"c1","output":"log of {\"n\":3}"},"#
        + #"{"type":"function_call_output","call_id":"c2","output":"fetch of {}"}],"#
        + #""tools":[{"type":"function","name":"git__log","description":"Commits","parameters":"#
        + ToolChat.schema + #","strict":false},{"type":"function","name":"web__fetch","#
        + #""parameters":{"type":"object","properties":{}},"strict":false}],"#
        + #""include":["reasoning.encrypted_content"],"store":false,"stream":true}"#),
    Case(
      dialect: AnthropicMessages.self,
      calls: [
        #"{"type":"message_start","message":{"role":"assistant","content":[]}}"#,
        #"{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}"#,
        #"{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm."}}"#,
        #"{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"s"}}"#,
        #"{"type":"content_block_stop","index":0}"#,
        #"{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t1","#
          + #""name":"git__log","input":{}}}"#,
        #"{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","#
          + #""partial_json":"{\"n\":3}"}}"#,
        #"{"type":"content_block_stop","index":1}"#,
        #"{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"t2","#
          + #""name":"web__fetch","input":{}}}"#,
        #"{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","#
          + #""partial_json":""}}"#,
        #"{"type":"content_block_stop","index":2}"#,
        #"{"type":"message_delta","delta":{"stop_reason":"tool_use"}}"#,
        #"{"type":"message_stop"}"#,
      ],
      answer: #"{"content":[{"type":"text","text":"Done"}],"stop_reason":"end_turn"}"#,
      request: #"{"model":"m","max_tokens":8192,"messages":[{"role":"user","content":"Look"},"#
        + #"{"role":"assistant","content":[{"type":"thinking","thinking":"Hm.","signature":"s"},"#
        + #"{"type":"tool_use","id":"t1","name":"git__log","input":{"n":3}},"#
        + #"{"type":"tool_use","id":"t2","name":"web__fetch","input":{}}]},{"role":"user","#
        + #""content":[{"type":"tool_result","tool_use_id":"t1","content":"log of {\"n\":3}"},"#
        + #"{"type":"tool_result","tool_use_id":"t2","content":"fetch of {}"}]}],"#
        + #""tools":[{"name":"git__log","description":"Commits","input_schema":"#
        + ToolChat.schema + #"},{"name":"web__fetch","input_schema":"#
        + #"{"type":"object","properties":{}}}],"stream":true}"#),
    Case(
      dialect: Gemini.self, model: "gemini-3-pro",
      calls: [
        #"{"candidates":[{"content":{"role":"model","parts":[{"functionCall":{"name":"git__log","#
          + #""args":{"n":3}},"thoughtSignature":"s"}]}}]}"#,
        #"{"candidates":[{"content":{"role":"model","parts":[{"functionCall":"#
          + #"{"name":"web__fetch","args":{}}}]},"finishReason":"STOP"}]}"#,
      ],
      answer: #"{"candidates":[{"content":{"parts":[{"text":"Done"}]},"finishReason":"STOP"}]}"#,
      request: #"{"contents":[{"role":"user","parts":[{"text":"Look"}]},{"role":"model","parts":["#
        + #"{"functionCall":{"name":"git__log","args":{"n":3}},"thoughtSignature":"s"},"#
        + #"{"functionCall":{"name":"web__fetch","args":{}}}]},{"role":"user","parts":["#
        + #"{"functionResponse":{"name":"git__log","response":{"output":"log of {\"n\":3}"}}},"#
        + #"{"functionResponse":{"name":"web__fetch","response":{"output":"fetch of {}"}}}]}],"#
        + #""tools":[{"functionDeclarations":[{"name":"git__log","description":"Commits","#
        + #""parametersJsonSchema":\#(ToolChat.schema)},{"name":"web__fetch","#
        + #""parametersJsonSchema":{"type":"object","properties":{}}}]}]}"#),
    Case(
      dialect: Cohere.self,
      calls: [
        #"{"type":"message-start","delta":{"message":{"role":"assistant"}}}"#,
        #"{"type":"tool-plan-delta","delta":{"message":{"tool_plan":"I will."}}}"#,
        #"{"type":"tool-call-start","index":0,"delta":{"message":{"tool_calls":{"id":"f1","#
          + #""type":"function","function":{"name":"git__log","arguments":""}}}}}"#,
        #"{"type":"tool-call-delta","index":0,"delta":{"message":{"tool_calls":{"function":"#
          + #"{"arguments":"{\"n\":3}"}}}}}"#,
        #"{"type":"tool-call-end","index":0}"#,
        #"{"type":"tool-call-start","index":1,"delta":{"message":{"tool_calls":{"id":"f2","#
          + #""type":"function","function":{"name":"web__fetch","arguments":""}}}}}"#,
        #"{"type":"tool-call-end","index":1}"#,
        #"{"type":"message-end","delta":{"finish_reason":"TOOL_CALL"}}"#,
      ],
      answer:
        #"{"message":{"content":[{"type":"text","text":"Done"}]},"finish_reason":"COMPLETE"}"#,
      request: #"{"model":"m","messages":[{"role":"user","content":"Look"},{"role":"assistant","#
        + #""tool_plan":"I will.","tool_calls":[{"id":"f1","type":"function","function":"#
        + #"{"name":"git__log","arguments":"{\"n\":3}"}},{"id":"f2","type":"function","function":"#
        + #"{"name":"web__fetch","arguments":"{}"}}]},"#
        + #"{"role":"tool","tool_call_id":"f1","content":"log of {\"n\":3}"},"#
        + #"{"role":"tool","tool_call_id":"f2","content":"fetch of {}"}],"#
        + #""tools":[\#(tools)],"stream":true}"#),
    Case(
      dialect: OllamaChat.self,
      calls: [
        #"{"message":{"role":"assistant","content":"","thinking":"Hm."},"done":false}"#,
        #"{"message":{"role":"assistant","content":"","tool_calls":[{"function":{"index":0,"#
          + #""name":"git__log","arguments":{"n":3}}},{"function":{"index":1,"name":"web__fetch","#
          + #""arguments":{}}}]},"done":false}"#,
        #"{"message":{"role":"assistant","content":""},"done":true,"done_reason":"stop"}"#,
      ],
      answer:
        #"{"message":{"role":"assistant","content":"Done"},"done":true,"done_reason":"stop"}"#,
      request: #"{"model":"m","messages":[{"role":"user","content":"Look"},{"role":"assistant","#
        + #""content":"","thinking":"Hm.","tool_calls":[{"function":{"index":0,"name":"git__log","#
        + #""arguments":{"n":3}}},{"function":{"index":1,"name":"web__fetch","arguments":{}}}]},"#
        + #"{"role":"tool","tool_name":"git__log","content":"log of {\"n\":3}"},"#
        + #"{"role":"tool","tool_name":"web__fetch","content":"fetch of {}"}],"#
        + #""tools":[\#(tools)],"stream":true}"#),
  ]

  private static func reply(_ test: Case, _ data: [String]) -> FakeTransport.Answer {
    if data.count == 1 { return .status(200, data[0]) }
    var answer = FakeTransport.Answer.events()
    let isLines = test.dialect.framing == .lines
    answer.pieces = data.map { Array((isLines ? "\($0)\n" : "data: \($0)\n\n").utf8) }
    return answer
  }

  @Test(arguments: all) func `the second request is as the dialect has it`(_ test: Case) throws {
    var chat = ToolChat()
    chat.dialect = test.dialect
    chat.request.model = test.model
    let outcome = try chat.run([
      Self.reply(test, test.calls), Self.reply(test, [test.answer]),
    ])
    #expect(outcome.failure == nil)
    #expect(outcome.text == "Done")
    #expect(outcome.bodies.count == 2)
    #expect(outcome.bodies.last?.compactText == ToolChat.json(test.request).compactText)
  }

  /// What a later request says of the chat, from the records of a conversation.
  @Test(arguments: all) func `a conversation sends calls and results again`(_ test: Case) throws {
    var chat = ToolChat()
    chat.dialect = test.dialect
    chat.request.model = test.model
    let outcome = try chat.run([
      Self.reply(test, test.calls), Self.reply(test, [test.answer]),
    ])
    let session = Session(
      console: try Screen().console, environment: Environment([:]), clock: FakeClock().clock,
      transport: FakeTransport([]))
    var use = ConversationUse(unkept: session)
    #expect(try use.keep(ChatContent(prompt: "Look"), outcome.result, text: outcome.text) != nil)
    let records = use.conversation.turns[0].messages.map(\.document)
    #expect(records.compactMap(StoredMessage.init).map(\.document) == records)
    #expect(
      records.map { $0["role"]?.text } == ["user", "assistant", "tool", "tool", "assistant"])
    let history = try use.content(ChatContent(prompt: "Again"), session.console).history
    #expect(history.map(\.role) == [.user, .assistant, .user, .assistant])
    #expect(history.allSatisfy { $0.turn == nil })
    #expect(history[1].calls.map(\.name) == ["git__log", "web__fetch"])
    #expect(history[2].results.map(\.name) == ["git__log", "web__fetch"])
    #expect(history[2].results.map(\.callID) == history[1].calls.map(\.id))
    #expect(history[2].results[0].content == [.text(#"log of {"n":3}"#)])
    // Every dialect can write it.
    for dialect in Dialects.all {
      let body = try dialect.body(for: ChatRequest(model: "m", messages: history))
      #expect(String(decoding: body, as: UTF8.self).contains("git__log"))
    }
  }

  @Test func `calls without results, and results without calls, are not sent`() {
    let call = ChatMessage.Part.toolCall(ToolCall(id: "1", name: "a", arguments: "{}"))
    let result = ChatMessage.Part.toolResult(ToolResult(callID: "1", name: "a", content: []))
    let user = ChatMessage(role: .user, parts: [.text("u")])
    let messages = [
      user, ChatMessage(role: .assistant, parts: [.text("t"), call, call]),
      ChatMessage(role: .user, parts: [result]), ChatMessage(role: .assistant, parts: [call]),
      user, ChatMessage(role: .user, parts: [result]),
    ]
    #expect(
      messages.withCompleteCalls == [
        user, ChatMessage(role: .assistant, parts: [.text("t")]), user,
      ])
    let whole = [
      ChatMessage(role: .assistant, parts: [call]), ChatMessage(role: .user, parts: [result]),
    ]
    #expect(whole.withCompleteCalls == whole)
  }
}
