import ByokTestSupport
import Foundation
import Testing

@testable import byok

/// The sessions of the README and the manual print what they show.
@Suite struct ReadmeTests {
  /// A command line of the session, and all that it prints.
  private struct Step {
    var line: String
    var printed = ""
  }

  private static func readmeSessions() throws -> [[Step]] {
    let file = GeneratedFilesTests.root.appending(path: "README.md")
    var rest = Substring(try String(contentsOf: file, encoding: .utf8))
    var sessions: [[Step]] = []
    while let start = rest.firstRange(of: "<!-- session -->\n```console\n") {
      rest = rest[start.upperBound...]
      let end = try #require(rest.firstRange(of: "```\n<!-- /session -->"))
      sessions.append(steps(of: rest[..<end.lowerBound]))
      rest = rest[end.upperBound...]
    }
    return sessions
  }

  private static func steps(of session: Substring) -> [Step] {
    var steps: [Step] = []
    for line in session.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      if line.hasPrefix("$ ") {
        steps.append(Step(line: String(line.dropFirst(2))))
      } else if !steps.isEmpty {
        steps[steps.count - 1].printed += line + "\n"
      }
    }
    return steps
  }

  /// The blocks of the manual that begin with a command after `$ `.
  private static var manualSessions: [[Step]] {
    Manual(CommandTable.index).pages.flatMap(\.parts).flatMap(\.blocks).compactMap { block in
      guard case .lines(let lines) = block, lines.first?.hasPrefix("$ ") == true else { return nil }
      return steps(of: Substring(lines.joined(separator: "\n") + "\n"))
    }
  }

  @Test func `each session prints what the README and the manual show`() throws {
    let shown = try (Self.readmeSessions(), Self.manualSessions)
    #expect(shown.0.count > 1)
    #expect(shown.1.count > 3)
    for steps in shown.0 + shown.1 {
      #expect(steps.count > 2)
      let home = try Home()
      for step in steps {
        // Both streams in one, as on a terminal.
        var shell = home.prepared(Program("/bin/sh", ["-c", "exec 2>&1; \(step.line)"]))
        shell.environment["KEY"] = Script.fixtureKey
        #expect(try shell.run().output == step.printed, "\(step.line)")
      }
    }
  }

  @Test func `the README is short, and each of its console blocks is run`() throws {
    let file = GeneratedFilesTests.root.appending(path: "README.md")
    let lines = try String(contentsOf: file, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 251)
    // A console block without markers would not be run.
    #expect(
      lines.count { $0 == "```console" } == lines.count { $0 == "<!-- session -->" })
  }

  @Test func `the README names only existing commands`() throws {
    let file = GeneratedFilesTests.root.appending(path: "README.md")
    let readme = try String(contentsOf: file, encoding: .utf8)
    let home = try Home()
    for group in ["keys", "creds", "config", "providers"] {
      let known = try home.byok(group, "--help").run().output
      for place in readme.ranges(of: "byok \(group) ") {
        let verb = readme[place.upperBound...].prefix { $0.isLetter }
        #expect(known.contains("  byok \(group) \(verb) "), "byok \(group) \(verb)")
      }
    }
  }
}
