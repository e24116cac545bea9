import ByokTestSupport
import Foundation

/// Another tool that asks models on the command line.
struct Rival {
  /// `llm`, from PyPI: <https://llm.datasette.io>.
  let path: String

  /// Finds it among the folders of `PATH`.
  ///
  /// - Throws: A ``SupportFailure`` when it is not known, or not installed.
  init(named name: String) throws {
    guard name == "llm" else { throw SupportFailure("'\(name)' is not known; known is llm") }
    guard let path = Self.path(of: name) else {
      throw SupportFailure("llm is not installed: pip install llm, and put it on PATH")
    }
    self.path = path
  }

  /// Where a program is among the folders of `PATH`; `nil` where it is not installed.
  static func path(of name: String) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.map { "\($0)/\(name)" }.first(where: FileManager.default.isExecutableFile)
  }

  /// All that it is told: its settings are in a folder of the bench's.
  func environment(_ home: String, _ key: String) -> [String: String] {
    ["HOME": home, "LLM_USER_PATH": home, "OPENAI_API_KEY": key, "PATH": "/usr/bin:/bin"]
  }
}

extension Bench {
  /// byok beside another tool: its start, and the same short chat.
  func beside(_ rival: Rival) throws -> [Row] {
    let server = try LoopbackServer(Streams.short)
    defer { server.stop() }
    let (own, other) = (chat(server), try chat(rival, server))
    var version = Program(rival.path, ["--version"])
    version.environment = other.environment
    var ownVersion = Program(byok, ["--version"])
    ownVersion.environment = own.environment
    // It takes a second each time.
    let count = max(runs / 4, 1)
    return try [
      ("byok --version", ownVersion, version), ("byok chat, 20 chunks", own, other),
    ].map { what, one, other in
      let pairs = try Pairs(
        count, warmUps: 1, Timed(one).milliseconds, Timed(other).milliseconds)
      return Row(times: pairs, what, "llm, the same")
    }
  }

  private func chat(_ rival: Rival, _ server: LoopbackServer) throws -> Program {
    _ = try home.write(
      "- model_id: bench\n  model_name: m\n  api_base: \(server.baseURL)/v1\n",
      to: "extra-openai-models.yaml")
    var program = Program(rival.path, ["-m", "bench", "-n", "Say hello."])
    program.environment = rival.environment(home.path, key)
    try Self.check(program, prints: "word word")
    return program
  }
}
