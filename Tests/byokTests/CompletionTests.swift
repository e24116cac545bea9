import ByokTestSupport
import Foundation
import Testing

/// The committed scripts in the shells that they are for, with the real `byok`.
@Suite struct CompletionTests {
  private static let folder = GeneratedFilesTests.root.appending(path: "completions").path

  /// What is typed before TAB, and what then stands there; the keys are `openai/default`,
  /// `openai/work` and `groq/default`.
  static let lines: [(typed: String, whole: String)] = [
    ("byok ke", "byok keys "), ("byok keys rm g", "byok keys rm groq/default "),
    ("byok chat -m ec", "byok chat -m echo/echo "),
    ("byok chat -m groq/openai/gpt-oss-1", "byok chat -m groq/openai/gpt-oss-120b "),
    ("byok chat --model=groq/openai/gpt-oss-1", "byok chat --model=groq/openai/gpt-oss-120b "),
    ("byok chat -mgroq/openai/gpt-oss-1", "byok chat -mgroq/openai/gpt-oss-120b "),
    ("byok chat -qm groq/openai/gpt-oss-1", "byok chat -qm groq/openai/gpt-oss-120b "),
    ("byok chat -m local/qwen3:8b-in", "byok chat -m local/qwen3:8b-instruct "),
    ("byok chat -m gpt-5-na", "byok chat -m gpt-5-nano "),
    ("byok chat -m fas", "byok chat -m fast "),
    ("byok chat --reasoning min", "byok chat --reasoning minimal "),
    ("byok chat -m openai/gpt-5 --key w", "byok chat -m openai/gpt-5 --key work "),
    ("byok chat -s @prom", "byok chat -s @prompt.txt "),
    ("byok chat --ca-file prom", "byok chat --ca-file prompt.txt "),
    ("byok creds import q", "byok creds import qwen-code "),
    ("byok creds import qwen-code prom", "byok creds import qwen-code prompt.txt "),
    ("byok providers rm l", "byok providers rm local "),
    ("byok models --so", "byok models --sort"), ("byok creds --js", "byok creds --json "),
    ("byok help keys passw", "byok help keys passwd "),
    ("byok completion f", "byok completion fish "),
    ("byok exec --env LLM=groq/d", "byok exec --env LLM=groq/default "),
    ("byok exec --env=LLM=groq/d", "byok exec --env=LLM=groq/default "),
    ("byok exec --env LLM=mis", "byok exec --env LLM=mistral "),
    ("byok keys add mistral --from-env MIS", "byok keys add mistral --from-env MISTRAL_API_KEY "),
  ]
  /// Words in open quotes, which the shells close.
  static let quotedLines: [(typed: String, whole: String)] = [
    ("byok chat -m 'local/qwen3:8b-in", "byok chat -m 'local/qwen3:8b-instruct' "),
    ("byok chat -m \"local/qwen3:8b-in", "byok chat -m \"local/qwen3:8b-instruct\" "),
    ("byok exec --env 'LLM=groq/d", "byok exec --env 'LLM=groq/default' "),
  ]

