import ByokTestSupport
import Foundation

extension Bench {
  /// A log of a million requests, summed: time, and memory beside `wc -l`.
  func usage() throws -> [Row] {
    let folder = try TemporaryFolder()
    let path = folder.path("usage.jsonl")
    try Self.writeLog(path, lines: 1_000_000)
    let variables = ["BYOK_HOME": folder.path]
    let words = ["usage", "--by", "model", "-q"]
    try Self.check(program(words, variables), prints: " 1000000 ")
    let sum = Timed(byok, words, variables)
    let count = Timed("/usr/bin/wc", ["-l", path])
    let times = try Pairs(5, warmUps: 1, sum.milliseconds, count.milliseconds)
    var time = Row(times: times, "byok usage, 1,000,000 requests", "wc -l")
    time.set(budget: 1500, "ms", value: times.first.median)
    let peaks = try Pairs(3, warmUps: 0, sum.peakMegabytes, count.peakMegabytes)
    var memory = Row(peaks, "MB", "memory of that", "wc -l")
    memory.set(budget: 60, "MB", value: peaks.first.median)
    return [time, memory]
  }

  private func program(_ words: [String], _ variables: [String: String]) -> Program {
    var program = Program(byok, words)
    program.environment = variables
    return program
  }

  /// Writes a log of requests that differ in model, key, tokens, cost and time.
  private static func writeLog(_ path: String, lines: Int) throws {
    let models = ["openai\0gpt-5.2", "groq\0openai/gpt-oss-120b", "anthropic\0claude-sonnet-4-6"]
      .map { $0.split(separator: "\0") }
    guard
      FileManager.default.createFile(
        atPath: path, contents: nil, attributes: [.posixPermissions: 0o600]),
      let file = FileHandle(forWritingAtPath: path)
    else { throw SupportFailure("cannot write \(path)") }
    defer { try? file.close() }
    var text = ""
    for number in 0..<lines {
      let model = models[number % models.count]
      let cost = number % 5 == 0 ? "" : "\"cost_usd\":0.00\(number % 997 + 1000),"
      let (day, second) = (10 + number / 86_400, number % 86_400)
      let time = [second / 3600, second / 60 % 60, second % 60].map { "\($0 + 100)".dropFirst() }
      text +=
        "{\(cost)\"input_tokens\":\(number % 9000),\"key\":\"work\",\"model\":\"\(model[1])\","
        + "\"ms\":\(number % 5000),\"output_tokens\":\(number % 700),\"provider\":\"\(model[0])\","
        + "\"status\":0,\"time\":\"2026-11-\(day)T\(time.joined(separator: ":"))Z\"}\n"
      guard text.utf8.count > 1 << 20 || number == lines - 1 else { continue }
      try file.write(contentsOf: Data(text.utf8))
      text = ""
    }
  }
}
