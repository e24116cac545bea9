import ByokTestSupport
import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

@Suite struct ModelResolverTests {
  private static let own = ["one", "two"].map { id in
    Provider(
      id: id, name: id, baseURL: "https://a.b", dialect: OpenAIChat.self,
      defaultModel: "\(id)-model",
      models: ["\(id)-model", "shared/model"].map { Model(id: $0, provider: id, name: $0) })
  }

  private static func resolve(
    _ named: String?, _ variables: [String: String] = [:],
    _ configuration: Configuration = Configuration(providers: own)
  ) throws -> String {
    let choice = try choice(named, variables, configuration)
    return "\(choice.provider.id) \(choice.model)"
  }

  private static func choice(
    _ named: String?, _ variables: [String: String] = [:],
    _ configuration: Configuration = Configuration(providers: own)
  ) throws -> ModelChoice {
    try #require(try choices(named, variables, configuration).first)
  }

  fileprivate static func choices(
    _ named: String?, _ variables: [String: String] = [:],
    _ configuration: Configuration = Configuration(providers: own)
  ) throws -> [ModelChoice] {
    let folder = try TemporaryFolder()
    let environment = Environment(
      variables.merging(["BYOK_HOME": folder.path("home")]) { first, _ in first })
    let resolver = ModelResolver(
      configuration: configuration, providers: ProviderList(configuration),
      environment: environment,
      lookup: KeyLookup(
        environment: environment, keystore: .silent(environment), defaults: DefaultKey()))
    return try resolver.resolve(named)
  }

  @Test(arguments: [
    ("openai/gpt-x", "openai gpt-x"),
    ("openrouter/anthropic/claude-x", "openrouter anthropic/claude-x"),
    ("openrouter/a/b:free", "openrouter a/b:free"),
    ("groq/openai/gpt-oss-120b", "groq openai/gpt-oss-120b"),
    ("one/anything", "one anything"), ("one-model", "one one-model"), ("echo/echo", "echo echo"),
    ("ollama/llama3.2:latest", "ollama llama3.2:latest"),
  ])
  func `a name says whose model it is`(_ name: String, _ choice: String) throws {
    #expect(try Self.resolve(name) == choice)
  }

  @Test func `an alias stands for a name, once`() throws {
    let configuration = Configuration(
      aliases: ["fast": "groq/x", "openai/x": "mistral/y", "loop": "fast"], providers: Self.own)
    #expect(try Self.resolve("fast", [:], configuration) == "groq x")
    #expect(try Self.resolve("openai/x", [:], configuration) == "mistral y")
    #expect(throws: ByokError.self) { try Self.resolve("loop", [:], configuration) }
  }

  @Test func `the option comes before the variable, the variable before the configuration`() throws
  {
    let configuration = Configuration(model: "xai/c", aliases: ["v": "groq/b"])
    #expect(try Self.resolve("openai/a", ["BYOK_MODEL": "v"], configuration) == "openai a")
    #expect(try Self.resolve(nil, ["BYOK_MODEL": "v"], configuration) == "groq b")
    #expect(try Self.resolve(nil, ["BYOK_MODEL": ""], configuration) == "xai c")
  }

