import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit
@testable import byok

@Suite struct CredentialImportTests {
  /// The text that is sealed under a name.
  private func sealed(_ home: CredsHome, _ provider: String, _ label: String = "default") throws
    -> String?
  {
    let name = KeyName(provider: provider, label: label)
    guard let keystore = try Keystore.open(.silent(home.environment)), let entry = keystore[name]
    else { return nil }
    #expect(entry.kind == "oauth")
    return try keystore.unseal(entry).secret.withBytes {
      String(decoding: Array(copying: $0), as: UTF8.self)
    }
  }

  private func sealable(
    _ text: String, _ tool: String, project: String? = nil
  ) throws -> String {
    let credentials = try CredentialTokens(text)
    let tool = try #require(CredentialTool.named(tool))
    return try credentials.sealable(for: tool, project: project).withBytes {
      String(decoding: Array(copying: $0), as: UTF8.self)
    }
  }

  @Test func `the text is kept as it is, with what byok does not know`() throws {
    let text = "{ \"access_token\" : \"FAKE\\u002d1\",\n\t\"x\": {\"y\": [1.50, null]} }\n"
    #expect(try sealable(text, "qwen") == text)
  }

  @Test(arguments: [
    (
      #"{"claudeAiOauth":{"accessToken":"a","refreshToken":"r","scopes":[]},"mcpOAuth":{"x":1}}"#,
      #"{"claudeAiOauth":{"accessToken":"a","refreshToken":"","scopes":[]},"mcpOAuth":{"x":1}}"#
    ),
    (
      #"{"access_token":"a","refresh_token":"r","refresh":"s"}"#,
      #"{"access_token":"a","refresh_token":"","refresh":""}"#
    ),
    (
      #"{"claudeAiOauth":{"accessToken":"a"},"refreshToken":"r"}"#,
      #"{"claudeAiOauth":{"accessToken":"a"},"refreshToken":""}"#
    ),
    (
      #"{"accessToken":"a","refreshToken":"r","refreshToken":"s"}"#,
      #"{"accessToken":"a","refreshToken":"","refreshToken":""}"#
    ),
    (
      #"{"accessToken":"a","refresh\u0054oken":"r"}"#,
      #"{"accessToken":"a","refresh\u0054oken":""}"#
    ),
  ])
  func `a refresh token of Claude Code is left out, wherever it stands`(
    text: String, result: String
  ) throws {
    #expect(try sealable(text, "claude") == result)
  }

