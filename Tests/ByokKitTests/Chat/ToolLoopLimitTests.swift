import ByokKitTestSupport
import Synchronization
import Testing

@testable import ByokCore
@testable import ByokKit

/// How a chat with tools ends before the model is done.
@Suite struct ToolLoopLimitTests {
  private static let more = ToolChat.calls("c1 web__fetch", "c2 git__log", text: "So far.")

  @Test func `too many calls are not run, and the text goes out`() throws {
    var chat = ToolChat()
    chat.limits.calls = 1
    let outcome = try chat.run([Self.more, .says("Never")])
    #expect(outcome.failure?.kind == .unfinished)
    #expect(outcome.failure?.message.contains("--max-tool-calls 1") == true)
    #expect(chat.runner.calls.isEmpty)
    #expect(outcome.text == "So far.")
    #expect(outcome.result.exchanged.isEmpty)
    chat.limits.calls = 2
    #expect(try chat.run([Self.more, .says("Done")]).failure == nil)
  }

  @Test func `the last turn's calls are not run`() throws {
    var chat = ToolChat()
    chat.limits.turns = 2
    let outcome = try chat.run([Self.more, ToolChat.calls("c3 web__fetch"), .says("Never")])
    #expect(outcome.failure?.kind == .unfinished)
    #expect(outcome.failure?.message.contains("--max-turns 2") == true)
    #expect(chat.runner.calls.count == 2)
    // Of the last turn there is no text, so that of the one before it counts.
    #expect(outcome.text == "So far.")
    #expect(try chat.run([Self.more, .says("Done")]).text == "Done")
  }

