import ByokTestSupport
import Foundation

extension Bench {
  /// Many prompts: how fast beside curl's own many transfers, and in how much memory.
  func batch() throws -> [Row] {
    let some = try prompts(5000)
    let rows = try [1, 8, 32].map { jobs in
      try throughput(some, count: 5000, jobs: jobs, runs: 3)
    }
    let many = try prompts(100_000)
    let server = try PlainServer(answering: Self.answer)
    defer { server.stop() }
    let peak = try batch(many, jobs: 8, server).peakMegabytes()
    var memory = Row(what: "memory of 100,000 prompts, -j 8", value: peak.with("MB"))
    memory.set(budget: 60, "MB", value: peak)
    return rows + [memory]
  }

  private static let answer =
    #"{"id":"a","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"#
    + #""finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":1}}"#

  /// A file of prompts, one on each line.
  private func prompts(_ count: Int) throws -> String {
    let lines = (0..<count).map { "{\"id\":\"\($0)\",\"prompt\":\"say hi\"}" }
    return try write(lines.joined(separator: "\n") + "\n", to: "prompts-\(count).jsonl")
  }

  private func batch(_ prompts: String, jobs: Int, _ server: PlainServer) -> Timed {
    let words = [
      "chat", "-m", "\(Self.provider)/m", "--jsonl", prompts, "-j", "\(jobs)", "--no-log",
      "--no-stream", "-q",
    ]
    let address = Self.provider.uppercased().replacing("-", with: "_") + "_BASE_URL"
    var variables = environment
    variables["BENCH_API_KEY"] = key
    variables[address] = server.baseURL + "/v1"
    return Timed(byok, words, variables)
  }

  private func throughput(
    _ prompts: String, count: Int, jobs: Int, runs: Int
  ) throws -> Row {
    let server = try PlainServer(answering: Self.answer)
    defer { server.stop() }
    let byok = batch(prompts, jobs: jobs, server)
    let body = #"{"model":"m","messages":[{"role":"user","content":"say hi"}]}"#
    let curl = Timed(
      "/usr/bin/curl",
      [
        "-s", "--parallel", "--parallel-immediate", "--parallel-max", "\(jobs)", "-d", body,
        "-H", "Content-Type: application/json", "-o", "/dev/null",
        "\(server.baseURL)/v1/chat/completions?[1-\(count)]",
      ])
    let pairs = try Pairs(runs, warmUps: 0, byok.milliseconds, curl.milliseconds)
    let what = "byok chat --jsonl, \(count) prompts, -j \(jobs)"
    var row = Row(times: pairs, what, "curl --parallel")
    row.value += ", " + (Double(count) * 1000 / pairs.first.median).with("/s")
    row.yardstickValue += ", " + (Double(count) * 1000 / pairs.second.median).with("/s")
    row.set(leastShare: 0.8, of: pairs)
    return row
  }
}
