import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ProviderTests {
  @Test(arguments: [("openai", "OPENAI_BASE_URL"), ("my-own-2", "MY_OWN_2_BASE_URL")])
  func `the variable of the base URL is made from the id`(_ id: String, _ variable: String) {
    let provider = Provider(id: id, name: id, baseURL: "", dialect: OpenAIChat.self)
    #expect(provider.baseURLVariable == variable)
  }

  @Test(arguments: ["a", "openai", "my-own", "1and1", "a-", String(repeating: "a", count: 64)])
  func `an id is lower-case letters, digits and hyphens`(_ text: String) {
    #expect(ProviderID(argument: text)?.text == text)
  }

  @Test(arguments: [
    "", "-a", "A", "a_b", "a.b", "a/b", "ä", "a b", String(repeating: "a", count: 65),
  ])
  func `anything else is none`(_ text: String) {
    #expect(ProviderID(argument: text) == nil)
  }

  private static let list = ProviderList(
    Configuration(providers: [
      Provider(id: "mine", name: "Mine", baseURL: "https://a.b", dialect: OpenAIChat.self)
    ]))

  @Test func `built-in providers and the user's own are found`() throws {
    #expect(try Self.list.find("openai").name == "OpenAI")
    #expect(try Self.list.find("mine").name == "Mine")
  }

  @Test func `an unknown one gets the nearest as a hint`() throws {
    let error = try #require(throws: ByokError.self) { try Self.list.find("opnai") }
    #expect(error.kind == .usage)
    #expect(error.message == "unknown provider 'opnai'")
    #expect(error.hints.first == "did you mean 'openai'?")
  }

  @Test func `or the way to the list`() throws {
    let error = try #require(throws: ByokError.self) { try Self.list.find("zzzzzz") }
    #expect(
      error.hints == [
        "byok providers   lists the known ones",
        "to add your own server: byok providers add ID --base-url URL",
      ])
  }

  private static func provider(_ id: String) throws -> Provider { try list.find(id) }

  @Test(arguments: [
    ("MOONSHOT_API_KEY", "moonshot", "moonshot-cn"), ("ZAI_API_KEY", "zai", "zai-coding"),
    ("ZHIPU_API_KEY", "zhipu", "zai"), ("KIMI_API_KEY", "kimi-coding", "moonshot"),
    ("OLLAMA_API_KEY", "ollama-cloud", "ollama"), ("GOOGLE_API_KEY", "gemini", "vertex"),
  ])
  func `a variable that several read is one's`(
    _ variable: String, _ owner: String, _ other: String
  ) throws {
    #expect(try Self.provider(owner).owns(variable))
    let sharer = try Self.provider(other)
    #expect(sharer.keyVariables.contains(variable))
    #expect(!sharer.owns(variable))
  }

  @Test func `a provider of the user's own has what it names`() throws {
    var mine = try Self.provider("mine")
    mine.keyVariables = ["OPENAI_API_KEY"]
    let environment = Environment(["OPENAI_API_KEY": "k"])
    #expect(mine.ownVariable(in: environment) == "OPENAI_API_KEY")
    #expect(try Self.provider("openai").ownVariable(in: environment) == "OPENAI_API_KEY")
  }

  @Test func `of several that are set, the first counts, if any is its own`() throws {
    let both = Environment(["ZHIPU_API_KEY": "a", "Z_AI_API_KEY": "b"])
    #expect(try Self.provider("zai").ownVariable(in: both) == "ZHIPU_API_KEY")
    let shared = Environment(["ZHIPU_API_KEY": "a"])
    #expect(try Self.provider("zai").ownVariable(in: shared) == nil)
    #expect(try Self.provider("zai").setVariables(in: shared) == ["ZHIPU_API_KEY"])
  }

  @Test func `each platform of a company is named to the others`() throws {
    #expect(try Self.provider("zai").siblings == ["zai-coding", "zhipu"])
    #expect(try Self.provider("openai").siblings == [])
  }

  @Test func `one that is gone has no variable`() throws {
    let environment = Environment(["GITHUB_TOKEN": "k"])
    let gone = try Self.provider("github-models")
    #expect(gone.ownVariable(in: environment) == nil)
    #expect(gone.setVariables(in: environment) == [])
  }
}
