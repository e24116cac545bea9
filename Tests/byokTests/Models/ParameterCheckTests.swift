import Testing

@testable import ByokCore
@testable import ByokKit
@testable import byok

@Suite struct ParameterCheckTests {
  /// What is sent of the options of a command line.
  private static func accepted(_ line: String) throws -> ChatSettings {
    let words = line.split(separator: " ").map(String.init)
    let chat = try #require(try CommandParser<Chat>.parse(words.dropFirst()))
    let pieces = words[0].split(separator: "/", maxSplits: 1).map(String.init)
    let own = Provider(id: "own", name: "Own", baseURL: "https://a.b", dialect: OpenAIChat.self)
    let provider = try #require((Provider.builtIn + [own]).first { $0.id == pieces[0] })
    let choice = try ModelChoice(provider: provider, model: pieces[1])
    return try ParameterCheck(choice, choice.dialect(chat.route.api)).accepted(chat.settings)
  }

  @Test(arguments: [
    "openai/gpt-4.1 --temperature 2 --top-p 0 --seed 7 --stop a --stop b --max-tokens 32768",
    "openai/gpt-5.2 --temperature 1 --top-p 0.5 --reasoning none",
    "own/gpt-5.3-chat-latest --temperature 1", "own/gpt-5-chat-latest --temperature 1",
    "openai/gpt-5.2 --seed 1 --max-tokens 5 --reasoning xhigh",
    "openai/gpt-unlisted --reasoning max",
    "anthropic/claude-opus-4-8 --reasoning none", "anthropic/claude-sonnet-5-5 --reasoning none",
    "anthropic/claude-opus-5 --reasoning none", "anthropic/claude-haiku-5-5 --reasoning none",
    "openrouter/anthropic/claude-fable-5 --reasoning none", "openai/gpt-6-luna --reasoning none",
    "openai/gpt-6-luna --reasoning none --temperature 1",
    "anthropic/claude-haiku-4-5 --reasoning minimal",
    "anthropic/claude-sonnet-4-6 --temperature 1 --reasoning none",
    "anthropic/claude-opus-5 --max-tokens 128000",
    "gemini/gemini-2.5-flash --reasoning none", "gemini/gemini-2.5-pro --reasoning low",
    "xai/grok-3 --stop a", "xai/grok-4.20-non-reasoning --stop a",
    "xai/grok-4.5 --temperature 1", "groq/openai/gpt-oss-120b --temperature 2 --stop a",
    "groq/openai/gpt-oss-120b --stop a --stop b --stop c --stop d --stop e",
    "deepseek/deepseek-flash --reasoning high", "echo/echo --temperature 1",
    "openrouter/openai/gpt-5.6-sol --reasoning none",
    "mistral/mistral-small-latest --reasoning high",
    "own/anything --temperature 2 --top-p 1 --seed 0 --stop a --reasoning minimal",
    "own/gpt-oss:20b --temperature 1", "lmstudio/any --temperature 5",
    "ollama/any --temperature 5 --max-tokens 1",
    "anthropic/claude-mythos-5 --max-tokens 9999999",
  ])
  func `what a model takes is sent`(_ line: String) throws {
    #expect(throws: Never.self) { try Self.accepted(line) }
  }

