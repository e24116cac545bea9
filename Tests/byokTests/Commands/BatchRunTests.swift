import ByokKitTestSupport
import ByokTestSupport
import Foundation
import Synchronization
import Testing

@testable import ByokCore
@testable import ByokKit
@testable import byok

/// Whole batches with a scripted provider.
@Suite struct BatchRunTests {
  private let folder: TemporaryFolder
  private let clock = SteppingClock()

  init() throws {
    folder = try TemporaryFolder()
  }

  private static let limited = FakeTransport.Answer.status(
    429, #"{"error":{"message":"Slow down","code":"rate_limit_exceeded"}}"#, ["retry-after": "3"])

  /// Answers so many prompts, of which each has its number as its text.
  private func run(
    _ models: String, prompts: Int = 1, workers: Int = 1, _ transport: FakeTransport,
    clock: Clock? = nil
  ) throws -> (status: Int32, results: [JSONValue]) {
    let lines = (1...prompts).map { #"{"prompt":"\#($0)"}"# }
    let path = try folder.write(lines.joined(separator: "\n"), to: "prompts")
    let screen = try Screen()
    var session = Session(
      console: screen.console,
      environment: Environment([
        "HOME": folder.path, "OPENAI_API_KEY": "sk-FAKE0123456789abcdefghij",
      ]),
      clock: clock ?? self.clock.clock, transport: transport)
    let status = Program.run(
      ["chat", "-m", models, "--jsonl", path, "-j", "\(workers)"], in: &session)
    let results = screen.output.split(separator: "\n").compactMap { JSONValue(Array($0.utf8)) }
    return (status, results)
  }

  @Test func `one model is waited for as long as it asks`() throws {
    let transport = FakeTransport([Self.limited, .says("ok")])
    let run = try run("openai/gpt-4.1", transport)
    #expect(run.status == 0)
    #expect(run.results.map { $0["text"]?.text } == ["ok"])
    #expect(transport.asked.count == 2)
    #expect(clock.waited == 3)
  }

  @Test func `where there is another model, it is asked without a wait`() throws {
    let transport = FakeTransport([Self.limited, .says("ok")])
    let run = try run("openai/gpt-4.1,openai/gpt-4.1-mini", transport)
    #expect(run.status == 0)
    #expect(run.results.map { $0["model"]?.text } == ["gpt-4.1-mini"])
    #expect(transport.asked.count == 2)
    #expect(clock.waited == 0)
  }

  @Test(arguments: [429, 503])
  func `a batch that has ended sends nothing, and the prompt that waited has its failure`(
    _ status: Int
  ) throws {
    let (second, waiting) = (Latch(), Latch())
    let count = Mutex(0)
    let transport = FakeTransport { _ in
      let number = count.withLock { count in
        count += 1
        return count
      }
      if number == 1 {
        // Both are under way, or the second would wait for the first.
        second.wait(atMost: 60)
        return .status(status, "", ["retry-after": "12"])
      }
      second.open()
      // The key is refused to the one, while the other waits.
      waiting.wait(atMost: 60)
      return .status(401, "")
    }
    var clock = clock.clock
    clock.wait = { _, ended in
      waiting.open()
      ended.wait(atMost: 60)
    }
    let run = try run("openai/gpt-4.1", prompts: 9, workers: 2, transport, clock: clock)
    #expect(run.status == ByokError.Kind.keyRejected.rawValue)
    #expect(transport.asked.count == 2)
    #expect(Set(run.results.map { $0["index"]?.integer }) == [0, 1])
  }

  @Test func `what was never sent has no result, and is not in the log`() throws {
    // Some are sent before the first is refused, and some are not.
    let transport = FakeTransport { _ in Self.limited }
    var clock = clock.clock
    clock.wait = { _, ended in ended.open() }
    let run = try run("openai/gpt-4.1", prompts: 8, workers: 4, transport, clock: clock)
    #expect(run.results.count == transport.asked.count)
    let log = try String(
      contentsOfFile: folder.path(".local/state/byok/usage.jsonl"), encoding: .utf8)
    #expect(log.split(separator: "\n").count == transport.asked.count)
  }
}
