import ByokTestSupport
import Foundation
import Testing

@testable import ByokCore

/// Every command and form, shown on a terminal, with one hostile text wherever foreign text can be.
@Suite struct TerminalSafetyTests {
  /// A colour, the clipboard, C1, DEL, a lone CR, bidirectional controls, a tag, an invisible one.
  private static let hostile =
    "Q\u{1b}[31m\u{1b}]52;c;aGk=\u{7}\u{9b}31m\u{9d}0;t\u{9c}\u{7f}"
    + "\u{202e}\u{2066}\u{e0041}\u{feff}\r!Q"
  private static let json = JSONValue.string(hostile).compactText

  private let home: Home
  private let server: LoopbackServer

  init() throws {
    let json = Self.json
    server = try LoopbackServer { request in
      guard request.method == "POST" else {
        return .json(#"{"data":[{"id":"m","name":\#(json)},{"id":\#(json)}]}"#)
      }
      if request.text.contains("fail") {
        return .json(#"{"error":{"message":\#(json),"code":\#(json)}}"#, status: 400)
      }
      let call = #"{"index":0,"id":\#(json),"function":{"name":\#(json),"arguments":\#(json)}}"#
      return .events([
        #"{"id":\#(json),"model":\#(json),"choices":[{"delta":{"reasoning_content":\#(json)}}]}"#,
        #"{"choices":[{"delta":{"content":\#(json)}}]}"#,
        #"{"choices":[{"delta":{"content":"\n```\n"}}]}"#,
        #"{"choices":[{"delta":{"content":\#(json)}}]}"#,
        #"{"choices":[{"delta":{"tool_calls":[\#(call)]},"finish_reason":\#(json)}]}"#,
        "[DONE]",
      ])
    }
    var home = try Home()
    home.variables["EVIL_API_KEY"] = Script.fixtureKey
    self.home = home
    for folder in [".config/byok", ".local/state/byok"] {
      try FileManager.default.createDirectory(
        atPath: home.folder.path(folder), withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700])
    }
    let provider = #"""
      {name:\#(json),base_url:"\#(server.baseURL)",key_env:["EVIL_API_KEY"],notes:[\#(json)],
       models:["m",{id:"n",name:\#(json)}],default_model:"m"}
      """#
    try home.folder.write(
      "{templates:{t:{system:\(json)}},model:\"evil/m\",providers:{evil:\(provider)}}",
      to: ".config/byok/config.json")
    try home.folder.write(
      #"{"prompt":\#(json),"model":"evil/m","id":\#(json)}"# + "\n", to: "rows.jsonl")
    try home.folder.write(
      #"{"key":\#(json),"model":\#(json),"ms":5,"provider":"evil","status":0,"#
        + #""time":"2026-11-20T10:00:00Z"}"# + "\n", to: ".local/state/byok/usage.jsonl")
  }

  @Test(arguments: [
    ["chat", hostile], ["chat", "--json", hostile], ["chat", "--ndjson", hostile],
    ["chat", "--show-reasoning", hostile], ["chat", "--code", hostile], ["chat", "fail"],
    ["chat", "--json", "fail"], ["chat", "--ndjson", "fail"], ["chat", "--dry-run", hostile],
    ["chat", "--dry-run", "--json", hostile], ["chat", "-m", hostile, "x"],
    ["chat", "-o", "/dev/tty", hostile], ["chat", "-o", "/dev/tty", "--json", hostile],
    ["chat", "--jsonl", "rows.jsonl"], ["chat", "-f", hostile, "x"], ["chat", "-t", hostile, "x"],
    ["chat", "--schema", "{\"const\":1}", "x"], ["chat", "-m", "echo/echo", hostile],
    ["config", "get", "templates.t.system"], ["config", "get", "--json", "templates.t.system"],
    ["config", "get", "providers"], ["config", "get", hostile], ["config", "list"],
    ["config", "list", "--json"], ["config", "set", hostile, hostile],
    ["config", "set", "templates.u.system", hostile], ["usage"], ["usage", "--csv"],
    ["usage", "--json"], ["usage", "--by", "key"], ["usage", "--by", "key", "--csv"],
    ["providers"], ["providers", "--json"], ["providers", "show", "evil"],
    ["providers", "show", "evil", "--json"], ["providers", "show", hostile], ["models", "evil/"],
    ["models", "evil/", "--json"], ["models", "--refresh"], ["models", "show", "evil/n"],
    ["models", "show", "evil/n", "--json"], ["models", "show", hostile], ["models", hostile],
    ["keys", "list"], ["keys", "list", "--json"], ["keys", "show", hostile], ["keys", "check"],
    ["keys", "check", "--json"], ["keys", "check", "--github"], ["keys", "check", "--junit", "-"],
    ["keys", "check", hostile], ["keys", "add", hostile], ["keys", "rm", hostile],
    ["keys", "rename", hostile, hostile], ["keys", "default", hostile], ["keys", "slots"],
    ["keys", "import", hostile], ["keys", "unlock", "--for", hostile], ["creds", "list"],
    ["creds", "list", "--json"], ["creds", "list", "--path", hostile],
    ["creds", "check", "--json"], ["doctor"], ["doctor", "--json"],
    ["exec", hostile, "--", "true"],
    ["help", hostile], ["completion", hostile], [hostile], ["--" + hostile],
  ])
  func `nothing that a command prints commands the terminal`(words: [String]) throws {
    let terminal = try PseudoTerminal()
    var program = home.byok()
    program.arguments = words
    program.onTerminal(terminal, streams: [1])
    let run = try program.start().wait()
    #expect(run.status < 128)
    // Markdown is rendered with styles, none of which is in the text.
    let shown = RenderedText.unstyled(terminal.screen + run.errors).unicodeScalars
    #expect(!shown.isEmpty)
    // The terminal itself adds a CR to each line feed.
    let returns = zip(shown, shown.dropFirst()).filter { $0 == "\r" && $1 != "\n" }
    #expect(returns.isEmpty)
    #expect(!shown.contains { $0 != "\r" && $0.isUnsafeToShow }, "\(shown)")
  }

  @Test(arguments: [
    ["chat", "x"], ["chat", "--json", "x"], ["chat", "--ndjson", "x"],
    ["chat", "--dry-run", hostile],
    ["config", "get", "templates.t.system"], ["usage"], ["usage", "--csv"], ["usage", "--json"],
    ["providers", "--json"], ["models", "evil/", "--json"], ["chat", "--jsonl", "rows.jsonl"],
  ])
  func `the hostile text gets as far as that`(words: [String]) throws {
    let terminal = try PseudoTerminal(columns: 400)
    var program = home.byok()
    program.arguments = words
    program.onTerminal(terminal, streams: [1])
    let run = try program.start().wait()
    #expect(run.status == 0, "\(run.errors)")
    #expect(terminal.screen.contains("52;c;aGk="))
  }

  @Test func `to a pipe, text and CSV are not changed`() throws {
    let reply = try home.byok("chat", "-m", "echo/echo", Self.hostile).run()
    #expect(reply.stdout == Array((Self.hostile + "\n").utf8))
    let value = try home.byok("config", "get", "templates.t.system").run()
    #expect(value.stdout == Array((Self.hostile + "\n").utf8))
    #expect(try home.byok("usage", "--csv", "-q").run().output.contains("\u{1b}]52;c;aGk=\u{7}"))
  }
}
