import ByokTestSupport
import Foundation
import Testing

/// What the README shows of a session is what happens.
@Suite struct ReadmeTests {
  /// A command line of the session, and all that it prints.
  private struct Step {
    var line: String
    var printed = ""
  }

  private static func session() throws -> [Step] {
    let file = GeneratedFilesTests.root.appending(path: "README.md")
    let readme = try String(contentsOf: file, encoding: .utf8)
    let start = try #require(readme.firstRange(of: "<!-- session -->\n```console\n"))
    let end = try #require(readme[start.upperBound...].firstRange(of: "```\n<!-- /session -->"))
    var steps: [Step] = []
    for line in readme[start.upperBound..<end.lowerBound].split(separator: "\n") {
      if line.hasPrefix("$ ") {
        steps.append(Step(line: String(line.dropFirst(2))))
      } else if !steps.isEmpty {
        steps[steps.count - 1].printed += line + "\n"
      }
    }
    return steps
  }

  @Test func `the session prints what the README shows`() throws {
    let home = try Home()
    let steps = try Self.session()
    #expect(steps.count > 5)
    for step in steps {
      // Both streams in one, as on a terminal.
      var shell = home.prepared(Program("/bin/sh", ["-c", "exec 2>&1; \(step.line)"]))
      shell.environment["KEY"] = Script.fixtureKey
      #expect(try shell.run().output == step.printed, "\(step.line)")
    }
  }

  /// Every command that the README names is one that byok has.
  @Test func `the README names only commands that there are`() throws {
    let file = GeneratedFilesTests.root.appending(path: "README.md")
    let readme = try String(contentsOf: file, encoding: .utf8)
    let home = try Home()
    let known = try home.byok("help").run().output
    for group in ["keys", "creds", "config", "providers"] {
      for place in readme.ranges(of: "byok \(group) ") {
        let verb = readme[place.upperBound...].prefix { $0.isLetter }
        #expect(known.contains("  \(group) \(verb)  "), "byok \(group) \(verb)")
      }
    }
  }
}
