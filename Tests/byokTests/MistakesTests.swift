import ByokTestSupport
import Foundation
import Testing

/// Mistakes that people make at the command line, and what byok says to them.
///
/// `Mistakes.txt` is to be read from top to bottom. `make generate` writes what byok says now.
@Suite struct MistakesTests {
  /// A command line with what came of it, or a line between those.
  private enum Line {
    case other(String)
    case mistake(command: String, answer: [String])
  }

  private static let file = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Mistakes.txt")

  private static func read() throws -> [Line] {
    var lines: [Line] = []
    for text in try String(contentsOf: file, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init) {
      if text.hasPrefix("$ ") {
        lines.append(.mistake(command: String(text.dropFirst(2)), answer: []))
      } else if case .mistake(let command, let answer) = lines.last, !text.isEmpty {
        lines[lines.count - 1] = .mistake(command: command, answer: answer + [text])
      } else {
        lines.append(.other(text))
      }
    }
    return lines
  }

  /// A home with keys for two providers and the files that the mistakes are about.
  private static func home() throws -> Home {
    var home = try Home()
    home.variables = ["OPENAI_API_KEY": Script.fixtureKey, "ANTHROPIC_API_KEY": Script.fixtureKey]
    for (name, text) in [
      ("notes.txt", "notes\n"), ("lines.txt", "one\ntwo\n"), ("not.json", "{\"a\": }\n"),
      ("big.txt", String(repeating: "many words ", count: 200_000)),
    ] { try home.folder.write(text, to: name) }
    try Data("caf\u{e9}".unicodeScalars.map { UInt8($0.value) }).write(
      to: URL(filePath: home.folder.path("latin1.txt")))
    return home
  }

  /// What a command line prints to standard error, and its status.
  private static func answer(to command: String, in home: Home) throws -> [String] {
    var program = home.prepared(Program("/bin/sh", ["-c", command]))
    program.output = .file("/dev/null")
    let run = try program.run()
    #expect(run.status < 128, "\(command)")
    return run.errors.split(separator: "\n").map(String.init) + ["[\(run.status)]"]
  }

  @Test func `a mistake gets an answer that leads on`() throws {
    let home = try Self.home()
    var (fresh, count) = ([String](), 0)
    for line in try Self.read() {
      switch line {
      case .other(let text): fresh.append(text)
      case .mistake(let command, let expected):
        let answer = try Self.answer(to: command, in: home)
        fresh += ["$ " + command] + answer
        count += 1
        if ProcessInfo.processInfo.environment["GENERATE"] == nil {
          #expect(answer == expected, "\(command): run 'make generate' and read Mistakes.txt")
        }
      }
    }
    #expect(count >= 60)
    if ProcessInfo.processInfo.environment["GENERATE"] != nil {
      try fresh.joined(separator: "\n").write(to: Self.file, atomically: true, encoding: .utf8)
    }
  }
}
