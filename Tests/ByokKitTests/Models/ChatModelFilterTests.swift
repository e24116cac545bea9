import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ChatModelFilterTests {
  private static func admits(
    _ provider: String, _ id: String, _ row: String = "{}", isOwn: Bool = true
  ) throws -> Bool {
    let list = Provider.builtIn.first { $0.id == provider }?.modelList
    let filter = ChatModelFilter(provider: provider, list: try #require(list), isOwn: isOwn)
    return filter.admits(id, try #require(JSONValue(Array(row.utf8))))
  }

  @Test(arguments: [
    ("openai", "gpt-9"), ("openai", "ft:gpt-4o-mini:me::1"), ("openai", "o4-new"),
    ("groq", "openai/gpt-oss-safeguard-20b"), ("vllm", "anything"), ("mistral", "image-talker"),
  ])
  func `these chat`(_ provider: String, _ id: String) throws {
    #expect(try Self.admits(provider, id))
  }

  @Test(arguments: [
    ("openai", "gpt-4o-audio-preview"), ("openai", "gpt-3.5-turbo-instruct"), ("openai", "sora-2"),
    ("openai", "gpt-5-search-api"), ("openai", "other"), ("groq", "whisper-large-v3"),
    ("groq", "meta-llama/llama-guard-4-12b"), ("gemini", "gemini-2.5-flash-image"),
    ("lmstudio", "text-embedding-nomic"), ("fireworks", "accounts/fireworks/models/flux-1"),
  ])
  func `these do not`(_ provider: String, _ id: String) throws {
    #expect(try !Self.admits(provider, id))
  }

  @Test func `a server that stands in for OpenAI may have models of other names`() throws {
    #expect(try Self.admits("openai", "other", isOwn: false))
  }

  @Test(arguments: [
    ("mistral", #"{"capabilities":{"completion_chat":"#, "true}}", "false}}"),
    ("gemini", #"{"supportedGenerationMethods":["#, #""generateContent"]}"#, #""embedContent"]}"#),
    ("cohere", #"{"endpoints":["#, #""chat","rerank"]}"#, #""embed"]}"#),
    ("openrouter", #"{"architecture":{"output_modalities":["#, #""text"]}}"#, #""image"]}}"#),
    ("deepinfra", #"{"metadata":{"tags":["#, #""chat"]}}"#, #""embed"]}}"#),
    ("together", #"{"type":"#, #""chat"}"#, #""image"}"#),
    ("cloudflare", #"{"task":{"name":"#, #""Text Generation"}}"#, #""Text-to-Image"}}"#),
  ])
  func `a row may tell`(
    _ provider: String, _ start: String, _ good: String, _ bad: String
  ) throws {
    #expect(try Self.admits(provider, "m", start + good))
    #expect(try !Self.admits(provider, "m", start + bad))
  }
}
