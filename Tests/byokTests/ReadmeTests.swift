import ByokTestSupport
import Foundation
import Testing

/// What the README shows of its sessions is what happens.
@Suite struct ReadmeTests {
  /// A command line of the session, and all that it prints.
  private struct Step {
    var line: String
    var printed = ""
  }

  private static func sessions() throws -> [[Step]] {
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

  @Test func `each session prints what the README shows`() throws {
    let sessions = try Self.sessions()
    #expect(sessions.count > 2)
    for steps in sessions {
      #expect(steps.count > 3)
      let home = try Home()
      for step in steps {
        // Both streams in one, as on a terminal.
        var shell = home.prepared(Program("/bin/sh", ["-c", "exec 2>&1; \(step.line)"]))
        shell.environment["KEY"] = Script.fixtureKey
        #expect(try shell.run().output == step.printed, "\(step.line)")
      }
    }
  }

  /// Every command that the README names is one that byok has.
  @Test func `the README names only commands that there are`() throws {
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
