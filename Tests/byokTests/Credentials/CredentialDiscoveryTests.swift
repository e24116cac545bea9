import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit
@testable import byok

@Suite struct CredentialDiscoveryTests {
  private static let qwen = #"{"access_token":"FAKE-a","resource_url":"portal.qwen.ai"}"#
  private static let gemini = #"{"access_token":"ya29.FAKE","refresh_token":"1//0FAKE"}"#
  private static let claude = #"{"claudeAiOauth":{"accessToken":"sk-ant-oat01-FAKE"}}"#

  /// The tools and paths that are found, `~` for the home folder.
  private func places(_ home: CredsHome) throws -> [String] {
    try home.byok("creds", "list", "--json").rows.map { row in
      let path = (row["path"]?.text ?? "-").replacing(home.folder.path, with: "~")
      return "\(row["tool"]?.text ?? "") \(path)"
    }
  }

  @Test func `nothing is found in an empty home folder`() throws {
    let home = try CredsHome()
    let outcome = try home.byok("creds", "list")
    #expect(outcome.output.isEmpty)
    #expect(outcome.notes == "byok: no credentials of Qwen Code, Gemini CLI, Claude Code found\n")
    #expect(try home.byok("creds", "list", "--json").output == "[]\n")
    #expect(try home.byok("creds", "check").status == 3)
    #expect(try FileManager.default.contentsOfDirectory(atPath: home.folder.path).isEmpty)
  }