  private static let refusals = [
    // OpenAI, itself and through gateways.
    ("openai/gpt-5.2 --temperature 1", "does not support --temperature"),
    ("openai/gpt-5 --top-p 1", "does not support --top-p"),
    ("openai/o3 --stop a", "does not support --stop"),
    ("openai/gpt-6 --temperature 1", "does not support --temperature"),
    ("openai/gpt-4o-search-preview --temperature 1", "does not support --temperature"),
    ("openrouter/openai/gpt-5.6-sol --temperature 1", "does not support --temperature"),
    ("own/gpt-5.1 --temperature 0", "does not support --temperature"),
    ("openai/gpt-5 --reasoning none", "does not support --reasoning none"),
    ("openai/gpt-5.2 --reasoning minimal", "does not support --reasoning minimal"),
    ("openai/gpt-4.1 --reasoning low", "does not reason and does not support --reasoning"),
    ("openai/gpt-4.1 --temperature 2.1", "supports --temperature from 0 to 2"),
    ("openai/gpt-4.1 --temperature=-0.1", "supports --temperature from 0 to 2"),
    ("openai/gpt-4.1 --top-p 1.5", "supports --top-p from 0 to 1"),
    ("openai/gpt-4.1 --max-tokens 0", "supports --max-tokens of 1 or more"),
    ("openai/gpt-4.1 --max-tokens 32769", "supports --max-tokens up to 32768"),
    // The Responses API.
    (
      "openai/gpt-4.1 --api responses --seed 1",
      "does not support --seed: its API openai-responses has none"
    ),
    ("openai/gpt-5.2-pro --stop a", "does not support --stop: its API openai-responses has none"),
    ("openai/gpt-4.1 --api responses --max-tokens 15", "supports --max-tokens of 16 or more"),
    // Claude.
    ("anthropic/claude-opus-4-7 --temperature 1", "does not support --temperature"),
    ("anthropic/claude-sonnet-5 --top-p 1", "does not support --top-p"),
    ("openrouter/anthropic/claude-opus-4.8 --top-p 1", "does not support --top-p"),
    ("bedrock/us.anthropic.claude-fable-5 --temperature 1", "does not support --temperature"),
    (
      "anthropic/claude-sonnet-4-5 --temperature 1 --top-p 1",
      "supports --temperature or --top-p, not both"
    ),
    (
      "anthropic/claude-sonnet-4-5-20250929 --temperature 1 --reasoning low",
      "does not support --temperature while it reasons"
    ),
    ("anthropic/claude-sonnet-4-5 --temperature 1.5", "supports --temperature from 0 to 1"),
    (
      "anthropic/claude-sonnet-4-5 --seed 1", "does not support --seed: its API anthropic has none"
    ),
    (
      "anthropic/claude-haiku-4-5 --reasoning low --max-tokens 1024",
      "needs --max-tokens above 1024 to reason"
    ),
    ("anthropic/claude-opus-4-6 --reasoning xhigh", "does not support --reasoning xhigh"),
    ("anthropic/claude-haiku-5-5 --temperature 1", "does not support --temperature"),
    ("own/claude-mythos-5-2 --top-p 1", "does not support --top-p"),
    ("anthropic/claude-fable-5 --reasoning none", "does not support --reasoning none"),
    ("anthropic/claude-opus-5-5 --reasoning none", "does not support --reasoning none"),
    (
      "bedrock/us.anthropic.claude-mythos-5-1 --reasoning none", "does not support --reasoning none"
    ),
    // OpenAI's models that the catalogue does not list.
    ("openai/gpt-6-astra --reasoning none", "does not support --reasoning none"),
    ("openai/gpt-6.1-sol-2026-10-01 --reasoning none", "does not support --reasoning none"),
    ("openai/gpt-6.1-sol --reasoning none --temperature 1", "does not support --reasoning none"),
    ("openai/gpt-6-luna --reasoning minimal", "does not support --reasoning minimal"),
    ("own/gpt-5.6-mini --reasoning minimal", "does not support --reasoning minimal"),
    // Others.
    ("gemini/gemini-2.5-pro --reasoning none", "does not support --reasoning none"),
    ("gemini/gemini-3.5-flash --reasoning max", "does not support --reasoning max"),
    ("xai/grok-4.5 --stop a", "does not support --stop"),
    ("xai/grok-4.20-0309-reasoning --reasoning low", "does not support --reasoning"),
    ("cohere/command-unlisted --temperature 1.1", "supports --temperature from 0 to 1"),
    ("moonshot/kimi-unlisted --temperature 1.1", "supports --temperature from 0 to 1"),
    ("gemini/gemini-3.8-flash --temperature 1", "does not support --temperature"),
  ]

  @Test(arguments: refusals)
  func `what it refuses is refused before`(_ line: String, _ reason: String) throws {
    let error = try #require(throws: ByokError.self) { try Self.accepted(line) }
    let model = line.prefix { $0 != " " }
    #expect(error.kind == .usage)
    #expect(error.message == "'\(model)' \(reason)")
  }

  @Test(arguments: [
    ("openai/gpt-5.2 --temperature 1", "leave it out, or add --reasoning none"),
    ("openai/gpt-5 --temperature 1", "leave it out"),
    ("openai/gpt-5.3-codex --temperature 1", "leave it out"),
    ("openai/gpt-6-astra --temperature 1", "leave it out"),
    ("openai/gpt-6-luna --temperature 1", "leave it out, or add --reasoning none"),
    ("own/claude-fable-5 --reasoning none", "it always reasons: use --reasoning low"),
    ("openai/gpt-6-luna --reasoning minimal", "use --reasoning low"),
    ("openai/gpt-5 --reasoning max", "it supports minimal, low, medium, high"),
    ("mistral/mistral-small-latest --reasoning low", "it supports none, high"),
    ("openai/gpt-4.1 --api responses --seed 1", "leave it out, or use --api chat"),
    ("openai/gpt-5.2-pro --seed 1", "leave it out"),
    ("openai/gpt-4.1 --max-tokens 32769", "give --max-tokens 32768, or leave it out"),
  ])
  func `the hint says what works`(_ line: String, _ hint: String) throws {
    let error = try #require(throws: ByokError.self) { try Self.accepted(line) }
    #expect(error.hints == [hint])
  }

  @Test func `no thinking is the default of a model that does not think`() throws {
    #expect(try Self.accepted("openai/gpt-4.1 --reasoning none").reasoning == nil)
    #expect(try Self.accepted("openai/gpt-5.2 --reasoning none").reasoning == ReasoningLevel.none)
  }

  @Test func `stop texts are counted, and not empty`() throws {
    let many = try #require(throws: ByokError.self) {
      try Self.accepted("openai/gpt-4.1 --stop a --stop b --stop c --stop d --stop e")
    }
    #expect(many == ByokError(.usage, "OpenAI supports at most 4 --stop"))
    let none = try #require(throws: ByokError.self) { try Self.accepted("own/m --stop=") }
    #expect(none == ByokError(.usage, "an empty --stop would end the reply before it starts"))
  }
}
