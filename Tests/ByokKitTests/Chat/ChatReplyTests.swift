import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ChatReplyTests {
  private static func reply(_ events: StreamEvent...) -> ChatReply {
    var reply = ChatReply()
    var time = 0.0
    for event in events {
      time += 1
      reply.take(event, now: time)
    }
    return reply
  }

  @Test func `the last model, id and reason count`() {
    let reply = Self.reply(
      .model("a"), .replyID("1"), .finished(.length), .model("b"), .replyID("2"), .finished(.stop))
    #expect(reply.model == "b")
    #expect(reply.id == "2")
    #expect(reply.finishReason == .stop)
  }

  @Test func `the first text is when the reply began`() {
    #expect(Self.reply(.model("a"), .reasoning("r"), .text("x"), .text("y")).firstText == 3)
    #expect(Self.reply(.reasoning("r")).firstText == nil)
  }

  @Test func `refusals are joined`() {
    #expect(Self.reply(.refusal("I can"), .refusal("not")).refusal == "I cannot")
  }

  @Test func `token counts are filled up`() {
    let reply = Self.reply(.usage(Usage(input: 1, output: 2)), .usage(Usage(output: 3, cost: 0.5)))
    #expect(reply.usage == Usage(input: 1, output: 3, cost: 0.5))
  }

  @Test func `pieces of a call belong together by their index`() {
    let reply = Self.reply(
      .toolCall(ToolCallPiece(index: 1, id: "b", name: "g", arguments: "{")),
      .toolCall(ToolCallPiece(index: 0, id: "a", name: "f")),
      .toolCall(ToolCallPiece(index: 1, arguments: "}")),
      .toolCall(ToolCallPiece(index: 0, name: "", arguments: "[]")))
    #expect(
      reply.toolCalls == [
        ToolCallPiece(index: 1, id: "b", name: "g", arguments: "{}"),
        ToolCallPiece(index: 0, id: "a", name: "f", arguments: "[]"),
      ])
  }
}