  @Test func `each tool's usual files are found, those of Claude Code in order`() throws {
    let home = try CredsHome()
    try home.put(Self.qwen, at: ".qwen/oauth_creds.json")
    try home.put(Self.gemini, at: ".gemini/oauth_creds.json")
    try home.put(Self.claude, at: ".claude/oauth_creds.json")
    try home.put(Self.claude, at: ".claude/.credentials.json")
    #expect(
      try places(home) == [
        "qwen-code ~/.qwen/oauth_creds.json", "gemini-cli ~/.gemini/oauth_creds.json",
        "claude-code ~/.claude/.credentials.json", "claude-code ~/.claude/oauth_creds.json",
      ])
    #expect(try home.byok("creds").status == 0)
  }

  @Test(arguments: [
    (["QWEN_HOME": "~/q"], "q/oauth_creds.json", "qwen-code"),
    (["GEMINI_CLI_HOME": "~/g"], "g/.gemini/oauth_creds.json", "gemini-cli"),
    (["CLAUDE_CONFIG_DIR": "~/c"], "c/.credentials.json", "claude-code"),
    (
      ["CLAUDE_CONFIG_DIR": "~/c", "CLAUDE_SECURESTORAGE_CONFIG_DIR": "~/s"],
      "s/.credentials.json", "claude-code"
    ),
    (
      ["CLAUDE_CONFIG_DIR": "~/c", "CLAUDE_SECURESTORAGE_CONFIG_DIR": ""],
      ".claude/.credentials.json", "claude-code"
    ),
  ])
  func `the tools' own variables move their folders`(
    variables: [String: String], place: String, tool: String
  ) throws {
    var home = try CredsHome()
    home.variables = variables
    let text = ["qwen-code": Self.qwen, "gemini-cli": Self.gemini, "claude-code": Self.claude]
    for (tool, name) in [
      ("qwen-code", ".qwen/oauth_creds.json"), ("gemini-cli", ".gemini/oauth_creds.json"),
      ("claude-code", ".claude/.credentials.json"), ("claude-code", "c/.credentials.json"),
    ] {
      try home.put(text[tool] ?? "", at: name)
    }
    try home.put(text[tool] ?? "", at: place)
    #expect(try places(home).filter { $0.hasPrefix(tool) } == ["\(tool) ~/\(place)"])
  }

  @Test func `a relative folder in a variable is told, and the other tools are listed`() throws {
    var home = try CredsHome()
    home.variables = ["QWEN_HOME": "qwen"]
    try home.put(Self.gemini, at: ".gemini/oauth_creds.json")
    let rows = try home.byok("creds", "list", "--json").rows
    #expect(rows.map { $0["state"]?.text } == ["damaged", "ready"])
    #expect(
      rows.first?["problem"]?.text
        == "QWEN_HOME must be an absolute path, not 'qwen/oauth_creds.json'")
  }

  @Test func `without a home folder nothing is found`() throws {
    let home = try CredsHome()
    let environment = Environment(["BYOK_HOME": home.folder.path])
    let screen = try Screen()
    var session = Session(
      console: screen.console, environment: environment, clock: home.clock.clock,
      transport: FakeTransport([]))
    #expect(Program.run(["creds", "list", "--json"], in: &session) == 0)
    #expect(screen.output == "[]\n")
  }

  @Test(arguments: [
    "~/x/creds.json", "$HOME/x/creds.json", "${HOME}/x/creds.json",
    #"%USERPROFILE%\x\creds.json"#, #"%userprofile%/x\creds.json"#, #"~\x\creds.json"#,
  ])
  func `the configuration names another file`(path: String) throws {
    let home = try CredsHome()
    try home.put(Self.qwen, at: ".qwen/oauth_creds.json")
    try home.put(Self.qwen, at: "x/creds.json")
    let written = path.replacing("\\", with: "\\\\")
    try home.put("{creds: {paths: {qwen: '\(written)'}}}", at: ".config/byok/config.json")
    #expect(try places(home) == ["qwen-code ~/x/creds.json"])
  }

  @Test func `a file that the configuration names and that is missing is told`() throws {
    let home = try CredsHome()
    try home.put("{creds: {paths: {claude: '~/x.json'}}}", at: ".config/byok/config.json")
    let outcome = try home.byok("creds", "check")
    #expect(outcome.status == 3)
    #expect(
      outcome.notes.contains(
        "byok: there is no file '~/x.json', which creds.paths.claude-code names\n"))
  }

  @Test func `the encrypted file of Gemini CLI counts where there is no plain one`() throws {
    let home = try CredsHome()
    try home.put("00:11:22", at: ".gemini/gemini-credentials.json")
    #expect(try places(home) == ["gemini-cli ~/.gemini/gemini-credentials.json"])
    let outcome = try home.byok("creds", "check", "gemini")
    #expect(outcome.status == 3)
    #expect(outcome.notes.contains("Gemini CLI encrypts its credentials"))
    try home.put(Self.gemini, at: ".gemini/oauth_creds.json")
    #expect(try places(home) == ["gemini-cli ~/.gemini/oauth_creds.json"])
  }

  @Test func `the account that Gemini CLI notes beside its file is told`() throws {
    let home = try CredsHome()
    try home.put(Self.gemini, at: ".gemini/oauth_creds.json")
    try home.put(
      #"{"active":"ada@example.com","old":["x@example.com"]}"#, at: ".gemini/google_accounts.json")
    #expect(
      try home.byok("creds", "list", "--json").rows.first?["account"]?.text == "ada@example.com")
    for other in [#"{"active":null}"#, #"{"active":5}"#, "not JSON", "[]"] {
      try home.put(other, at: ".gemini/google_accounts.json")
      #expect(try home.byok("creds", "list", "--json").rows.first?["account"] == nil)
    }
  }

  @Test func `plain keys beside the creds are told by name, with the command to seal them`() throws
  {
    let home = try CredsHome()
    try home.put(Self.qwen, at: ".qwen/oauth_creds.json")
    try home.put(
      "OPENAI_API_KEY=sk-plain-0123456789\nGROQ_API_KEY=\nOTHER=1\n", at: ".qwen/.env")
    try home.put(
      #"{"env":{"GROQ_API_KEY":"gsk_plain_0123456789","OPENAI_API_KEY":""}}"#,
      at: ".gemini/settings.json")
    try home.put(#"{"theme":"dark"}"#, at: ".claude/settings.json")
    let outcome = try home.byok("creds", "list")
    #expect(
      outcome.notes.contains(
        "byok: '~/.qwen/.env' contains plain-text keys (OPENAI_API_KEY); to seal them: "
          + "byok keys add --from-env-file '~/.qwen/.env'\n"))
    #expect(
      outcome.notes.contains(
        "byok: '~/.gemini/settings.json' contains plain-text keys (GROQ_API_KEY); to seal them: "
          + "byok keys add PROVIDER\n"))
    #expect(!(outcome.output + outcome.errors).contains("plain-0"))
    let row = try #require(home.byok("creds", "list", "--json").rows.first)
    #expect(
      row["key_files"]?.elements?.first?["variables"] == .array([.string("OPENAI_API_KEY")]))
  }

  @Test func `one file is looked at where --path names it`() throws {
    let home = try CredsHome()
    try home.put(Self.qwen, at: ".qwen/oauth_creds.json")
    let path = try home.put(Self.claude, at: "copy.json")
    let rows = try home.byok("creds", "list", "--json", "--path", path).rows
    #expect(rows.map { $0["tool"]?.text } == ["claude-code"])
    try home.put(#"{"access_token":"FAKE"}"#, at: "unknown.json")
    let unknown = try home.byok("creds", "list", "--path", "~/unknown.json")
    #expect(unknown.status == 2)
    #expect(
      unknown.notes == """
        byok: nothing in '~/unknown.json' says which tool the credentials belong to
        byok: hint: name the tool: qwen-code, gemini-cli, claude-code

        """)
    #expect(try home.byok("creds", "check", "qwen", "--path", "~/unknown.json").status == 0)
    #expect(try home.byok("creds", "check", "qwen", "--path", "~/missing.json").status == 3)
    #expect(try home.byok("creds", "list", "--path", "relative.json").status == 2)
  }

  @Test func `the folder tells whose file it is where the content does not`() throws {
    let home = try CredsHome()
    let path = try home.put(#"{"access_token":"FAKE"}"#, at: "backup/.gemini/oauth_creds.json")
    #expect(
      try home.byok("creds", "list", "--json", "--path", path).rows.first?["tool"]?.text
        == "gemini-cli")
  }

  @Test func `the state decides the exit status of a check`() throws {
    let home = try CredsHome()
    try home.put(Self.qwen, at: ".qwen/oauth_creds.json")
    #expect(try home.byok("creds", "check").status == 0)
    #expect(try home.byok("creds", "check", "qwen-code", "claude").status == 3)
    try home.put(#"{"claudeAiOauth":"#, at: ".claude/.credentials.json")
    #expect(try home.byok("creds", "check").status == 11)
    #expect(try home.byok("creds", "check", "qwen").status == 0)
    try home.put("{}", at: ".gemini/oauth_creds.json")
    #expect(try home.byok("creds", "check").status == 3)
    try home.put(#"{"access_token":"FAKE-a","expiry_date":1}"#, at: ".qwen/oauth_creds.json")
    #expect(try home.byok("creds", "check").status == 4)
    #expect(try home.byok("creds", "check", "codex").status == 2)
  }

  @Test func `keys list names the files that hold tokens`() throws {
    let home = try CredsHome()
    let path = try home.put(Self.qwen, at: ".qwen/oauth_creds.json")
    try home.put(Self.claude, at: ".claude/.credentials.json")
    try home.put("{}", at: ".gemini/oauth_creds.json")
    let rows = try home.byok("keys", "list", "--json").rows
    #expect(rows.map { $0["provider"]?.text } == ["claude-code", "qwen-code"])
    #expect(rows.map { $0["source"]?.text } == ["creds", "creds"])
    #expect(rows.map { $0["effective"] } == [.bool(false), .bool(true)])
    #expect(rows.last?["reference"] == .string(path))
    #expect(try home.byok("creds", "import", "qwen").status == 0)
    let later = try home.byok("keys", "list", "qwen-code", "--json").rows
    #expect(later.map { $0["source"]?.text } == ["creds", "keystore"])
    #expect(later.map { $0["effective"] } == [.bool(false), .bool(true)])
    #expect(later.last?["kind"] == .string("oauth"))
    #expect(later.last?["reference"] == nil)
    #expect(try home.byok("creds", "import", "claude").status == 0)
    func effective() throws -> [JSONValue?] {
      try home.byok("keys", "list", "claude-code", "--json").rows.map { $0["effective"] }
    }
    #expect(try effective() == [.bool(false), .bool(false)])
    #expect(try home.byok("creds", "allow", "claude", "--yes").status == 0)
    #expect(try effective() == [.bool(false), .bool(true)])
  }

  @Test func `inside Windows, the files of the profile there are found too`() throws {
    let home = try CredsHome()
    let profile = "drive/Users/me"
    try home.put(Self.qwen, at: ".qwen/oauth_creds.json")
    try home.put(Self.qwen, at: "\(profile)/.qwen/oauth_creds.json")
    try home.put(Self.claude, at: "\(profile)/.claude/.credentials.json")
    try home.put(Self.gemini, at: "\(profile)/.gemini/oauth_creds.json")
    let windows = WindowsProfiles(
      release: "microsoft", mounts: "C: \(home.folder.path("drive")) drvfs rw 0 0")
    let session = Session(
      console: .silent, environment: home.environment, clock: home.clock.clock,
      transport: FakeTransport([]))
    let discovery = CredentialDiscovery(session, CredentialSettings(), windows: windows)
    let places = CredentialTool.all.flatMap { discovery.files(of: $0).map(\.place) }
    #expect(
      places.map { $0.replacing(home.folder.path, with: "~") } == [
        "~/.qwen/oauth_creds.json", "~/\(profile)/.qwen/oauth_creds.json",
        "~/\(profile)/.gemini/oauth_creds.json", "~/\(profile)/.claude/.credentials.json",
      ])
    let named = HomePath(home.environment, windows)
    #expect(
      named.expand(#"%USERPROFILE%\.qwen\oauth_creds.json"#)
        == home.folder.path("\(profile)/.qwen/oauth_creds.json"))
    #expect(named.expand("~/x") == home.folder.path("x"))
  }
}
