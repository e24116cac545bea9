import ByokKitTestSupport
import Synchronization
import Testing

@testable import ByokCore
@testable import ByokKit

/// The loop over one dialect: what is run, and what the model gets.
@Suite struct ToolLoopTests {
  @Test func `calls are run and their results sent with the next request`() throws {
    let chat = ToolChat()
    let outcome = try chat.run([
      ToolChat.calls(#"c1 git__log {"n":3}"#, "c2 web__fetch", text: "I will look."),
      .says("Done"),
    ])
    #expect(outcome.failure == nil)
    #expect(outcome.text == "Done")
    #expect(chat.runner.calls.sorted() == [#"git/log {"n":3}"#, "web/fetch {}"])
    #expect(outcome.bodies.count == 2)
    #expect(
      outcome.messages(1) == [
        ToolChat.json(#"{"role":"user","content":"Look"}"#),
        ToolChat.json(
          #"{"role":"assistant","content":"I will look.","tool_calls":["#
            + #"{"id":"c1","type":"function","function":{"name":"git__log","arguments":"{\"n\":3}"}},"#
            + #"{"id":"c2","type":"function","function":{"name":"web__fetch","arguments":""}}]}"#),
        ToolChat.json(#"{"role":"tool","tool_call_id":"c1","content":"log of {\"n\":3}"}"#),
        ToolChat.json(#"{"role":"tool","tool_call_id":"c2","content":"fetch of {}"}"#),
      ])
    #expect(outcome.bodies[0]["tools"] == outcome.bodies[1]["tools"])
    #expect(outcome.bodies[0]["tools"]?.elements?.count == 2)
  }

  @Test func `what happened is in the result and in the steps`() throws {
    let usage = #","usage":{"prompt_tokens":5,"completion_tokens":2}"#
    let outcome = try ToolChat().run([
      ToolChat.calls(#"c1 git__log {"n":3}"#, text: "First.", usage: usage), .says("Done"),
    ])
    let run = try #require(outcome.result.toolRuns.first)
    #expect((run.server, run.tool, run.name) == ("git", "log", "git__log"))
    #expect((run.turn, run.id, run.isError) == (1, "c1", false))
    #expect(run.bytes == #"log of {"n":3}"#.utf8.count)
    #expect(outcome.result.turns == 2)
    #expect(outcome.result.reply.usage.input == 5)
    #expect(outcome.result.reply.toolCalls.isEmpty)
    #expect(outcome.result.exchanged.map(\.role) == [.assistant, .user])
    var call = run
    (call.bytes, call.isError) = (0, false)
    #expect(outcome.steps.contains(.call(call)))
    #expect(outcome.steps.contains(.preamble("First.")))
    #expect(
      outcome.steps.contains(.result(run, content: [.text(#"log of {"n":3}"#)])))
    #expect(outcome.steps.first == .turn(1))
  }

  @Test func `text of each turn goes out at once where that is wanted`() throws {
    let answers = [ToolChat.calls("c1 web__fetch", text: "First."), .says("Done")]
    #expect(try ToolChat().run(answers, eachTurn: true).text == "First.Done")
    #expect(try ToolChat().run(answers).text == "Done")
  }

  @Test func `arguments that break the schema are answered with the path`() throws {
    let chat = ToolChat()
    let outcome = try chat.run([
      ToolChat.calls(#"c1 git__log {"n":"three"}"#, "c2 git__log [1]", "c3 git__log {\"n\":"),
      .says("Sorry"),
    ])
    #expect(chat.runner.calls.isEmpty)
    let results = outcome.results(1)
    #expect(results[0].contains(".n must be an integer, not a string"))
    #expect(results[1].hasPrefix("Error: The arguments are not a JSON object"))
    #expect(results[2] == results[1])
    #expect(outcome.result.toolRuns.map(\.isError) == [true, true, true])
  }

  @Test func `a failing tool is the model's business`() throws {
    var chat = ToolChat()
    chat.runner = FakeRunner { (_, _) throws(ByokError) in
      ToolAnswer(content: [.text("no repository")], isError: true)
    }
    let outcome = try chat.run([ToolChat.calls("c1 web__fetch"), .says("Sorry")])
    #expect(outcome.failure == nil)
    #expect(outcome.results(1) == ["Error: no repository"])
    #expect(outcome.result.toolRuns[0].isError)
  }

  @Test func `a lost server ends the chat`() throws {
    var chat = ToolChat()
    chat.runner = FakeRunner { (_, _) throws(ByokError) in throw ByokError(.tools, "lost") }
    let outcome = try chat.run([ToolChat.calls("c1 web__fetch"), .says("Sorry")])
    #expect(outcome.failure?.kind == .tools)
    #expect(outcome.bodies.count == 1)
  }

  @Test func `the third call with the same arguments is not made`() throws {
    let chat = ToolChat()
    let outcome = try chat.run([
      ToolChat.calls(#"c1 git__log {"n":1, "m":2}"#), ToolChat.calls(#"c2 git__log {"m":2,"n":1}"#),
      ToolChat.calls(#"c3 git__log {"n":1,"m":2}"#), .says("Done"),
    ])
    #expect(outcome.failure == nil)
    #expect(chat.runner.calls.count == 2)
    #expect(outcome.results(3)[2].hasPrefix("Error: This call was made 2 times"))
  }

  @Test func `several equal calls in one reply are all made`() throws {
    let chat = ToolChat()
    let roll = #"git__log {"n":6}"#
    let outcome = try chat.run([
      ToolChat.calls("c1 " + roll, "c2 " + roll, "c3 " + roll), .says("Done"),
    ])
    #expect(outcome.failure == nil)
    #expect(chat.runner.calls.count == 3)
  }

  @Test func `null stands for no arguments`() throws {
    let chat = ToolChat()
    let outcome = try chat.run([ToolChat.calls("c1 web__fetch null"), .says("Done")])
    #expect(outcome.failure == nil)
    #expect(chat.runner.calls == ["web/fetch {}"])
  }

  @Test func `a tool that was not offered is refused, and the third time ends the chat`() throws {
    let chat = ToolChat()
    let answers = [
      ToolChat.calls("c1 git__push"), ToolChat.calls("c2 git__push"),
      ToolChat.calls("c3 web__fetch"), ToolChat.calls("c4 git__push", "c5 rm"),
      ToolChat.calls("c6 rm"), .says("Never"),
    ]
    let outcome = try chat.run(answers)
    #expect(outcome.failure?.kind == .unfinished)
    #expect(outcome.bodies.count == 5)
    #expect(chat.runner.calls == ["web/fetch {}"])
    #expect(outcome.results(1)[0].contains("no tool of the name git__push"))
    let refused = outcome.steps.compactMap {
      if case .refused(let run) = $0 { run.id } else { nil }
    }
    #expect(refused == ["c1", "c2", "c4", "c5", "c6"])
  }

  @Test func `calls of one server run in turn, of several at once`() throws {
    var chat = ToolChat()
    let state = Condition((now: 0, most: 0))
    let wait = { @Sendable (count: Int) in
      state.update {
        $0.now += 1
        $0.most = max($0.most, $0.now)
      }
      state.wait(atMost: 20) { $0.most >= count ? true : nil }
      state.update { $0.now -= 1 }
    }
    chat.runner = FakeRunner { (tool, _) throws(ByokError) in
      wait(2)
      return ToolAnswer(content: [.text(tool.server)])
    }
    let outcome = try chat.run([
      ToolChat.calls("c1 web__fetch", "c2 git__log", #"c3 web__fetch {"a":1}"#), .says("Done"),
    ])
    #expect(state.withLock { $0.most } == 2)
    #expect(outcome.results(1) == ["web", "git", "web"])

    state.update { $0.most = 0 }
    chat.runner = FakeRunner(parallel: ["web"]) { (tool, arguments) throws(ByokError) in
      wait(3)
      return ToolAnswer(content: [.text(arguments.compactText)])
    }
    let parallel = try chat.run([
      ToolChat.calls(
        #"c1 web__fetch {"a":1}"#, #"c2 web__fetch {"a":2}"#, #"c3 web__fetch {"a":3}"#),
      .says("Done"),
    ])
    #expect(state.withLock { $0.most } == 3)
    #expect(parallel.results(1) == [#"{"a":1}"#, #"{"a":2}"#, #"{"a":3}"#])
  }

  @Test func `long results are cut, and say so`() throws {
    var chat = ToolChat()
    chat.limits.bytesOfResult = 100
    chat.runner = FakeRunner { (_, _) throws(ByokError) in
      ToolAnswer(content: [.text(String(repeating: "a", count: 500) + "end")])
    }
    let outcome = try chat.run([ToolChat.calls("c1 web__fetch"), .says("Done")])
    let text = outcome.results(1)[0]
    #expect(text.contains("[byok left out 403 of 503 bytes here]"))
    #expect(text.hasSuffix("end"))
    #expect(outcome.result.toolRuns[0].leftOut == 403)
  }
}
