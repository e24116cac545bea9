import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct AttachmentCheckTests {
  private func refusal(_ model: String, _ mediaType: String) throws -> ByokError? {
    let id = String(model.prefix { $0 != "/" })
    let provider = try #require(Provider.builtIn.first { $0.id == id })
    let choice = try ModelChoice(provider: provider, model: String(model.dropFirst(id.count + 1)))
    let file = Attachment(name: "a.bin", mediaType: mediaType, source: .bytes([]))
    let check = AttachmentCheck(choice, try choice.dialect(nil))
    do {
      try check.check([ChatMessage(role: .user, parts: [.text("x"), .file(file)])])
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    ("openai/gpt-5.2", true, true),
    ("anthropic/claude-sonnet-4-5", true, true), ("gemini/gemini-2.5-flash", true, true),
    ("groq/openai/gpt-oss-120b", false, false),
    ("groq/qwen/qwen3.8-27b", true, false),
    ("deepseek/deepseek-v4-pro", false, false), ("mistral/mistral-small-latest", true, true),
    ("openrouter/deepseek/deepseek-v4-flash", false, true),
    ("openai/not-in-the-catalogue", true, true),
  ])
  func `the catalogue tells who takes what`(model: String, image: Bool, pdf: Bool) throws {
    #expect(try (refusal(model, "image/png") == nil) == image)
    #expect(try (refusal(model, "application/pdf") == nil) == pdf)
  }

  @Test func `what is refused is named`() throws {
    let image = try refusal("groq/openai/gpt-oss-120b", "image/png")
    #expect(image?.message == "'groq/openai/gpt-oss-120b' does not support images: 'a.bin'")
    #expect(image?.hints == ["'byok models --vision' lists those that do"])
    #expect(image?.kind == .usage)
    let pdf = try refusal("groq/openai/gpt-oss-120b", "application/pdf")
    #expect(pdf?.message == "'groq/openai/gpt-oss-120b' does not support PDFs: 'a.bin'")
  }

  @Test(arguments: [
    ("openai", "openai-chat", true, false), ("openai", "openai-responses", true, true),
    ("anthropic", "anthropic", true, true), ("gemini", "gemini", false, false),
    ("mistral", "openai-chat", true, true), ("openrouter", "openai-chat", true, true),
    ("cohere", "cohere", true, false), ("ollama", "openai-chat", false, false),
    ("ollama", "ollama", false, false),
  ])
  func `some fetch files by their addresses`(
    id: String, dialect: String, image: Bool, pdf: Bool
  ) throws {
    let provider = try #require(Provider.builtIn.first { $0.id == id })
    let spoken = try #require(Dialects.all.first { $0.name == dialect })
    #expect(spoken.takesAddress(of: .image, at: provider) == image)
    #expect(spoken.takesAddress(of: .pdf, at: provider) == pdf)
  }

  @Test func `a server of the user's own is given the bytes`() throws {
    let own = Provider(
      id: "own", name: "own", baseURL: "https://a.example", dialect: OpenAIChat.self,
      quirks: Quirks(fetchesFiles: false))
    #expect(!OpenAIChat.takesAddress(of: .image, at: own))
  }
}
