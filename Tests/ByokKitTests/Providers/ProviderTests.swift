import Testing

@testable import ByokKit

@Suite struct ProviderTests {
  @Test(arguments: [("openai", "OPENAI_BASE_URL"), ("my-own-2", "MY_OWN_2_BASE_URL")])
  func `the variable of the base URL is made from the id`(_ id: String, _ variable: String) {
    let provider = Provider(id: id, name: id, baseURL: "", wire: OpenAIChat.self)
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
      Provider(id: "mine", name: "Mine", baseURL: "https://a.b", wire: OpenAIChat.self)
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

  @Test func `or all of them`() throws {
    let error = try #require(throws: ByokError.self) { try Self.list.find("zzzzzz") }
    let ids = Self.list.all.map(\.id).joined(separator: ", ")
    #expect(error.hints.first == "known are \(ids)")
    #expect(ids.hasSuffix("echo, mine"))
  }
}
