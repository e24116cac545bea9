import ByokTestSupport
import Testing

@testable import ByokKit

@Suite struct ModelResolverTests {
  private static let own = ["one", "two"].map { id in
    Provider(
      id: id, name: id, baseURL: "https://a.b", wire: OpenAIChat.self,
      defaultModel: "\(id)-model", models: ["\(id)-model", "shared/model"])
  }

  private static func resolve(
    _ named: String?, _ variables: [String: String] = [:],
    _ configuration: Configuration = Configuration(providers: own)
  ) throws -> String {
    let folder = try TemporaryFolder()
    let environment = Environment(
      variables.merging(["BYOK_HOME": folder.path("home")]) { first, _ in first })
    let resolver = ModelResolver(
      configuration: configuration, providers: ProviderList(configuration),
      environment: environment,
      lookup: KeyLookup(
        environment: environment, keystore: .silent(environment), defaults: DefaultKey()))
    let choice = try resolver.resolve(named)
    return "\(choice.provider.id) \(choice.model)"
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
    ("opneai/gpt-x", "did you mean 'openai/gpt-x'?"), ("grok/x", "did you mean 'groq/x'?"),
    ("groqq", "did you mean 'groq/…'?"), ("openai", "did you mean 'openai/…'?"),
    ("gpt-x", "write PROVIDER/MODEL, such as openai/gpt-5.4-mini or openrouter/gpt-x"),
  ])
  func `a name that says it not gets a hint`(_ name: String, _ hint: String) {
    #expect(
      throws: ByokError(.usage, "it is not clear whose model '\(name)' is", hint: hint)
    ) { try Self.resolve(name) }
  }

  @Test(arguments: ["", "/", "openai/", "/gpt"]) func `half a name is none`(_ name: String) throws {
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
        .usage, "no model is named, and there are keys for groq, mistral",
        hint: "choose one: -m groq/openai/gpt-oss-120b, -m mistral/mistral-small-latest")
    ) { try Self.resolve(nil, ["GROQ_API_KEY": "x", "MISTRAL_API_KEY": "y"]) }
  }

  @Test func `without any key byok says how to get one`() throws {
    let error = try #require(throws: ByokError.self) { try Self.resolve(nil) }
    #expect(error.kind == .noKey)
    #expect(error.hints.count == 3)
  }
}
