import ByokTestSupport
import Foundation
import Testing

/// Results of batches as providers send them, and waiting for them.
@Suite struct BatchResultTests {
  private let home: Home

  init() throws {
    home = try Home()
    try write(["one", "two FAIL", "three", "four LOST", "five EXPIRE"])
  }

  private func write(_ prompts: [String]) throws {
    try home.folder.write(
      prompts.map { "{\"prompt\":\"\($0)\"}\n" }.joined(), to: "prompts.jsonl")
  }

  private func program(_ server: FakeBatches, _ words: [String]) -> Program {
    var program = home.byok("batch")
    program.arguments += words
    program.environment.merge(server.variables) { $1 }
    return program
  }

  private func run(_ server: FakeBatches, _ words: String...) throws -> Run {
    try program(server, words).run()
  }

  private func submit(_ server: FakeBatches) throws -> Run {
    try run(server, "submit", "-m", server.shape.model, "--jsonl", "prompts.jsonl", "--name", "n")
  }

  private var log: [Substring] {
    let path = home.folder.path(".local/state/byok/usage.jsonl")
    return ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: "\n")
  }

  @Test(arguments: FakeBatches.Shape.all)
  func `results as they come are those in order`(_ shape: FakeBatches.Shape) throws {
    // In a document, there is no half of a line.
    let half = shape.prefix == "OPENROUTER" ? [] : ["half-line"]
    let server = try FakeBatches(shape, ["duplicates", "foreign"] + half)
    #expect(try submit(server).status == 0)
    _ = try run(server, "wait", "n", "--every", "0.02")
    let ordered = try run(server, "results", "n")
    let unordered = try run(server, "results", "n", "--unordered")
    #expect(unordered.status == ordered.status)
    let (lines, others) = (
      unordered.output.split(separator: "\n"), ordered.output.split(separator: "\n")
    )
    #expect(lines.sorted() == others.sorted())
    #expect(lines != others)
    #expect(unordered.errors == ordered.errors)
    #expect(log.count == 5)
  }

  @Test func `results that came before the cut are kept, and the others follow`() throws {
    let server = try FakeBatches(.files, ["content-cut"])
    #expect(try submit(server).status == 0)
    _ = try run(server, "wait", "n", "--every", "0.02")
    let cut = try run(server, "results", "n", "--unordered", "--resume", "results.jsonl")
    #expect(cut.status == 9, "\(cut.errors)")
    let kept = try String(contentsOfFile: home.folder.path("results.jsonl"), encoding: .utf8)
    #expect(kept.split(separator: "\n").count == 1)
    let rest = try run(server, "results", "n", "--unordered", "--resume", "results.jsonl")
    #expect(rest.errors.contains("1 prompt was answered before"), "\(rest.errors)")
    #expect(rest.errors.contains("1 answered, 3 failed"), "\(rest.errors)")
  }

  @Test func `a batch without a reply has a result for each prompt`() throws {
    try write(["one FAIL", "two FAIL"])
    let server = try FakeBatches(.files, [])
    #expect(try submit(server).status == 0)
    _ = try run(server, "wait", "n", "--every", "0.02")
    let run = try run(server, "results", "n")
    #expect(run.status == 1)
    #expect(run.output.split(separator: "\n").count == 2)
    #expect(run.errors.contains("2 of 2 prompts failed"), "\(run.errors)")
  }

  @Test func `Ctrl-C ends the waiting, and not the batch`() throws {
    let server = try FakeBatches(.files, ["slow"])
    #expect(try submit(server).status == 0)
    let terminal = try PseudoTerminal()
    var program = program(server, ["wait", "n", "--every", "1000"])
    program.onTerminal(terminal, streams: [2])
    let running = try program.start()
    try terminal.waitFor("Ctrl-C leaves 'n' running; byok batch cancel n ends it")
    running.send(SIGINT)
    #expect(try running.wait().status == 128 + SIGINT)
    let status = try run(server, "status", "n", "--json")
    #expect(status.output.contains("\"running\""), "\(status.output)")
    #expect(!server.noted("log").contains { $0.hasSuffix("/cancel") })
  }
}
