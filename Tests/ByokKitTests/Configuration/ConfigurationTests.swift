import ByokTestSupport
import Foundation
import Testing

@testable import ByokKit

@Suite struct ConfigurationTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var path: String { folder.path("config.json") }

  private func load(_ text: String, mode: Int = 0o600) throws -> Configuration {
    try folder.write(text, to: "config.json", mode: mode)
    return try Configuration.load(Locations(Environment(["BYOK_HOME": folder.path])))
  }

  private func failure(_ text: String, mode: Int = 0o600) -> ByokError? {
    do {
      _ = try load(text, mode: mode)
      return nil
    } catch {
      return error as? ByokError
    }
  }

  @Test func `without a file all is as it comes`() throws {
    for variables in [["BYOK_HOME": folder.path], ["BYOK_HOME": folder.path("none")], [:]] {
      let configuration = try Configuration.load(Locations(Environment(variables)))
      #expect(configuration.model == nil)
      #expect(configuration.aliases == [:])
      #expect(configuration.providers.isEmpty)
      #expect(configuration.logs)
    }
  }

  @Test func `a relative home is told, not passed over`() {
    #expect(throws: ByokError.self) {
      _ = try Configuration.load(Locations(Environment(["BYOK_HOME": "here"])))
    }
  }

  @Test func `JSON5 is read`() throws {
    let configuration = try load(
      """
      // A comment,
      {
        model: 'openai/gpt-5.2', /* another,
        over two lines */
        "log": false,
        aliases: { fast: "groq/llama", 'my-big': "openai/gpt", },
        providers: {
          replay: {
            name: "Replay", dialect: "openai-chat", base_url: "HTTPS://Host.example:443/v1/",
            key_env: ["REPLAY_API_KEY", "OTHER_KEY",], models: ["m", "n"],
          },
        },
      }
      """)
    #expect(configuration.model == "openai/gpt-5.2")
    #expect(!configuration.logs)
    #expect(configuration.aliases == ["fast": "groq/llama", "my-big": "openai/gpt"])
    let provider = try #require(configuration.providers.first)
    #expect(configuration.providers.count == 1)
    #expect(provider.id == "replay")
    #expect(provider.name == "Replay")
    #expect(provider.baseURL == "https://host.example/v1")
    #expect(provider.keyVariables == ["REPLAY_API_KEY", "OTHER_KEY"])
    #expect(provider.models == ["m", "n"])
    #expect(provider.defaultModel == "m")
    #expect(provider.wire.dialect == "openai-chat")
    #expect(provider.baseURLVariable == "REPLAY_BASE_URL")
    #expect(!provider.worksWithoutKey)
  }

  @Test func `plain JSON is read`() throws {
    #expect(try load("{\"model\":\"a/b\"}").model == "a/b")
    #expect(try load("{}").model == nil)
  }

  @Test func `a provider of the user's own needs an address only`() throws {
    let providers = try load(
      "{providers:{'z-9':{base_url:'http://localhost:1'},a:{base_url:'https://a.b'}}}"
    ).providers
    #expect(providers.map(\.id) == ["a", "z-9"])
    #expect(providers.map(\.name) == ["a", "z-9"])
    #expect(providers.map(\.baseURL) == ["https://a.b", "http://localhost:1"])
    #expect(providers.map(\.baseURLVariable) == ["A_BASE_URL", "Z_9_BASE_URL"])
    #expect(providers.allSatisfy { $0.keyVariables.isEmpty && $0.defaultModel == nil })
  }

  /// A document, and what is said of it behind `in 'PATH', `.
  static let wrong: [(text: String, message: String)] = [
    ("[]", "the document must be an object"), ("1", "the document must be an object"),
    ("null", "the document must be an object"), ("'x'", "the document must be an object"),
    ("{model:1}", "model must be a text that is not empty"),
    ("{model:''}", "model must be a text that is not empty"),
    ("{model:null}", "model must be a text that is not empty"),
    ("{model:{}}", "model must be a text that is not empty"),
    ("{log:'yes'}", "log must be true or false"), ("{log:1}", "log must be true or false"),
    ("{log:0}", "log must be true or false"), ("{log:null}", "log must be true or false"),
    ("{aliases:[]}", "aliases must be an object"), ("{aliases:'x'}", "aliases must be an object"),
    ("{aliases:{a:1}}", "aliases.a must be a text that is not empty"),
    ("{aliases:{a:''}}", "aliases.a must be a text that is not empty"),
    ("{providers:[]}", "providers must be an object"),
    ("{providers:{p:1}}", "providers.p must be an object"),
    ("{providers:{p:null}}", "providers.p must be an object"),
    ("{providers:{p:{}}}", "providers.p needs a base_url"),
    ("{providers:{p:{name:'P'}}}", "providers.p needs a base_url"),
    ("{providers:{p:{name:1}}}", "providers.p.name must be a text that is not empty"),
    ("{providers:{p:{base_url:1}}}", "providers.p.base_url must be a text that is not empty"),
    ("{providers:{p:{key_env:'K'}}}", "providers.p.key_env must be a list of texts"),
    ("{providers:{p:{key_env:[1]}}}", "providers.p.key_env must be a text that is not empty"),
    ("{providers:{p:{models:{}}}}", "providers.p.models must be a list of texts"),
    ("{providers:{p:{models:['']}}}", "providers.p.models must be a text that is not empty"),
    ("{providers:{p:{dialect:1}}}", "providers.p.dialect must be a text that is not empty"),
    (
      "{providers:{openai:{}}}",
      "providers.openai is the name of a built-in provider; choose another"
    ),
    ("{providers:{echo:{}}}", "providers.echo is the name of a built-in provider; choose another"),
    ("{modle:'x'}", "modle is not known"), ("{Model:'x'}", "Model is not known"),
    ("{zzz:1}", "zzz is not known"), ("{'a\\u001b[2J':1}", "a\\u{1b}[2J is not known"),
    ("{providers:{p:{baseurl:'x'}}}", "providers.p.baseurl is not known"),
    ("{providers:{p:{api_key:'x'}}}", "providers.p.api_key is not known"),
  ]

  @Test(arguments: wrong)
  func `what is wrong is told with its place`(text: String, message: String) {
    let failure = failure(text)
    #expect(failure?.kind == .usage)
    #expect(failure?.message == "in '\(path)', \(message)")
  }

  @Test func `every built-in provider's id is taken`() {
    for provider in Provider.builtIn {
      let failure = failure("{providers:{'\(provider.id)':{base_url:'https://x.example'}}}")
      #expect(failure?.kind == .usage, "\(provider.id)")
    }
  }

  @Test(arguments: ["P", "p_q", "-p", "p/q", "p q", "", "ö", String(repeating: "p", count: 65)])
  func `an id that cannot be typed is refused`(id: String) {
    let failure = failure("{providers:{'\(id)':{base_url:'https://x.example'}}}")
    #expect(failure?.message.contains("must be named with a provider's id") == true)
  }

  @Test func `an unknown dialect is told with those that are known`() {
    let failure = failure("{providers:{p:{dialect:'soap'}}}")
    let names = WireFormats.all.map { $0.dialect }.joined(separator: ", ")
    #expect(
      failure?.message
        == "in '\(path)', providers.p.dialect must be one of \(names), not 'soap'")
  }

  @Test func `a slip of the finger gets a hint`() {
    #expect(failure("{modle:'x'}")?.hints == ["did you mean 'model'?"])
    #expect(
      failure("{providers:{p:{base_ulr:'x'}}}")?.hints == ["did you mean 'providers.p.base_url'?"])
    #expect(
      failure("{zzzzzzzz:1}")?.hints
        == ["known are model, log, aliases, providers, keys, creds"])
  }

  @Test(arguments: ["http://x.example", "ftp://x", "x.example", "https://u:secret@x.example"])
  func `a base URL that may not be used is refused, and not repeated`(url: String) {
    let failure = failure("{providers:{p:{base_url:'\(url)'}}}")
    #expect(failure?.kind == .usage)
    #expect(failure?.message.hasPrefix("providers.p.base_url is not a base URL") == true)
    #expect(failure?.message.contains("secret") == false)
  }

  @Test(arguments: [
    ("{\n  model: 'a',\n  log: yes\n}", 3), ("{model:", 1), ("", 1), ("{\n}\n}", 3),
    ("{\n\n'a' 1}", 3), ("{model:'a' log:true}", 1), ("{\n'a': 'b\n'}", 2), ("\n{a:[1,\n2}", 3),
    ("{ // }", 1), ("{ /* }", 1), ("\n/* {}", 2), ("{\na:,\n}", 2), ("{\n,}", 2), ("{}\n{}", 2),
    ("\n[", 2),
    ("{a:1}\n\u{FEFF}", 2), ("{a:\\\n1}", 1), ("[1,\n,]", 2), ("{'a\\", 1),
  ])
  func `a syntax error names its line`(text: String, line: Int) {
    let failure = failure(text)
    #expect(failure?.kind == .usage)
    #expect(failure?.message == "'\(path)' is not JSON5: line \(line) breaks its rules")
  }

  @Test(arguments: ["{a:+-1}", "{a:'\\u00'}", "{a:0x}"])
  func `a flaw within a value is told without a line`(text: String) {
    #expect(
      failure(text)?.message
        == "'\(path)' is not JSON5: it holds something that cannot be read")
  }

  @Test func `nesting without end is refused`() {
    #expect(failure(String(repeating: "[", count: 100_000))?.kind == .usage)
    #expect(failure(String(repeating: "{a:", count: 100_000))?.kind == .usage)
  }

  @Test(arguments: [0o620, 0o602, 0o660, 0o666, 0o622])
  func `a file that others can write is refused`(mode: Int) {
    let expected = ByokError.writableByOthers(path, mend: "chmod go-w '\(path)'")
    #expect(failure("{}", mode: mode) == expected)
  }

  @Test(arguments: [0o600, 0o644, 0o444]) func `a file that others can read is read`(mode: Int) {
    #expect(failure("{}", mode: mode) == nil)
  }

  @Test func `a link or a file over 1 MiB is refused`() throws {
    #expect(failure(String(repeating: " ", count: (1 << 20) - 2) + "{}") == nil)
    #expect(failure(String(repeating: " ", count: (1 << 20) - 1) + "{}")?.kind == .damaged)
    try FileManager.default.moveItem(atPath: path, toPath: folder.path("real"))
    try FileManager.default.createSymbolicLink(
      atPath: path, withDestinationPath: folder.path("real"))
    let locations = Locations(Environment(["BYOK_HOME": folder.path]))
    #expect(throws: ByokError.isLink(path)) { _ = try Configuration.load(locations) }
  }
}
