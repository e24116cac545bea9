import ByokTestSupport
import Foundation

extension Bench {
  /// Batches of providers and results of shards: how fast, and in how much memory.
  func providerBatches() throws -> [Row] {
    let prompts = try longPrompts(50_000)
    let server = try PlainServer(answering: Self.created)
    defer { server.stop() }
    // Under a name of its own each time: the same requests are submitted once.
    let line =
      "exec \(byok) batch submit -m \(Self.provider)/m --jsonl \(prompts) --name b$$ --yes -q"
    let submit = timed(["-c", line], server, "/bin/sh")
    let echo = timed(
      ["batch", "submit", "-m", "echo/echo", "--jsonl", prompts, "--name", "bench", "--yes", "-q"],
      server)
    _ = try echo.milliseconds()
    let results = timed(["batch", "results", "bench", "-q"], server)
    return try [
      row("batch submit of 50,000 prompts (100 MB)", submit, seconds: 3, megabytes: 80),
      row("batch results of 50,000 lines", results, seconds: 4, megabytes: 80),
      merge(),
    ]
  }

  /// An answer that is an uploaded file and a batch.
  private static let created = #"{"id":"batch_1","object":"batch","status":"in_progress"}"#

  /// A file of prompts of 2 KB each.
  private func longPrompts(_ count: Int) throws -> String {
    let text = String(repeating: "All work and no play makes Jack a dull boy. ", count: 45)
    let lines = (0..<count).map { "{\"id\":\"\($0)\",\"prompt\":\"\($0) \(text)\"}" }
    return try write(lines.joined(separator: "\n") + "\n", to: "long-\(count).jsonl")
  }

  private func timed(
    _ words: [String], _ server: PlainServer, _ program: String? = nil
  ) -> Timed {
    let address = Self.provider.uppercased().replacing("-", with: "_") + "_BASE_URL"
    var variables = environment
    variables["BENCH_API_KEY"] = key
    variables[address] = server.baseURL + "/v1"
    return Timed(program ?? byok, words, variables)
  }

  private func row(
    _ what: String, _ timed: Timed, seconds: Double, megabytes: Double
  ) throws -> Row {
    let time = try timed.milliseconds() / 1000
    let peak = try timed.peakMegabytes()
    var row = Row(what: what, value: time.with("s") + ", " + peak.with("MB"))
    row.set(budget: seconds, "s", value: time)
    return row
  }

  /// Results of 16 shards of 50,000 prompts each.
  private func merge() throws -> Row {
    let rest = "\"status\":0,\"text\":\"\(String(repeating: "word ", count: 20))\"}"
    let files = try (0..<16).map { shard in
      let lines = (0..<50_000).map { "{\"id\":null,\"index\":\($0 * 16 + shard),\(rest)" }
      return try write(lines.joined(separator: "\n") + "\n", to: "answers.\(shard).jsonl")
    }
    return try row(
      "merge of 16 × 50,000 results", Timed(byok, ["merge", "-q"] + files, environment),
      seconds: 5, megabytes: 200)
  }
}
