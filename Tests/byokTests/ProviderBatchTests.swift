import ByokTestSupport
import Foundation
import Testing

/// Batches as providers take them: created once, whatever happens, and with a result for each prompt.
@Suite struct ProviderBatchTests {
  private let home: Home

  init() throws {
    home = try Home()
    try home.folder.write(Self.prompts, to: "prompts.jsonl")
  }

  private static let prompts = """
    {"id":"a","prompt":"one"}
    {"id":"b","prompt":"two FAIL"}
    {"prompt":"three"}
    {"id":"d","prompt":"four LOST"}
    {"id":"e","prompt":"five EXPIRE"}

    """

  private func run(_ server: FakeBatches, _ words: String...) throws -> Run {
    var program = home.byok("batch")
    program.arguments += words
    program.environment.merge(server.variables) { $1 }
    return try program.run()
  }

  private func submit(_ server: FakeBatches) throws -> Run {
    try run(server, "submit", "-m", server.shape.model, "--jsonl", "prompts.jsonl", "--name", "n")
  }

  /// Waits, fetches, and looks at the results; everything was created once.
  private func finish(
    _ server: FakeBatches, statuses: [Int] = [0, 1, 0, 9, 5],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let wait = try run(server, "wait", "n", "--every", "0.02")
    #expect(wait.status == 0, "\(wait.errors)", sourceLocation: sourceLocation)
    let run = try run(server, "results", "n", "--resume", "results.jsonl")
    #expect(
      run.errors.contains("2 answered, 3 failed"), "\(run.errors)", sourceLocation: sourceLocation)
    #expect(try results() == statuses, sourceLocation: sourceLocation)
    #expect(server.creates == 1, sourceLocation: sourceLocation)
  }

  /// The statuses of the results, which are in the order of the prompts.
  private func results() throws -> [Int] {
    let text = try String(contentsOfFile: home.folder.path("results.jsonl"), encoding: .utf8)
    let objects = try text.split(separator: "\n").map { line in
      try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    #expect(objects.compactMap { $0["index"] as? Int } == Array(0..<objects.count))
    #expect(objects.allSatisfy { $0["batch"] as? String == "n" })
    return objects.compactMap { $0["status"] as? Int }
  }

  private var log: [Substring] {
    let path = home.folder.path(".local/state/byok/usage.jsonl")
    return ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: "\n")
  }

  @Test(arguments: FakeBatches.Shape.all)
  func `a batch of each shape comes to its end`(_ shape: FakeBatches.Shape) throws {
    let server = try FakeBatches(shape, [])
    let submit = try submit(server)
    #expect(submit.status == 0, "\(submit.errors)")
    #expect(submit.output == "n\n")
    #expect(submit.errors.contains("5 requests in 1 part"))
    // Gemini's fake has no word for what has expired.
    let last = shape.prefix == "GEMINI" ? 0 : 5
    if last == 0 {
      _ = try run(server, "wait", "n", "--every", "0.02")
      let run = try run(server, "results", "n", "--resume", "results.jsonl")
      #expect(run.status == 9, "\(run.errors)")
      #expect(try results() == [0, 1, 0, 9, 0])
      #expect(server.creates == 1)
    } else {
      try finish(server)
    }
    #expect(log.count == 5)
    #expect(
      log.count { $0.contains("cost_usd") }
        == (shape.prefix == "OPENROUTER" ? 0 : last == 0 ? 3 : 2))
    // Once more: nothing is asked anew, nothing is logged twice.
    let again = try run(server, "results", "n", "--resume", "results.jsonl")
    #expect(again.errors.contains("prompts were answered before"))
    #expect(log.count == 5)
    let second = try self.submit(server)
    #expect(second.errors.contains("'n' has been submitted already"))
    #expect(server.creates == 1)
  }

  /// Faults that need no second command.
  @Test(
    arguments: FakeBatches.Shape.all,
    [
      "create-cut", "create-broken", "create-empty", "create-lean", "unknown-at-first",
      "unavailable",
    ])
  func `a fault of the network creates nothing twice`(
    _ shape: FakeBatches.Shape, _ fault: String
  ) throws {
    let server = try FakeBatches(shape, [fault])
    let submit = try submit(server)
    if shape.isMarked || !fault.hasPrefix("create-") || fault == "create-lean" {
      #expect(submit.status == 0, "\(submit.errors)")
    } else {
      // The list does not say whose it is: it is a person who knows.
      #expect(submit.status == 1)
      #expect(submit.errors.contains("may be it"))
      let id = server.noted("creates")[0]
      #expect(submit.errors.contains("\(id) --name n"))
      #expect(try self.submit(server).status == 1)
      let provider = String(shape.model.prefix { $0 != "/" })
      let adopted = try run(server, "adopt", provider, id, "--name", "n")
      #expect(adopted.status == 0, "\(adopted.errors)")
    }
    guard shape.prefix != "GEMINI" else {
      #expect(server.creates == 1)
      return
    }
    try finish(server)
  }

  @Test(arguments: ["fresh-file", "late-output", "empty-error-id", "slow"])
  func `what comes late is waited for`(_ fault: String) throws {
    let server = try FakeBatches(.files, [fault])
    #expect(try submit(server).status == 0)
    try finish(server)
  }

  @Test(arguments: [
    ("duplicates", "1 result more than once"), ("foreign", "1 result for no prompt of this batch"),
    ("half-line", "1 result that cannot be read"),
  ])
  func `results that are none are counted`(_ fault: String, _ words: String) throws {
    let server = try FakeBatches(.files, [fault])
    #expect(try submit(server).status == 0)
    _ = try run(server, "wait", "n", "--every", "0.02")
    let run = try run(server, "results", "n", "--resume", "results.jsonl")
    #expect(run.errors.contains("warning: the provider sent \(words)"), "\(run.errors)")
    #expect(try results() == [0, 1, 0, 9, 5])
  }

  @Test func `results that are cut off are fetched again`() throws {
    let server = try FakeBatches(.files, ["content-broken"])
    #expect(try submit(server).status == 0)
    _ = try run(server, "wait", "n", "--every", "0.02")
    let cut = try run(server, "results", "n", "--resume", "results.jsonl")
    #expect(cut.status == 9, "\(cut.errors)")
    #expect(cut.output == "")
    try finish(server)
  }

  @Test(arguments: [
    ("upload-cut", 8), ("refused", 1), ("limited", 5),
  ])
  func `what was not created is created by the same command`(
    _ fault: String, _ status: Int32
  ) throws {
    let server = try FakeBatches(.files, [fault])
    let first = try submit(server)
    #expect(first.status == status, "\(first.errors)")
    #expect(first.errors.contains("0 of 1 part of 'n' submitted; the same command continues"))
    #expect(server.creates == 0)
    let second = try submit(server)
    #expect(second.status == 0, "\(second.errors)")
    try finish(server)
  }

  @Test func `a failure before the creation is settled by the list`() throws {
    let server = try FakeBatches(.files, ["broken-before"])
    let first = try submit(server)
    #expect(first.status == 1)
    #expect(first.errors.contains("it is uncertain whether part 1 of 'n' was created"))
    #expect(try submit(server).status == 1)
    #expect(server.creates == 0)
    // A minute later, the list would have it.
    let path = home.folder.path(".local/state/byok/batches/n.json")
    let state = try String(contentsOfFile: path, encoding: .utf8)
    let aged = state.split(separator: "\n").map { line in
      line.contains("\"created_at\" : 1")
        ? "\"created_at\" : \(Int(Date().timeIntervalSince1970) - 120)," : line
    }
    try home.folder.write(aged.joined(separator: "\n"), to: ".local/state/byok/batches/n.json")
    let second = try submit(server)
    #expect(second.status == 0, "\(second.errors)")
    try finish(server)
  }

  @Test(arguments: ["stall-upload", "stall-before", "stall-after"])
  func `a death by SIGKILL creates nothing twice`(_ fault: String) throws {
    let server = try FakeBatches(.files, [fault])
    var program = home.byok(
      "batch", "submit", "-m", server.shape.model, "--jsonl", "prompts.jsonl", "--name", "n")
    program.environment.merge(server.variables) { $1 }
    let running = try program.start()
    try server.wait(for: "stalled")
    running.send(SIGKILL)
    #expect(try running.wait().status == 137)
    if fault == "stall-before" {
      // The request has arrived, and has no effect yet: nobody can know.
      let second = try submit(server)
      #expect(second.status == 1)
      #expect(second.errors.contains("it is uncertain"))
      server.go()
      try server.wait(for: "creates")
    }
    server.go()
    let last = try submit(server)
    #expect(last.status == 0, "\(last.errors)")
    try finish(server)
    let names = try FileManager.default.contentsOfDirectory(
      atPath: home.folder.path(".local/state/byok/batches"))
    #expect(!names.contains { $0.contains("spool") })
  }

  @Test func `a batch that failed as a whole fails each prompt`() throws {
    let server = try FakeBatches(.files, ["failed-batch"])
    #expect(try submit(server).status == 0)
    // Nothing else of the batch was in its way: it is not submitted again and again.
    let wait = try run(server, "wait", "n", "--every", "0.02")
    #expect(wait.status == 0)
    let words = "part 1 of 'n' failed: Enqueued token limit reached; byok batch status n --advance"
    #expect(wait.errors.contains(words), "\(wait.errors)")
    let run = try run(server, "results", "n", "--resume", "results.jsonl")
    #expect(run.status == 5)
    #expect(try results() == [5, 5, 5, 5, 5])
    #expect(server.creates == 1)
  }

  @Test func `a batch that expired has the results that there are`() throws {
    let server = try FakeBatches(.files, ["expires"])
    #expect(try submit(server).status == 0)
    _ = try run(server, "wait", "n", "--every", "0.02")
    _ = try run(server, "results", "n", "--resume", "results.jsonl")
    #expect(try results() == [0, 1, 0, 5, 5])
  }

  @Test func `an address without a host is of the provider`() throws {
    let server = try FakeBatches(.messages, ["relative-url"])
    #expect(try submit(server).status == 0)
    try finish(server)
  }

  @Test func `cancelling ends it, and results wait for the end`() throws {
    let server = try FakeBatches(.files, ["slow"])
    #expect(try submit(server).status == 0)
    let early = try run(server, "results", "n")
    #expect(early.status == 1)
    #expect(early.errors.contains("the batch 'n' is running"))
    #expect(early.output == "")
    let partial = try run(server, "results", "n", "--partial")
    #expect(partial.status == 0)
    #expect(partial.errors.contains("5 prompts are not answered yet"))
    let limited = try run(server, "wait", "n", "--timeout", "0.01", "--every", "1")
    #expect(limited.status == 8)
    #expect(limited.errors.contains("it goes on at the provider"))
    let cancel = try run(server, "cancel", "n")
    #expect(cancel.status == 0, "\(cancel.errors)")
    #expect(cancel.errors.contains("n: ended"))
    let removed = try run(server, "rm", "n", "--remote")
    #expect(removed.status == 0, "\(removed.errors)")
    #expect(server.noted("log").contains("DELETE /v1/files/file-1"))
    #expect(try run(server, "status", "n").status == 2)
  }
}