  @Test(arguments: [
    ("groqq", "did you mean 'groq/openai/gpt-oss-120b'?"),
    ("my-model", "write PROVIDER/MODEL, such as openai/gpt-5.4-mini or openrouter/my-model"),
    ("claud-sonnet-5", "did you mean 'claude-sonnet-5'?"),
  ])
  func `a name that says it not gets a hint`(_ name: String, _ hint: String) {
    #expect(
      throws: ByokError(.usage, "unknown model '\(name)'", hint: hint)
    ) { try Self.resolve(name) }
  }

  @Test(arguments: [
    ("opneai/gpt-x", "did you mean 'openai/gpt-x'?"), ("grok/x", "did you mean 'groq/x'?"),
    ("openia/gpt-oss-120b", "did you mean 'openai/gpt-oss-120b'?"),
  ])
  func `a provider that is none gets a hint`(_ name: String, _ hint: String) {
    let id = name.prefix { $0 != "/" }
    #expect(
      throws: ByokError(.usage, "unknown provider '\(id)'", hint: hint)
    ) { try Self.resolve(name) }
  }

  @Test(arguments: ["groq", "groq/"]) func `a provider alone means its default model`(
    _ name: String
  ) throws {
    #expect(try Self.resolve(name) == "groq openai/gpt-oss-120b")
  }

  @Test func `a provider without a default model needs one`() {
    #expect(throws: ByokError.self) { try Self.resolve("ollama") }
  }

  @Test(arguments: ["", "/", "/gpt"]) func `half a name is none`(_ name: String) throws {
    let error = try #require(throws: ByokError.self) { try Self.resolve(name) }
    #expect(error.kind == .usage)
  }

  @Test func `a model of several providers is asked about`() {
    #expect(
      throws: ByokError(
        .usage, "several providers have 'shared/model'",
        hint: "write one/shared/model, two/shared/model")
    ) { try Self.resolve("shared/model") }
  }

  @Test func `a key given for a model is not repeated`() throws {
    let error = try #require(throws: ByokError.self) { try Self.resolve("sk-proj-abcdefghijkl") }
    #expect(!([error.message] + error.hints).joined().contains("abcdefgh"))
    #expect(error.hints.first?.hasSuffix("openrouter/…") == true)
  }

  @Test func `without a name the only provider with a key is asked`() throws {
    #expect(try Self.resolve(nil, ["GROQ_API_KEY": "x"]) == "groq openai/gpt-oss-120b")
  }

  @Test func `with several one must be chosen`() {
    #expect(
      throws: ByokError(
        .usage, "no model is named, and there are keys for mistral, groq",
        hint: "choose one: -m mistral/mistral-small-latest, -m groq/openai/gpt-oss-120b")
    ) { try Self.resolve(nil, ["GROQ_API_KEY": "x", "MISTRAL_API_KEY": "y"]) }
  }

  @Test func `without any key byok says how to get one`() throws {
    let error = try #require(throws: ByokError.self) { try Self.resolve(nil) }
    #expect(error.kind == .noKey)
    #expect(error.hints.count == 3)
  }

  @Test(arguments: [
    ("gpt-5.2", "openai gpt-5.2"), ("gpt-5.2-2025-12-11", "openai gpt-5.2-2025-12-11"),
    ("claude-fable-5", "anthropic claude-fable-5"), ("glm-5.2", "zai glm-5.2"),
    ("zai-glm-5.2", nil),
  ])
  func `a bare id is its maker's`(_ name: String, _ choice: String?) throws {
    #expect((try? Self.resolve(name)) == choice)
  }

  @Test(arguments: [
    ("groq/compound", "groq groq/compound"), ("groq/groq/compound", "groq groq/compound"),
    ("nvidia/nemotron-3-ultra-550b-a55b", "nvidia nvidia/nemotron-3-ultra-550b-a55b"),
    ("nvidia/unlisted", "nvidia unlisted"),
  ])
  func `an id may begin with its provider's name`(_ name: String, _ choice: String) throws {
    #expect(try Self.resolve(name) == choice)
  }

  @Test func `a provider with a key comes first, among those the maker`() throws {
    #expect(try Self.resolve("glm-5.2", ["OLLAMA_API_KEY": "x"]) == "ollama-cloud glm-5.2")
    #expect(
      try Self.resolve("glm-5.2", ["OLLAMA_API_KEY": "x", "ZAI_API_KEY": "y"]) == "zai glm-5.2")
    #expect(
      try Self.resolve("moonshotai/kimi-k2.6", ["OPENROUTER_API_KEY": "x"])
        == "openrouter moonshotai/kimi-k2.6")
  }

  @Test func `where neither key nor maker decides, the user does`() {
    let error = ByokError(
      .usage, "several providers have 'z-ai/glm-5.1'",
      hint: "write nvidia/z-ai/glm-5.1, openrouter/z-ai/glm-5.1")
    #expect(throws: error) { try Self.resolve("z-ai/glm-5.1") }
    #expect(throws: error) {
      try Self.resolve("z-ai/glm-5.1", ["OPENROUTER_API_KEY": "x", "NVIDIA_API_KEY": "y"])
    }
  }

  @Test func `a name that is a provider's and others' id is the provider's, with a hint`() throws {
    let name = "openai/gpt-oss-120b"
    #expect(try Self.resolve(name, ["GROQ_API_KEY": "x"]) == "openai gpt-oss-120b")
    #expect(try Self.choice(name).notes.isEmpty)
    #expect(
      try Self.choice(name, ["GROQ_API_KEY": "x", "TOGETHER_API_KEY": "y"]).notes == [
        "no model 'openai/gpt-oss-120b' is known at OpenAI; elsewhere it is: "
          + "-m groq/openai/gpt-oss-120b, -m together/openai/gpt-oss-120b"
      ])
    #expect(try Self.choice("openai/gpt-5.2", ["GROQ_API_KEY": "x"]).notes.isEmpty)
  }

  @Test func `what the catalogue knows comes along`() throws {
    #expect(try Self.choice("openai/gpt-5.2").facts?.name == "GPT-5.2")
    #expect(try Self.choice("openai/gpt-x").facts == nil)
    #expect(try Self.choice("one/gpt-5.2").facts == nil)
  }

  @Test(arguments: [
    (
      "moonshot/kimi-k2-thinking", "moonshot/kimi-k2-thinking", "retired 2026-05-25",
      "use moonshot/kimi-k2.6 instead"
    ),
    (
      "groq/llama-3.3-70b-versatile", "groq/llama-3.3-70b-versatile", "gone by 2026-08-30",
      "Groq has groq/openai/gpt-oss-120b, for instance"
    ),
  ])
  func `a model that is gone is not asked`(
    _ named: String, _ name: String, _ note: String, _ hint: String
  ) throws {
    let error = try #require(throws: ByokError.self) { try Self.resolve(named) }
    #expect(error.kind == .modelUnavailable)
    #expect(error.message == "the model '\(name)' is retired (\(note)); nothing was sent")
    #expect(error.hints == [hint])
    #expect(error.provider?.id == String(name.prefix { $0 != "/" }))
  }

  @Test func `one that will go is asked, with a note`() throws {
    #expect(
      try Self.choice("gemini/gemini-2.5-pro").notes == [
        "the model 'gemini/gemini-2.5-pro' is deprecated: it shuts down on 2026-12-01; use"
          + " gemini/gemini-3.8-flash"
      ])
  }
}

extension ModelResolverTests {
  @Test func `several names are several models, aliases among them`() throws {
    let configuration = Configuration(
      aliases: ["both": "groq/x,mistral/y", "fast": "xai/z"], providers: [])
    func names(_ named: String) throws -> [String] {
      try Self.choices(named, [:], configuration).map { "\($0.provider.id) \($0.model)" }
    }
    #expect(try names("both") == ["groq x", "mistral y"])
    #expect(try names("openai/a,fast,both") == ["openai a", "xai z", "groq x", "mistral y"])
    #expect(throws: ByokError.self) { try names("openai/a,,fast") }
  }

  @Test func `those that are gone are left out and told of, unless all are`() throws {
    let choices = try Self.choices("moonshot/kimi-k2-0711-preview,openai/gpt-x")
    #expect(choices.map(\.model) == ["gpt-x"])
    #expect(choices.first?.notes.first?.contains("retired") == true)
    let failure = #expect(throws: ByokError.self) {
      try Self.choices("moonshot/kimi-k2-0711-preview")
    }
    #expect(failure?.kind == .modelUnavailable)
  }
}