  @Test(arguments: [
    (#"{"refresh_token":"r"}"#, #"{"refresh_token":"r","project_id":"p"}"#),
    (#"{"refresh_token":"r","projectId":"old"}"#, #"{"refresh_token":"r","projectId":"p"}"#),
    (
      #"{"refresh_token":"r","projectId":5 }"#,
      #"{"refresh_token":"r","projectId":5 ,"project_id":"p"}"#
    ),
    ("{\"refresh_token\":\"r\"\n}\n", "{\"refresh_token\":\"r\"\n,\"project_id\":\"p\"}\n"),
  ])
  func `a project is noted in the text`(text: String, result: String) throws {
    #expect(try sealable(text, "gemini", project: "p") == result)
    #expect(try CredentialTokens(result).facts.project == "p")
  }

  @Test func `the project comes from the option, the text, or the environment`() throws {
    var home = try CredsHome()
    home.variables = ["GOOGLE_CLOUD_PROJECT": "from-environment"]
    let place = ".gemini/oauth_creds.json"
    try home.put(#"{"access_token":"ya29.FAKE"}"#, at: place)
    #expect(try home.byok("creds", "import", "gemini").status == 0)
    #expect(
      try sealed(home, "gemini-cli")
        == #"{"access_token":"ya29.FAKE","project_id":"from-environment"}"#)
    try home.put(#"{"access_token":"ya29.FAKE","projectId":"own"}"#, at: place)
    #expect(try home.byok("creds", "import", "gemini", "--replace").status == 0)
    #expect(try sealed(home, "gemini-cli") == #"{"access_token":"ya29.FAKE","projectId":"own"}"#)
    let option = try home.byok(
      "creds", "import", "gemini", "--label", "b", "--project", "option-1")
    #expect(option.status == 0)
    #expect(
      try sealed(home, "gemini-cli", "b") == #"{"access_token":"ya29.FAKE","projectId":"option-1"}"#
    )
    #expect(try home.byok("creds", "import", "gemini", "--project", "123").status == 2)
    #expect(try home.byok("creds", "import", "gemini", "--project", "a\"b").status == 2)
    #expect(try home.byok("creds", "import", "qwen", "--project", "a").status == 3)
    #expect(try home.byok("creds", "import", "--project", "a").status == 2)
  }

  @Test func `all that are found are sealed, a line each`() throws {
    let home = try CredsHome()
    try home.put(
      #"{"access_token":"FAKE-a","expiry_date":\#(Int(CredsHome.now) + 7200)}"#,
      at: ".qwen/oauth_creds.json")
    try home.put(
      #"{"claudeAiOauth":{"accessToken":"FAKE-c","refreshToken":"FAKE-r","expiresAt":5}}"#,
      at: ".claude/.credentials.json")
    let outcome = try home.byok("creds", "import")
    #expect(outcome.status == 0)
    #expect(
      outcome.errors == """
        byok: sealed qwen-code/default (expire in 2 h 0 min)
        byok: sealed claude-code/default (its access token has expired, without the refresh token, \
        which stays with Claude Code)

        """)
    #expect(try sealed(home, "claude-code")?.contains("FAKE-r") == false)
    let again = try home.byok("creds", "import")
    #expect(again.status == 0)
    #expect(
      again.errors.contains("claude-code/default is already imported and has not changed"))
  }

  @Test func `what is signed out is passed over among others, and an error alone`() throws {
    let home = try CredsHome()
    try home.put("{}", at: ".gemini/oauth_creds.json")
    #expect(try home.byok("creds", "import").status == 3)
    #expect(try home.byok("creds", "import", "gemini").status == 3)
    #expect(try home.byok("creds", "import", "qwen").status == 3)
    try home.put(#"{"access_token":"FAKE-a"}"#, at: ".qwen/oauth_creds.json")
    let outcome = try home.byok("creds", "import")
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("byok: no credentials of Gemini CLI to import"))
    try home.put("{", at: ".claude/.credentials.json")
    #expect(try home.byok("creds", "import").status == 11)
    #expect(try home.byok("creds", "import", "claude").status == 11)
  }

  @Test func `what differs from the sealed ones is said, and needs --replace`() throws {
    let home = try CredsHome()
    let place = ".qwen/oauth_creds.json"
    try home.put(
      #"{"access_token":"FAKE-a","email":"a@example.com","expires":\#(Int(CredsHome.now) + 60)}"#,
      at: place)
    #expect(try home.byok("creds", "import", "qwen").status == 0)
    try home.put(
      #"{"access_token":"FAKE-b","email":"b@example.com","expires":\#(Int(CredsHome.now) - 60)}"#,
      at: place)
    let outcome = try home.byok("creds", "import", "qwen")
    #expect(outcome.status == 1)
    #expect(
      outcome.errors == """
        byok: 'qwen-code/default' is imported already; the new one differs: account b@example.com \
        instead of a@example.com, expiry 1 min ago instead of in 1 min
        byok: hint: byok creds import qwen-code --replace
        byok: hint: or keep both: byok creds import qwen-code --label LABEL

        """)
    #expect(try sealed(home, "qwen-code")?.contains("FAKE-a") == true)
    #expect(try home.byok("creds", "import", "qwen", "--replace").status == 0)
    #expect(try sealed(home, "qwen-code")?.contains("FAKE-b") == true)
  }

