internal import Foundation
internal import Glibc

extension ScriptRun {
  /// Checks the last exit status.
  func status(_ expected: String) throws {
    guard let last else { throw SupportFailure("nothing was run yet") }
    guard Int32(expected) == last.status else {
      throw SupportFailure("the status is \(last.status), not \(expected)")
    }
  }

  /// Sets the environment variable of a word `NAME=VALUE`.
  mutating func setVariable(_ word: String) throws {
    guard let equals = word.firstIndex(of: "=") else { throw SupportFailure("no '=' in '\(word)'") }
    environment[String(word[..<equals])] = String(word[equals...].dropFirst())
  }

  /// Ends the script when the machine is not as it needs.
  func skipUnless(_ condition: String) throws {
    let holds =
      switch condition {
      case "root": geteuid() == 0
      case "not-root": geteuid() != 0
      default:
        ["/usr/bin/", "/bin/"].contains {
          FileManager.default.isExecutableFile(atPath: $0 + condition)
        }
      }
    guard holds else { throw ScriptSkip(reason: "needs \(condition)") }
  }

  /// Prepares the next `byok` to run on a terminal.
  mutating func terminal(_ words: [String]) throws {
    let digits = words.dropFirst().first ?? "012"
    let streams = Set(digits.compactMap { Int32(String($0)) })
    guard streams.isSubset(of: [0, 1, 2]), streams.count == digits.count else {
      throw SupportFailure("'\(digits)' is not some of 012")
    }
    let lines = String(decoding: try bytes(words[0]), as: UTF8.self)
    dialogue = try ScriptDialogue(lines, variables, streams: streams)
  }
}

/// What is typed and expected at a terminal.
struct ScriptDialogue {
  /// One thing to do or to see.
  private enum Step {
    case expect(String)
    case type(String)
    case echo(Bool)
  }

  /// The descriptors that are the terminal.
  let streams: Set<Int32>
  private var steps: [Step] = []

  /// Reads the lines `expect TEXT`, `type TEXT`, `noecho` and `echo`.
  init(_ text: String, _ variables: [String: String], streams: Set<Int32>) throws {
    self.streams = streams
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let word = line.prefix { $0 != " " }
      let rest = try ScriptWords.unescape(
        ScriptWords.expand(String(line.dropFirst(word.count + 1)), variables))
      switch word {
      case "expect": steps.append(.expect(rest))
      case "type": steps.append(.type(rest))
      case "echo": steps.append(.echo(true))
      case "noecho": steps.append(.echo(false))
      default: throw SupportFailure("a terminal cannot '\(line)'")
      }
    }
  }

  /// Goes through the steps.
  func play(on terminal: PseudoTerminal) throws {
    for step in steps {
      switch step {
      case .expect(let text): try terminal.waitFor(text)
      case .type(let text): terminal.type(text)
      case .echo(let wanted):
        // Off it must be before the prompt is seen; on it comes back some time after the answer.
        guard wanted ? terminal.waitForEcho() : !terminal.echoes else {
          let screen = terminal.screen
          throw SupportFailure("typing is \(wanted ? "not " : "")shown; the screen:\n\(screen)")
        }
      }
    }
  }
}
