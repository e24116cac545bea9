import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct DialectChoiceTests {
  private static func dialect(_ provider: String, _ model: String, _ api: DialectWord?) throws
    -> String
  {
    let row = try #require(Provider.builtIn.first { $0.id == provider })
    return try ModelChoice(provider: row, model: model).dialect(api).name
  }

  @Test func `the provider's first dialect is used`() throws {
    #expect(try Self.dialect("openai", "gpt-5.2", nil) == "openai-chat")
    #expect(try Self.dialect("groq", "any", nil) == "openai-chat")
  }

  @Test(arguments: ["gpt-5.5-pro", "gpt-5.3-codex", "o3-pro", "gpt-5-pro-2025-10-06"])
  func `a model that needs another gets it`(_ model: String) throws {
    #expect(try Self.dialect("openai", model, nil) == "openai-responses")
  }

  @Test func `the option decides`() throws {
    #expect(
      try Self.dialect("openai", "gpt-5.2", DialectWord(argument: "responses"))
        == "openai-responses")
    #expect(
      try Self.dialect("openai", "gpt-5.5-pro", DialectWord(argument: "chat")) == "openai-chat")
  }

  @Test func `the words are those of the dialects`() {
    #expect(DialectWord.names == ["chat", "responses"])
    #expect(DialectWord.expectation == "chat or responses")
    #expect(DialectWord(argument: "openai-chat") == nil)
  }

  @Test func `what the provider does not speak is refused`() {
    #expect(
      throws: ByokError(
        .usage, "Groq has no API 'responses'", hint: "leave out --api: it speaks openai-chat")
    ) { try Self.dialect("groq", "any", DialectWord(argument: "responses")) }
  }
}