  @Test func `the ready one of two files is sealed`() throws {
    let home = try CredsHome()
    try home.put(
      #"{"claudeAiOauth":{"accessToken":"","expiresAt":0}}"#, at: ".claude/.credentials.json")
    try home.put(#"{"access_token":"FAKE-third"}"#, at: ".claude/oauth_creds.json")
    #expect(try home.byok("creds", "import", "claude").status == 0)
    #expect(try sealed(home, "claude-code") == #"{"access_token":"FAKE-third"}"#)
  }

  @Test func `another file's creds are known by their content`() throws {
    let home = try CredsHome()
    let texts = [
      "qwen-code": #"{"access_token":"FAKE","resource_url":"portal.qwen.ai"}"#,
      "gemini-cli": #"{"refresh_token":"1//0FAKE"}"#,
      "claude-code": #"{"access_token":"sk-ant-oat01-FAKE"}"#,
    ]
    for (tool, text) in texts {
      let path = try home.put(text, at: "\(tool).json")
      #expect(try home.byok("creds", "import", path).status == 0)
      #expect(try sealed(home, tool) == text)
      #expect(try home.byok("creds", "import", tool, path, "--label", "b").status == 0)
    }
    let unknown = try home.put(#"{"access_token":"FAKE"}"#, at: "unknown.json")
    #expect(try home.byok("creds", "import", unknown).status == 2)
    #expect(try home.byok("creds", "import", "qwen", unknown, "--label", "c").status == 0)
    let other = try home.byok("creds", "import", "qwen", home.folder.path("claude-code.json"))
    #expect(other.status == 2)
    #expect(other.errors.contains("contains credentials of Claude Code, not of Qwen Code"))
    #expect(try home.byok("creds", "import", "quen-code").errors.contains("mean 'qwen-code'?"))
    #expect(try home.byok("creds", "import", unknown, "x").status == 2)
    #expect(try home.byok("creds", "import", #"%USERPROFILE%\gemini-cli.json"#).status == 0)
    #expect(try home.byok("creds", "import", "~/missing.json").status == 1)
    try home.put(String(repeating: " ", count: 65_537), at: "large.json")
    #expect(try home.byok("creds", "import", "~/large.json").status == 11)
  }

  @Test func `imported creds are listed, and removed by name`() throws {
    let home = try CredsHome()
    try home.put(#"{"access_token":"FAKE-a"}"#, at: ".qwen/oauth_creds.json")
    #expect(try home.byok("creds", "import", "qwen").status == 0)
    #expect(try home.byok("creds", "import", "qwen", "--label", "b").status == 0)
    let rows = try home.byok("creds", "list", "--json").rows
    #expect(rows.map { $0["source"]?.text } == ["keystore", "keystore", "file"])
    #expect(rows.map { $0["label"]?.text } == ["b", "default", nil])
    #expect(try home.byok("creds", "rm", "qwen").status == 2)
    #expect(try home.byok("creds", "rm", "qwen/c", "--yes").status == 3)
    #expect(try home.byok("creds", "rm", "gemini", "--yes").status == 3)
    #expect(try home.byok("creds", "rm", "openai", "--yes").status == 2)
    #expect(try home.byok("creds", "rm", "qwen/b", "--yes").status == 0)
    #expect(try home.byok("creds", "rm", "qwen-code", "--yes").status == 0)
    #expect(try home.byok("creds", "list", "--json").rows.count == 1)
    #expect(try home.byok("keys", "show", "qwen-code").status == 3)
  }

  @Test func `imported credentials are not a key that could go into a header`() throws {
    let home = try CredsHome()
    try home.put(#"{"access_token":"FAKE-a"}"#, at: ".qwen/oauth_creds.json")
    #expect(try home.byok("creds", "import", "qwen").status == 0)
    let outcome = try home.byok("keys", "show", "qwen-code", "--reveal")
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    let show = try home.byok("keys", "show", "qwen-code", "--json")
    #expect(!show.output.contains("FAKE"))
  }

  @Test func `allowing is remembered, once, and taken back`() throws {
    let home = try CredsHome()
    try home.put(#"{"access_token":"ya29.FAKE"}"#, at: ".gemini/oauth_creds.json")
    func allowed() throws -> JSONValue? {
      try home.byok("creds", "list", "--json").rows.first?["allowed"]
    }
    let refused = try home.byok("creds", "allow", "gemini")
    #expect(refused.status == 2)
    #expect(refused.errors.contains("https://github.com/google-gemini/gemini-cli/"))
    #expect(refused.errors.contains("2026-02-27"))
    #expect(refused.errors.contains("byok keys add gemini"))
    #expect(try allowed() == .bool(false))
    #expect(try home.byok("creds", "allow", "gemini", "--yes").status == 0)
    #expect(try home.byok("creds", "allow", "claude", "-y").status == 0)
    #expect(try home.byok("creds", "allow", "claude").status == 0)
    #expect(try allowed() == .bool(true))
    #expect(
      try Configuration.load(Locations(home.environment)).creds.allowed
        == ["gemini-cli", "claude-code"])
    #expect(try home.byok("creds", "disallow", "gemini-cli").status == 0)
    #expect(try home.byok("creds", "disallow", "gemini-cli").status == 0)
    #expect(try allowed() == .bool(false))
    #expect(try home.byok("creds", "allow", "qwen").errors.contains("needs no permission"))
    #expect(try home.byok("creds", "disallow", "qwen").status == 2)
    #expect(try Configuration.load(Locations(home.environment)).creds.allowed == ["claude-code"])
  }
}
