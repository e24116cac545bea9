internal import Foundation

/// A command of scripts: the one place where its name and what it does meet.
struct ScriptCommand: Sendable {
  /// The number of words that may follow its name.
  let operands: ClosedRange<Int>
  /// Whether `!` may stand before it.
  let negatable: Bool
  /// The work; the flag tells whether there was a `!`.
  let run: @Sendable (_ run: inout ScriptRun, _ words: [String], _ negated: Bool) throws -> Void

  private init(
    _ operands: ClosedRange<Int>, negatable: Bool = false,
    _ run: @escaping @Sendable (inout ScriptRun, [String], Bool) throws -> Void
  ) {
    self.operands = operands
    self.negatable = negatable
    self.run = run
  }

  /// The commands by name.
  static let all: [String: Self] = programs.merging(checks) { $1 }
    .merging(files) { $1 }
    .merging(servers) { $1 }

  /// Running programs.
  private static let programs: [String: Self] = [
    // byok ARGS...: must end with 0 (after `!`: must not). A crash always fails.
    "byok": Self(0...100, negatable: true) { try $0.byok($1, negated: $2) },
    // sh COMMAND-LINE: the same for /bin/sh -c.
    "sh": Self(1...1, negatable: true) { try $0.shell($1[0], negated: $2) },
    // status N: the last exit status, 128 + n after signal n.
    "status": Self(1...1) { run, words, _ in try run.status(words[0]) },
    // stdin FILE, stdin stdout: standard input of the next program, else /dev/null.
    "stdin": Self(1...1) { run, words, _ in run.input = .bytes(try run.bytes(words[0])) },
    // input TEXT: the same, given here, with \n and the like.
    "input": Self(1...1) { run, words, _ in
      run.input = .bytes(Array(try ScriptWords.unescape(words[0]).utf8))
    },
    // tty FILE [012]: runs the next byok on a terminal, with the descriptors named on it (or all);
    // FILE has lines `expect TEXT`, `type TEXT`, `noecho`, `echo`.
    "tty": Self(1...2) { run, words, _ in try run.terminal(words) },
    // env NAME=VALUE, unenv NAME
    "env": Self(1...1) { run, words, _ in try run.setVariable(words[0]) },
    "unenv": Self(1...1) { run, words, _ in run.environment[words[0]] = nil },
    // skip-unless root|not-root|PROGRAM
    "skip-unless": Self(1...1) { run, words, _ in try run.skipUnless(words[0]) },
  ]

  /// Looking at what the last program printed.
  private static let checks: [String: Self] = [
    // stdout RE, stderr RE: is found somewhere; ^ and $ match at lines.
    "stdout": Self(1...1, negatable: true) { try $0.search("stdout", $1[0], negated: $2) },
    "stderr": Self(1...1, negatable: true) { try $0.search("stderr", $1[0], negated: $2) },
    // grep RE FILE
    "grep": Self(2...2, negatable: true) { try $0.search($1[1], $1[0], negated: $2) },
    // stdout-is FILE, stderr-is FILE, cmp A B: the same bytes; A and B may be stdout or stderr.
    "stdout-is": Self(1...1) { run, words, _ in try run.compare("stdout", words[0]) },
    "stderr-is": Self(1...1) { run, words, _ in try run.compare("stderr", words[0]) },
    "cmp": Self(2...2) { run, words, _ in try run.compare(words[0], words[1]) },
    "stdout-empty": Self(0...0) { run, _, _ in try run.empty("stdout") },
    "stderr-empty": Self(0...0) { run, _, _ in try run.empty("stderr") },
    // json PATH == VALUE: of stdout; PATH as a.b[0].c or [0].c, VALUE as JSON (else a string).
    "json": Self(3...100, negatable: true) { try $0.json($1, negated: $2) },
  ]

  /// Files and folders.
  private static let files: [String: Self] = [
    "exists": Self(1...100, negatable: true) { try $0.exists($1, negated: $2) },
    "mode": Self(2...2) { run, words, _ in try run.mode(words[0], of: words[1]) },
    "mkdir": Self(1...1) { run, words, _ in try run.makeFolder(words[0]) },
    "chmod": Self(2...2) { run, words, _ in try run.setMode(words[0], of: words[1]) },
    "cp": Self(2...2) { run, words, _ in try run.copy(words[0], words[1]) },
    "symlink": Self(2...2) { run, words, _ in try run.link(words[1], to: words[0]) },
    "append": Self(2...2) { run, words, _ in try run.append(words[1], to: words[0]) },
    "cd": Self(1...1) { run, words, _ in try run.changeFolder(words[0]) },
  ]

  /// Servers on this machine.
  private static let servers: [String: Self] = [
    // serve NAME FILE...: gives the replies in order (see ReplyFile), and sets NAME_URL.
    "serve": Self(2...100) { run, words, _ in try run.serve(words[0], words.dropFirst()) },
    // request NAME N FILE: the Nth request was like this (see RequestFile).
    "request": Self(3...3) { run, words, _ in try run.request(words[0], words[1], words[2]) },
    // requests NAME N: so many arrived.
    "requests": Self(2...2) { run, words, _ in try run.requests(words[0], words[1]) },
  ]
}