  @Test func `the time of a chat bounds requests and calls`() throws {
    let now = Mutex(0.0)
    var chat = ToolChat()
    chat.clock = Clock(now: { 0 }, monotonic: { now.withLock { $0 } }, sleep: { _ in })
    chat.limits.seconds = 60
    chat.limits.secondsOfCall = 120
    chat.runner = FakeRunner { (_, _) throws(ByokError) in
      now.withLock { $0 += 40 }
      return ToolAnswer(content: [])
    }
    let answers = [
      ToolChat.calls("c1 web__fetch", text: "One."), ToolChat.calls(#"c2 web__fetch {"a":1}"#),
      .says("Never"),
    ]
    let outcome = try chat.run(answers)
    #expect(outcome.failure?.kind == .unfinished)
    #expect(outcome.failure?.message.contains("--max-time 60") == true)
    #expect(chat.runner.limits == [60, 20])
    #expect(outcome.bodies.count == 2)
    #expect(outcome.text == "One.")
  }

  @Test func `a request that outlasts the chat is its end`() throws {
    let now = Mutex(0.0)
    var chat = ToolChat()
    chat.clock = Clock(
      now: { 0 },
      monotonic: {
        now.withLock {
          $0 += 20
          return $0
        }
      }, sleep: { _ in })
    chat.limits.seconds = 30
    let outcome = try chat.run([.fails(.timeout, wasSent: true)])
    #expect(outcome.failure?.kind == .unfinished)
  }

  @Test func `what the chat may cost is looked at before each call`() throws {
    var chat = ToolChat()
    var facts = Model(id: "m", provider: "example", name: "M")
    facts.price = Model.Price(input: 1, output: 1000)
    chat.request.facts = facts
    chat.request.settings.maxTokens = 1000
    // A reply costs a dollar at most; the first did cost half of one.
    chat.spending = SpendingGuard(ChatLimits(maxCost: Dollars(amount: 1.2)))
    let usage = #","usage":{"prompt_tokens":1,"completion_tokens":500}"#
    let outcome = try chat.run([
      ToolChat.calls("c1 web__fetch", text: "So far.", usage: usage), .says("Never"),
    ])
    #expect(outcome.failure?.kind == .unfinished)
    #expect(outcome.failure?.message.contains("--max-cost") == true)
    #expect(chat.runner.calls.isEmpty)
    #expect(outcome.text == "So far.")
  }

  @Test func `arguments that a limit of tokens cut off are not run`() throws {
    var chat = ToolChat()
    chat.request.settings.maxTokens = 5
    let outcome = try chat.run([
      ToolChat.calls(#"c1 git__log {"n":"#, "c2 web__fetch", finish: "length"), .says("Never"),
    ])
    #expect(outcome.failure?.kind == .truncated)
    #expect(chat.runner.calls.isEmpty)
    #expect(outcome.bodies.count == 1)
  }

  @Test func `a call that the provider cannot read is asked for once more`() throws {
    let failed = FakeTransport.Answer.status(
      400, #"{"error":{"message":"Failed to call a function","code":"tool_use_failed"}}"#)
    var chat = ToolChat()
    chat.retries = 3
    let good = try chat.run([failed, .says("Done")])
    #expect(good.failure == nil)
    #expect(good.text == "Done")
    #expect(good.bodies[0] == good.bodies[1])
    #expect(good.errors.contains("asking once more"))
    let bad = try chat.run([failed, failed, .says("Never")])
    #expect(bad.failure != nil)
    #expect(bad.bodies.count == 2)
  }

  @Test func `Gemini's malformed call is asked for once more, and then fails`() throws {
    let malformed = FakeTransport.Answer.events(
      #"{"candidates":[{"content":{"parts":[]},"finishReason":"MALFORMED_FUNCTION_CALL"}]}"#)
    var chat = ToolChat()
    (chat.dialect, chat.retries) = (Gemini.self, 3)
    let done = FakeTransport.Answer.events(
      #"{"candidates":[{"content":{"parts":[{"text":"Done"}]},"finishReason":"STOP"}]}"#)
    #expect(try chat.run([malformed, done]).text == "Done")
    let bad = try chat.run([malformed, malformed, done])
    #expect(bad.failure?.kind == .provider)
    #expect(bad.bodies.count == 2)
  }

  @Test func `with a form, tools come first, and then one request without them`() throws {
    let form = ReplySchema(schema: ToolChat.json(#"{"type":"object","required":["a"]}"#))
    let outcome = try ToolChat().run(
      [ToolChat.calls("c1 web__fetch"), .says("It is 1"), .says(#"{\"a\":1}"#)], form: form)
    #expect(outcome.failure == nil)
    #expect(outcome.text == #"{"a":1}"#)
    #expect(outcome.bodies.count == 3)
    #expect(outcome.bodies[0]["response_format"] == nil)
    #expect(outcome.bodies[1]["tools"] != nil)
    #expect(outcome.bodies[2]["tools"] == nil)
    #expect(outcome.bodies[2]["response_format"] != nil)
    #expect(
      outcome.messages(2).map { $0["role"]?.text } == [
        "user", "assistant", "tool", "assistant", "user",
      ])
    #expect(outcome.result.turns == 3)
    #expect(outcome.result.toolRuns.count == 1)
  }

  @Test func `too many tools are refused before anything is sent`() throws {
    let tools = (0..<3).map {
      ServerTool(server: "s", name: "t\($0)", inputSchema: .object([:]))
    }
    var provider = Provider(
      id: "p", name: "P", baseURL: "https://a.b", dialect: OpenAIChat.self,
      quirks: Quirks(toolLimit: 2))
    let offer = ToolOffer(tools)
    #expect {
      try offer.check(provider, OpenAIChat.self, model: "m", nil)
    } throws: { error in
      let error = error as? ByokError
      return error?.kind == .usage && error?.hints.first?.contains("--allow-tool") == true
    }
    provider.quirks.toolLimit = 3
    try offer.check(provider, OpenAIChat.self, model: "m", nil)
    var facts = Model(id: "m", provider: "p", name: "M")
    facts.callsTools = false
    #expect(throws: ByokError.self) {
      try offer.check(provider, OpenAIChat.self, model: "m", facts)
    }
  }
}
