import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ChatSummaryTests {
  private static func summary(
    _ reply: ChatReply, key: KeySource, requestID: String?, kept: KeptPlace? = nil
  ) -> ChatSummary {
    ChatSummary(
      reply: reply, text: "Hello", provider: "openai",
      request: ChatRequest(model: "gpt-x", prompt: "Hi"), key: key, requestID: requestID,
      conversation: kept, milliseconds: 1234, millisecondsToText: reply.firstText.map { Int($0) })
  }

  @Test func `what is not known is null`() throws {
    let summary = Self.summary(ChatReply(), key: .notNeeded, requestID: nil)
    let json = String(decoding: try summary.document.json(), as: UTF8.self)
    #expect(
      json == #"{"cost_usd":null,"duration_ms":1234,"finish_reason":null,"key":null,"#
        + #""model":"gpt-x","provider":"openai","request_id":null,"text":"Hello","#
        + #""time_to_first_token_ms":null,"tool_calls":[],"usage":{"cached_input_tokens":null,"#
        + #""input_tokens":null,"output_tokens":null,"reasoning_tokens":null}}"#)
  }

  @Test func `what is known is told`() throws {
    let reply = ChatReply(
      model: "gpt-x-2026", id: "chatcmpl-1",
      usage: Usage(input: 1, output: 2, cachedInput: 3, reasoning: 4, cost: 0.5),
      finishReason: .toolCalls,
      toolCalls: [ToolCallPiece(index: 0, id: "", name: "f", arguments: "{}")], firstText: 7)
    let key = KeySource.keystore(KeyName(provider: "openai", label: "work"))
    let summary = Self.summary(reply, key: key, requestID: nil)
    let json = String(decoding: try summary.document.json(), as: UTF8.self)
    #expect(
      json == #"{"cost_usd":0.5,"duration_ms":1234,"finish_reason":"tool_calls","key":"work","#
        + #""model":"gpt-x-2026","provider":"openai","request_id":"chatcmpl-1","text":"Hello","#
        + #""time_to_first_token_ms":7,"tool_calls":[{"arguments":"{}","id":null,"name":"f"}],"#
        + #""usage":{"cached_input_tokens":3,"input_tokens":1,"output_tokens":2,"#
        + #""reasoning_tokens":4}}"#)
  }

  @Test func `the name that the request has at its provider comes before the reply's`() {
    let key = KeySource.environment(variable: "OPENAI_API_KEY")
    let document = Self.summary(ChatReply(id: "b"), key: key, requestID: "a").document
    #expect(document["request_id"] == .string("a"))
    #expect(document["key"] == .string("OPENAI_API_KEY"))
  }

  @Test func `the fields that the manual lists are those of the object`() throws {
    var summary = Self.summary(
      ChatReply(), key: .notNeeded, requestID: nil, kept: KeptPlace(name: "trip", turn: 2))
    summary.turns = 2
    summary.sources = .array([])
    guard case .object(let members) = summary.document else {
      Issue.record("it is no object")
      return
    }
    let names = members.flatMap { name, value in
      value.members.isEmpty ? [name] : value.members.map { "\(name).\($0.key)" }
    }
    #expect(names.sorted() == ChatSummary.fields.map(\.name).sorted())
  }
}
