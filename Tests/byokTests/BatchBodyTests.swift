import ByokTestSupport
import Foundation
import Testing

/// What a batch sends is what chat would send.
@Suite struct BatchBodyTests {
  private let home: Home

  init() throws {
    home = try Home()
  }

  /// Models of each dialect, with options that change the body.
  private static let bodies: [[String]] = [
    ["-m", "openai/gpt-4.1-mini", "--temperature", "0.5", "--schema", "a, b int"],
    ["-m", "openai/gpt-5.4-mini", "--reasoning", "low", "--max-tokens", "9"],
    ["-m", "openai/gpt-4.1-mini", "--api", "responses", "-s", "Brief."],
    ["-m", "anthropic/claude-haiku-4-5", "-s", "Brief.", "--stop", "x"],
    ["-m", "gemini/gemini-3.8-flash", "-s", "Brief.", "--max-tokens", "9"],
    ["-m", "mistral/mistral-small-latest", "--seed", "1"],
    ["-m", "openrouter/openai/gpt-4.1-mini", "--top-p", "0.5"],
    ["-m", "groq/openai/gpt-oss-120b"],
    ["-m", "echo/echo", "--max-tokens", "5"],
  ]

  @Test(arguments: bodies)
  func `a request of a batch is that of chat, but for the stream`(_ options: [String]) throws {
    var variables: [String: String] = [:]
    for name in ["OPENAI", "ANTHROPIC", "GEMINI", "MISTRAL", "OPENROUTER", "GROQ"] {
      variables["\(name)_API_KEY"] = Script.fixtureKey
    }
    let prompts = (0..<6).map { "prompt \($0) \u{2028} \"quoted\" é 😀" }
    let lines = try prompts.map { text in
      String(
        decoding: try JSONSerialization.data(withJSONObject: ["prompt": text]), as: UTF8.self)
    }
    try home.folder.write(lines.joined(separator: "\n"), to: "equal.jsonl")
    var program = home.byok("batch", "submit", "--jsonl", "equal.jsonl", "--dry-run")
    program.arguments += options
    program.environment.merge(variables) { $1 }
    let run = try program.run()
    #expect(run.status == 0, "\(run.errors)")
    let sent = try run.output.split(separator: "\n").map { line in
      try #require(
        try JSONSerialization.jsonObject(
          with: Data(line.trimmingCharacters(in: [","]).utf8)) as? [String: Any])
    }
    #expect(sent.count == prompts.count)
    for (prompt, line) in zip(prompts, sent) {
      var chat = home.byok("chat", "-n", "--dry-run", "--json", prompt)
      chat.arguments += options
      chat.environment.merge(variables) { $1 }
      let shown = try #require(
        try JSONSerialization.jsonObject(with: Data(try chat.run().stdout)) as? [String: Any])
      var body = try #require(shown["body"] as? [String: Any])
      for name in ["stream", "stream_options"] { body[name] = nil }
      let own = try #require((line["body"] ?? line["params"] ?? line["request"]) as? [String: Any])
      #expect(own as NSDictionary == body as NSDictionary)
    }
  }
}