  private static func home() throws -> Home {
    let home = try Home()
    for key in ["openai", "openai/work", "groq"] {
      var program = home.byok("keys", "add", "-q", key)
      program.input = .bytes(Array(Script.fixtureKey.utf8))
      #expect(try program.run().status == 0)
    }
    // Nothing opens the keystore while words are completed.
    try FileManager.default.removeItem(atPath: home.folder.path + "/.local/state/byok/unlock.key")
    let configuration = """
      {
        aliases: { fast: "groq/openai/gpt-oss-20b", "evil $(touch ran)": "a/b" },
        providers: {
          local: { base_url: "http://127.0.0.1:9/v1", models: ["qwen3:8b-instruct", "m;touch${IFS}ran"] },
        },
      }
      """
    let file = home.folder.path + "/.config/byok/config.json"
    try configuration.write(toFile: file, atomically: false, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
    try "text".write(
      toFile: home.folder.path + "/prompt.txt", atomically: false, encoding: .utf8)
    return home
  }

  /// A shell on a terminal, told by `setup` to use the script.
  private func checkLines(
    _ shell: Program, setup: String, more: [(typed: String, whole: String)] = []
  ) throws {
    let home = try Self.home()
    let terminal = try PseudoTerminal()
    var shell = home.prepared(shell)
    shell.environment["TERM"] = "dumb"
    shell.environment["PS1"] = "> "
    shell.environment["MISTRAL_API_KEY"] = Script.fixtureKey
    shell.onTerminal(terminal)
    let running = try shell.start()
    try terminal.waitFor("> ")
    terminal.type(setup + "; echo is-$((1))-ready\n")
    try terminal.waitFor("is-1-ready")
    for line in Self.lines + Self.quotedLines + more {
      try terminal.waitFor("> ")
      terminal.type(line.typed)
      try terminal.waitFor(line.typed)
      terminal.type("\t")
      try terminal.waitFor(String(line.whole.dropFirst(line.typed.count)).trimmed)
      // Not Ctrl-C: a signal may come before the shell waits for the next key.
      terminal.type("\u{15}\n")
    }
    try terminal.waitFor("> ")
    terminal.type("exit\n")
    _ = try running.wait()
    #expect(!FileManager.default.fileExists(atPath: home.folder.path + "/ran"))
  }

  @Test func `bash completes at the cursor`() throws {
    try checkLines(
      Program("/bin/bash", ["--norc", "--noprofile", "-i"]),
      setup: "bind 'set bell-style none'; source '\(Self.folder)/byok.bash'",
      // Where zsh leaves the quotes out.
      more: [
        ("byok chat --model=\"local/qwen3:8b-in", "byok chat --model=\"local/qwen3:8b-instruct\" ")
      ])
  }

  @Test func `zsh completes at the cursor`() throws {
    try checkLines(
      Program("/bin/zsh", ["-f", "-i"]),
      setup: "unset zle_bracketed_paste; fpath=('\(Self.folder)' $fpath);"
        + " autoload -Uz compinit; compinit -u -D")
  }

  @Test func `zsh takes the script by source too`() throws {
    let home = try Self.home()
    let run = try home.prepared(
      Program(
        "/bin/zsh",
        [
          "-fc",
          "autoload -Uz compinit; compinit -u -D; source '\(Self.folder)/_byok'; echo $_comps[byok]",
        ])
    ).run()
    #expect(run.output == "_byok\n" && run.errors.isEmpty)
  }

  @Test(arguments: lines.indices) func `fish completes`(_ place: Int) throws {
    let (typed, whole) = Self.lines[place]
    let word = try #require(whole.split(separator: " ").last)
    let offered = try Self.fish(typed)
    // fish puts the provider before a model's bare id.
    #expect(offered.contains { $0 == word || $0.hasSuffix("/\(word)") }, "\(offered)")
  }

  @Test func `fish tells what words mean, and orders models by what the keys open`() throws {
    let first = try Self.fish("byok ", described: true)
    #expect(first.contains("chat\tSend a prompt to a model and print the reply"))
    let models = try Self.fish("byok chat -m gpt-oss-20b", described: true)
    let closed = try #require(models.firstIndex { $0.hasSuffix(" (no key)") })
    #expect(closed > 0 && models[closed...].allSatisfy { $0.hasSuffix(" (no key)") })
    #expect(try Self.fish("byok providers add ").isEmpty)
    #expect(try Self.fish("byok keys rename openai/work ").isEmpty)
  }

  /// What fish offers for a line.
  private static func fish(_ line: String, described: Bool = false) throws -> [String] {
    let home = try home()
    var program = home.prepared(
      Program(
        "/usr/bin/fish",
        ["--no-config", "-c", "source \(folder)/byok.fish; complete -C $argv[1]", line]))
    program.environment["LC_ALL"] = "C.UTF-8"
    program.environment["MISTRAL_API_KEY"] = Script.fixtureKey
    let run = try program.run()
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    let lines = run.output.split(separator: "\n").map(String.init)
    return described ? lines : lines.map { String($0.prefix { $0 != "\t" }) }
  }
}

extension String {
  fileprivate var trimmed: String { trimmingCharacters(in: .whitespaces) }
}
