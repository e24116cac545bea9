import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore
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
    #expect(provider.models.map(\.id) == ["m", "n"])
    #expect(provider.defaultModel == "m")
    #expect(provider.dialect.name == "openai-chat")
    #expect(provider.baseURLVariable == "REPLAY_BASE_URL")
    #expect(!provider.worksWithoutKey)
  }

  @Test func `what is asked of models, templates and limits are read`() throws {
    let configuration = try load(
      """
      {
        params: {
          "openai/gpt-5.2": {
            temperature: 0.5, top_p: 1, max_tokens: 100, seed: 0x10, stop: ["a", 'b'],
            reasoning: "low",
          },
        },
        templates: {
          short: "Say: {{input}}",
          long: { system: 's', prompt: 'p', model: 'm', params: { temperature: 1 } },
          silent: { system: 's' },
        },
        timeout: .5, retries: 0, keys: { openai: "work" },
        budget: { day: 5, week: 2.5, month: 1e2, hard: true },
      }
      """)
    #expect(
      configuration.params == [
        "openai/gpt-5.2": ChatSettings(
          temperature: 0.5, topP: 1, maxTokens: 100, seed: 16, stop: ["a", "b"], reasoning: .low)
      ])
    #expect(
      configuration.templates == [
        "short": PromptTemplate(prompt: "Say: {{input}}"),
        "long": PromptTemplate(
          system: "s", prompt: "p", model: "m", params: ChatSettings(temperature: 1)),
        "silent": PromptTemplate(system: "s"),
      ])
    #expect(configuration.timeout?.count == 0.5)
    #expect(configuration.retries == 0)
    #expect(configuration.defaultLabels.mapValues(\.text) == ["openai": "work"])
    let budget = configuration.budget
    #expect([budget.day, budget.week, budget.month].map { $0?.amount } == [5, 2.5, 100])
    #expect(budget.isHard == true)
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

  /// A document, the column of what is wrong in it, and what is said of that.
  static let wrong: [(text: String, column: Int, message: String)] = [
    ("[]", 1, "the document must be an object: { … }"),
    (" 1", 2, "the document must be an object: { … }"),
    ("null", 1, "the document must be an object: { … }"),
    ("{model:1}", 8, "model must be a string, not 1"),
    ("{model: ''}", 9, "model must be a string, not ''"),
    ("{model:null}", 8, "model must be a string, not null"),
    ("{model:{}}", 8, "model must be a string, not an object"),
    ("{log:'yes'}", 6, "log must be true or false, not 'yes'"),
    ("{log:0}", 6, "log must be true or false, not 0"),
    ("{log:[]}", 6, "log must be true or false, not a list"),
    ("{aliases:[]}", 10, "aliases must be an object, not a list"),
    ("{aliases:{a:1}}", 13, "aliases.a must be a string, not 1"),
    ("{aliases:{a:{}}}", 13, "aliases.a must be a string, not an object"),
    ("{keys:{openai:'A'}}", 15, "keys.openai must be \(Label.expectation), not 'A'"),
    ("{timeout:0}", 10, "timeout must be a number of seconds above 0, not 0"),
    ("{timeout:'9'}", 10, "timeout must be a number of seconds above 0, not '9'"),
    ("{timeout:Infinity}", 10, "timeout must be a number of seconds above 0, not inf"),
    ("{retries:-1}", 10, "retries must be a whole number, 0 or more, not -1"),
    ("{retries:1.5}", 10, "retries must be a whole number, 0 or more, not 1.5"),
    ("{budget:5}", 9, "budget must be an object, not 5"),
    ("{budget:{day:0}}", 14, "budget.day must be an amount of USD above 0, not 0"),
    ("{budget:{hard:1}}", 15, "budget.hard must be true or false, not 1"),
    ("{budget:{year:1}}", 10, "unknown key budget.year"),
    ("{params:{m:1}}", 12, "params.m must be an object, not 1"),
    ("{params:{m:{temprature:1}}}", 13, "unknown key params.m.temprature"),
    ("{params:{m:{temperature:NaN}}}", 25, "params.m.temperature must be a number, not nan"),
    ("{params:{m:{stop:'x'}}}", 18, "params.m.stop must be a list of strings, not 'x'"),
    (
      "{params:{m:{reasoning:'lots'}}}", 23,
      "params.m.reasoning must be \(ReasoningLevel.expectation), not 'lots'"
    ),
    ("{templates:{t:1}}", 15, "templates.t must be a string, not 1"),
    ("{templates:{t:{}}}", 15, "templates.t needs a prompt or a system text"),
    ("{templates:{t:{params:{}}}}", 15, "templates.t needs a prompt or a system text"),
    ("{templates:{t:{promt:'x'}}}", 16, "unknown key templates.t.promt"),
    ("{templates:{t:{prompt:['x']}}}", 23, "templates.t.prompt must be a string, not a list"),
    ("{templates:{t:{params:{n:1}}}}", 24, "unknown key templates.t.params.n"),
    ("{providers:[]}", 12, "providers must be an object, not a list"),
    ("{providers:{p:null}}", 15, "providers.p must be an object, not null"),
    ("{providers:{p:{}}}", 15, "providers.p needs a base_url"),
    ("{providers:{p:{name:1}}}", 21, "providers.p.name must be a string, not 1"),
    (
      "{providers:{p:{key_env:'K'}}}", 24,
      "providers.p.key_env must be a list of names of variables, not 'K'"
    ),
    (
      "{providers:{p:{dialect:1}}}", 24,
      "providers.p.dialect must be \(DialectName.configured), not 1"
    ),
    (
      "{providers:{p:{dialect:'soap'}}}", 24,
      "providers.p.dialect must be \(DialectName.configured), not 'soap'"
    ),
    (
      "{providers:{openai:{}}}", 20,
      "providers.openai is the name of a built-in provider; choose another"
    ),
    (
      "{creds:{allowed:['x']}}", 17,
      "creds.allowed must name \(CredentialToolName.expectation), not 'x'"
    ),
    ("{modle:'x'}", 2, "unknown key modle"), ("{Model:'x'}", 2, "unknown key Model"),
    ("{'a\\u001b[2J':1}", 2, "unknown key a\\u{1b}[2J"),
    ("{providers:{p:{api_key:'x'}}}", 16, "unknown key providers.p.api_key"),
    ("{model:'a',model:'b'}", 12, "duplicate key model"),
    ("{aliases:{a:'x', 'a':'y'}}", 18, "duplicate key aliases.a"),
  ]

  @Test(arguments: wrong)
  func `what is wrong is told with its place`(text: String, column: Int, message: String) {
    let failure = failure(text)
    #expect(failure?.kind == .usage)
    #expect(failure?.message == "in '\(path)', line 1, column \(column): \(message)")
  }

  @Test func `lines are counted`() {
    let failure = failure("// one\n{\n  model: 'ö',  log:\n    5,\n}\n")
    #expect(failure?.message == "in '\(path)', line 4, column 5: log must be true or false, not 5")
  }

  @Test func `a value that may be a key is not repeated`() {
    let failure = failure("{log: 'sk-0123456789abcdefghij'}")
    #expect(failure?.message.contains("sk-") == false)
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

  @Test func `a slip of the finger gets a hint`() {
    #expect(failure("{modle:'x'}")?.hints == ["did you mean 'model'?"])
    #expect(
      failure("{providers:{p:{base_ulr:'x'}}}")?.hints == ["did you mean 'providers.p.base_url'?"])
    #expect(
      failure("{zzzzzzzz:1}")?.hints == [
        "known keys: model, embedding_model, aliases, catalogue, render, keys, params, models,"
          + " templates, providers, mcp, index, timeout, retries, ca_file, log, budget, creds"
      ])
  }

  @Test(arguments: ["http://x.example", "ftp://x", "x.example", "https://u:secret@x.example"])
  func `a base URL that may not be used is refused, and not repeated`(url: String) {
    let failure = failure("{providers:{p:{base_url:'\(url)'}}}")
    #expect(failure?.kind == .usage)
    #expect(failure?.message.contains(": providers.p.base_url is not a base URL") == true)
    #expect(failure?.message.contains("secret") == false)
  }

  @Test(arguments: [
    ("{\n model: 'a',\n log: yes\n}", 3, 7, "expected a value, not 'yes' (a string needs quotes)"),
    ("{model:", 1, 8, "expected a value, not the end of the file"),
    ("{model: 'a'\n log: true}", 2, 2, "expected ',' or '}', not 'log'"),
    ("{}\n{}", 2, 1, "expected nothing more, not '{'"),
  ])
  func `a syntax error names its place`(text: String, line: Int, column: Int, message: String) {
    let failure = failure(text)
    #expect(failure?.kind == .usage)
    #expect(failure?.message == "in '\(path)', line \(line), column \(column): \(message)")
  }

  @Test func `what is not UTF-8 is told with its place`() throws {
    _ = failure("{}")
    try StoreFixture.write(Array("{\n // ".utf8) + [0xFF] + Array("\n}".utf8), to: path)
    let locations = Locations(Environment(["BYOK_HOME": folder.path]))
    let failure = #expect(throws: ByokError.self) { _ = try Configuration.load(locations) }
    #expect(failure?.message == "in '\(path)', line 2, column 5: this is not UTF-8 text")
  }

  @Test func `nesting without end is refused`() {
    #expect(failure(String(repeating: "[", count: 100_000))?.kind == .usage)
    #expect(failure(String(repeating: "{a:", count: 100_000))?.kind == .usage)
  }

  @Test(arguments: [0o602, 0o606, 0o666, 0o622])
  func `a file that others can write is refused`(mode: Int) {
    let expected = ByokError.writableByOthers(path, mode: mode_t(mode))
    let failure = failure("{}", mode: mode)
    #expect(failure?.kind == .usage)
    #expect(failure?.message == expected.message && failure?.hints == expected.hints)
  }

  @Test(arguments: [0o600, 0o644, 0o444]) func `a file that others can read is read`(mode: Int) {
    #expect(failure("{}", mode: mode) == nil)
  }

  @Test func `a link is followed, a file over 1 MiB is refused`() throws {
    #expect(failure(String(repeating: " ", count: (1 << 20) - 2) + "{}") == nil)
    #expect(failure(String(repeating: " ", count: (1 << 20) - 1) + "{}")?.kind == .usage)
    #expect(failure("{model: 'echo/echo'}") == nil)
    try FileManager.default.moveItem(atPath: path, toPath: folder.path("real"))
    try FileManager.default.createSymbolicLink(
      atPath: path, withDestinationPath: folder.path("real"))
    let locations = Locations(Environment(["BYOK_HOME": folder.path]))
    #expect(try Configuration.load(locations).model == "echo/echo")
  }
}
