import ByokTestSupport
import Foundation
import Testing

/// Batches in several parts, and batches that this machine has forgotten.
@Suite struct BatchPartTests {
  private let home: Home

  init() throws {
    home = try Home()
    try home.folder.write(
      (0..<5).map { "{\"prompt\":\"prompt \($0)\"}\n" }.joined(), to: "five.jsonl")
  }

  private func run(_ server: FakeBatches, _ words: String...) throws -> Run {
    var program = home.byok("batch")
    program.arguments += words
    program.environment.merge(server.variables) { $1 }
    return try program.run()
  }

  private func submit(_ server: FakeBatches, _ words: String...) throws -> Run {
    var program = home.byok(
      "batch", "submit", "-m", server.shape.model, "--jsonl", "five.jsonl", "--name", "n")
    program.arguments += words
    program.environment.merge(server.variables) { $1 }
    return try program.run()
  }

  private func texts(_ server: FakeBatches) throws -> [String] {
    _ = try run(server, "wait", "n", "--every", "0.02")
    let run = try run(server, "results", "n")
    #expect(run.status == 0, "\(run.errors)")
    return try run.output.split(separator: "\n").map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return try #require(object?["text"] as? String)
    }
  }

  private static let wanted = (0..<5).map { "prompt \($0)" }

  @Test(arguments: FakeBatches.Shape.all)
  func `parts are batches of their own, and one result`(_ shape: FakeBatches.Shape) throws {
    let server = try FakeBatches(shape, [])
    let submit = try submit(server, "--split", "2")
    #expect(submit.status == 0, "\(submit.errors)")
    #expect(submit.errors.contains("5 requests in 3 parts"))
    #expect(server.creates == 3)
    #expect(try texts(server) == Self.wanted)
  }

  @Test func `parts that were created stay, and the others follow`() throws {
    let server = try FakeBatches(.files, ["refused-second"])
    let first = try submit(server, "--split", "2")
    #expect(first.status == 1)
    #expect(first.errors.contains("1 of 3 parts of 'n' submitted"), "\(first.errors)")
    #expect(try run(server, "wait", "n", "--every", "0.02").status == 2)
    // From cron, it is said, and keeps no other batch waiting.
    #expect(try run(server, "status", "n", "--advance").status == 2)
    let all = try run(server, "status", "--advance")
    #expect(all.status == 0)
    #expect(all.errors.contains("part 3 of 'n' has not been submitted"), "\(all.errors)")
    #expect(server.creates == 1)
    #expect(try submit(server, "--split", "2").status == 0)
    #expect(server.creates == 3)
    #expect(try texts(server) == Self.wanted)
  }

  @Test func `what finds no room is submitted again`() throws {
    let server = try FakeBatches(.files, ["no-room"])
    let submit = try submit(server, "--split", "3", "--queue", "--every", "0.02")
    #expect(submit.status == 0, "\(submit.errors)")
    // The first failed as a whole: nothing of it was asked.
    #expect(server.creates == 3)
    #expect(try texts(server) == Self.wanted)
  }

  @Test func `status --advance submits what found no room, without the prompts`() throws {
    let server = try FakeBatches(.files, ["no-room"])
    #expect(try submit(server, "--split", "2").status == 0)
    #expect(server.creates == 3)
    try home.folder.write("", to: "five.jsonl")
    // The first has failed for want of room, the others have ended.
    for _ in 0..<2 { #expect(try run(server, "status", "n").status == 0) }
    #expect(server.creates == 3)
    let advanced = try run(server, "status", "n", "--advance")
    #expect(advanced.status == 0)
    #expect(advanced.errors.contains("n: submitted 1 part"), "\(advanced.errors)")
    #expect(server.creates == 4)
    // It runs: nothing more is to be submitted.
    #expect(try run(server, "status", "--advance").status == 0)
    #expect(try texts(server) == Self.wanted)
    #expect(server.creates == 4)
  }

  @Test func `what is submitted again is not taken for what found no room`() throws {
    // The list has both, with the same mark, and the answer to the second create is lost.
    let server = try FakeBatches(.files, ["no-room", "third-cut"])
    #expect(try submit(server, "--split", "3").status == 0)
    for _ in 0..<2 { _ = try run(server, "status", "n") }
    let advanced = try run(server, "status", "n", "--advance")
    #expect(advanced.status == 0)
    #expect(advanced.errors.contains("found the batch at the provider: batch_3"))
    #expect(try texts(server) == Self.wanted)
    #expect(server.creates == 3)
  }

  @Test func `what is refused for want of room waits at the provider, and is created once`() throws
  {
    let server = try FakeBatches(.files, ["limited"])
    let first = try submit(server, "--split", "2")
    #expect(first.status == 5)
    #expect(first.errors.contains("byok batch status n --advance"), "\(first.errors)")
    #expect(server.creates == 0)
    #expect(server.noted("uploads").count == 3)
    for count in 1...2 {
      // Each look submits one where none is running, or one has ended.
      _ = try run(server, "status", "n", "--advance")
      #expect(server.creates == count)
      while try run(server, "status", "n", "--json").output.contains("\"created\"") {}
    }
    #expect(try texts(server) == Self.wanted)
    #expect(server.creates == 3)
    #expect(server.noted("uploads").count == 3)
  }

  @Test func `a part that still finds no room waits`() throws {
    let server = try FakeBatches(.files, ["limited-always"])
    #expect(try submit(server).status == 5)
    let run = try run(server, "status", "n", "--advance")
    #expect(run.status == 0)
    #expect(run.errors.contains("part 1 waits"), "\(run.errors)")
    #expect(server.creates == 0)
  }

  @Test func `wait submits what found no room`() throws {
    let server = try FakeBatches(.files, ["no-room"])
    #expect(try submit(server, "--split", "3").status == 0)
    let wait = try run(server, "wait", "n", "--every", "0.02")
    #expect(wait.status == 0, "\(wait.errors)")
    #expect(server.creates == 3)
    #expect(try texts(server) == Self.wanted)
  }

  @Test func `what waits when a batch is cancelled is not submitted any more`() throws {
    let server = try FakeBatches(.files, ["no-room"])
    #expect(try submit(server, "--split", "3").status == 0)
    for _ in 0..<2 { _ = try run(server, "status", "n") }
    #expect(try run(server, "cancel", "n").status == 0)
    #expect(try run(server, "status", "--advance").errors.contains("no batch is running"))
    #expect(try run(server, "wait", "n", "--every", "0.02").status == 0)
    #expect(try submit(server, "--split", "3").errors.contains("has been submitted already"))
    #expect(server.creates == 2)
    let results = try run(server, "results", "n")
    #expect(results.status == 1)
    #expect(results.errors.contains("2 answered, 3 failed"), "\(results.errors)")
    #expect(results.output.contains("the batch was cancelled before this was asked"))
  }

  @Test func `what needs the prompts is not advanced`() throws {
    let server = try FakeBatches(.messages, ["refused"])
    #expect(try submit(server).status == 1)
    let run = try run(server, "status", "n", "--advance")
    #expect(run.status == 2)
    #expect(run.errors.contains("part 1 of 'n' has not been submitted"), "\(run.errors)")
    #expect(server.creates == 0)
  }

  @Test func `a batch that this machine has forgotten is taken up by its id`() throws {
    let server = try FakeBatches(.files, [])
    #expect(try submit(server).status == 0)
    #expect(try run(server, "rm", "n", "--yes").status == 0)
    var program = home.byok(
      "batch", "adopt", "openai", "batch_1", "-m", server.shape.model, "--jsonl", "five.jsonl",
      "--name", "n")
    program.environment.merge(server.variables) { $1 }
    let adopted = try program.run()
    #expect(adopted.status == 0, "\(adopted.errors)")
    #expect(server.creates == 1)
    #expect(try texts(server) == Self.wanted)
    program.arguments[3] = "batch_9"
    program.arguments[program.arguments.count - 1] = "m"
    let unknown = try program.run()
    #expect(unknown.status == 1)
    #expect(unknown.errors.contains("OpenAI knows no batch 'batch_9'"))
  }

  @Test func `prompts of two models are two parts`() throws {
    let server = try FakeBatches(.files, [])
    try home.folder.write(
      """
      {"prompt":"prompt 0"}
      {"prompt":"prompt 1","model":"openai/gpt-5.4-mini"}
      {"prompt":"prompt 2"}

      """, to: "five.jsonl")
    #expect(try submit(server).errors.contains("3 requests in 2 parts"))
    #expect(try texts(server) == Array(Self.wanted.prefix(3)))
    try home.folder.write(
      """
      {"prompt":"x"}
      {"prompt":"y","model":"echo/echo"}
      """, to: "five.jsonl")
    let mixed = try submit(server, "--name", "m")
    #expect(mixed.status == 2)
    #expect(
      mixed.errors.contains("line 2: a batch is asked of one provider, not of openai and echo"))
  }

  @Test func `replies are held against the schema`() throws {
    try home.folder.write(
      "{\"prompt\":\"{\\\"a\\\": 1}\"}\n{\"prompt\":\"no\"}\n", to: "five.jsonl")
    let server = try FakeBatches(.files, [])
    #expect(try submit(server, "--schema", "a int").status == 0)
    _ = try run(server, "wait", "n", "--every", "0.02")
    let run = try run(server, "results", "n")
    #expect(run.status == 9)
    #expect(run.output.contains(#""status":0,"text":"{\"a\": 1}""#))
    #expect(run.output.contains("does not match the schema"))
  }

  @Test func `results at another address are not fetched`() throws {
    let server = try FakeBatches(.messages, ["wrong-origin"])
    #expect(try submit(server).status == 0)
    _ = try run(server, "wait", "n", "--every", "0.02")
    let run = try run(server, "results", "n")
    #expect(run.status == 3)
    #expect(
      run.errors.contains("'https://elsewhere.invalid/v1/messages/batches/msgbatch_1/results'"))
  }

  @Test func `an upload is not sent elsewhere`() throws {
    let server = try FakeBatches(.files, ["upload-redirect"])
    let run = try submit(server)
    #expect(run.status == 3)
    #expect(
      run.errors.contains("redirects to https://elsewhere.invalid, where the key is not sent"))
    #expect(server.creates == 0)
  }

  @Test func `another key is refused`() throws {
    let server = try FakeBatches(.files, [])
    #expect(try submit(server).status == 0)
    var program = home.byok("batch", "status", "n")
    program.environment.merge(server.variables) { $1 }
    program.environment["OPENAI_API_KEY"] = "sk-another-0123456789abcdefghijklmnopqrstuv"
    let run = try program.run()
    #expect(run.status == 3)
    #expect(
      run.errors.contains("the batch 'n' was submitted with another key than the key in OPENAI"))
    program.environment = program.environment.merging(server.variables) { $1 }
    program.environment["OPENAI_BASE_URL"] = "http://127.0.0.1:1/v1"
    #expect(try program.run().status == 3)
  }

  @Test func `a batch that costs too much is not sent`() throws {
    let server = try FakeBatches(.files, [])
    let run = try submit(server, "--max-cost", "0.001")
    #expect(run.status == 1)
    #expect(run.errors.contains("over --max-cost $0.001; nothing was sent"))
    #expect(server.noted("log").isEmpty)
  }
}
