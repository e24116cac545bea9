internal import Foundation

/// A script being run: its folder, its variables and what the last program left behind.
struct ScriptRun {
  /// The environment of programs.
  var environment: [String: String]
  /// Standard input of the next program.
  var input = Program.Input.file("/dev/null")
  /// The dialogue of the next `byok`, when it is to run on a terminal.
  var dialogue: ScriptDialogue?
  /// What the last program left behind.
  var last: Run?
  /// The servers by name.
  var servers: [String: LoopbackServer] = [:]
  /// The working directory.
  var folder: String

  private let work: TemporaryFolder
  private let products: URL
  private var line = ""

  /// Makes a fresh folder and a clean environment.
  init(products: URL) throws {
    self.products = products
    work = try TemporaryFolder()
    folder = work.path
    environment = [
      "HOME": work.path("home"), "TMPDIR": work.path("tmp"), "LC_ALL": "C.UTF-8",
      "PATH": "\(products.path):/usr/bin:/bin",
    ]
    try makeFolder("home")
    try makeFolder("tmp")
  }

  /// What `$NAME` stands for: the environment and the names that are the script's own.
  var variables: [String: String] {
    environment.merging(["WORK": work.path, "KEY": Script.fixtureKey]) { $1 }
  }

  /// Does what a line says.
  mutating func perform(_ line: Script.Line) throws {
    self.line = line.text
    var words = try ScriptWords.split(line.text, variables)
    let negated = words.first == "!"
    if negated { words.removeFirst() }
    let name = words.isEmpty ? "" : words.removeFirst()
    guard let command = ScriptCommand.all[name] else {
      throw SupportFailure("no command '\(name)'")
    }
    guard command.operands.contains(words.count) else {
      throw SupportFailure("'\(name)' takes \(command.operands) words, not \(words.count)")
    }
    guard !negated || command.negatable else { throw SupportFailure("'! \(name)' means nothing") }
    try command.run(&self, words, negated)
  }

  /// Runs the built `byok`, on a terminal if there is a dialogue.
  mutating func byok(_ words: [String], negated: Bool) throws {
    var program = Program(products.appending(path: "byok").path, words)
    let dialogue = dialogue.take()
    let terminal = try dialogue.map { _ in try PseudoTerminal() }
    if let dialogue, let terminal { program.onTerminal(terminal, streams: dialogue.streams) }
    try run(&program, negated: negated) { running in
      guard let dialogue, let terminal else { return }
      try dialogue.play(on: terminal)
    }
  }

  /// Runs a command line of the shell.
  mutating func shell(_ commandLine: String, negated: Bool) throws {
    var program = Program("/bin/sh", ["-c", commandLine])
    try run(&program, negated: negated) { _ in }
  }

  private mutating func run(
    _ program: inout Program, negated: Bool, _ meanwhile: (Running) throws -> Void
  ) throws {
    program.environment = environment
    program.folder = folder
    if case .terminal = program.input {} else { program.input = input }
    input = .file("/dev/null")
    last = nil
    let running = try program.start()
    do {
      try meanwhile(running)
    } catch {
      running.send(9)
      last = try? running.wait()
      throw error
    }
    let run = try running.wait()
    last = run
    try checkSecrecy(of: run)
    // SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV
    guard ![132, 133, 134, 135, 136, 139].contains(run.status) else {
      throw SupportFailure("crashed")
    }
    guard (run.status == 0) != negated else {
      throw SupportFailure(negated ? "succeeded, and should have failed" : "failed")
    }
  }

  private func checkSecrecy(of run: Run) throws {
    let key = Array(Script.fixtureKey.utf8)
    guard !run.stderr.contains(key) else { throw SupportFailure("the key is on stderr") }
    guard line.contains("--reveal") || !run.stdout.contains(key) else {
      throw SupportFailure("the key is on stdout")
    }
  }

  /// The first file below `$HOME` that holds the key, or `nil`.
  func fileWithKey() throws -> String? {
    let home = URL(filePath: work.path("home"))
    let files = FileManager.default.enumerator(
      at: home, includingPropertiesForKeys: [.isRegularFileKey])
    while let file = files?.nextObject() as? URL {
      guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true,
        try Data(contentsOf: file).range(of: Data(Script.fixtureKey.utf8)) != nil
      else { continue }
      return file.path
    }
    return nil
  }

  /// Status and output of the last program, for a failure's description.
  var lastOutput: String {
    guard let last else { return "" }
    let stdout = String(decoding: last.stdout.prefix(4096), as: UTF8.self)
    let stderr = String(decoding: last.stderr.prefix(4096), as: UTF8.self)
    return "\nstatus \(last.status)\n--- stdout\n\(stdout)\n--- stderr\n\(stderr)"
  }
}
