import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ModelFamilyTests {
  @Test(arguments: [
    ("gpt-5.2", "gpt-5.2"), ("openai/gpt-5.2", "gpt-5.2"),
    ("anthropic/claude-opus-4.7", "claude-opus-4.7"),
    ("us.anthropic.claude-opus-4-7-v1:0", "claude-opus-4-7-v1:0"),
    ("accounts/fireworks/models/Kimi-K2p6", "kimi-k2p6"), ("", ""), ("/", ""), ("a.", ""),
  ])
  func `a gateway's id holds the model's own name`(_ id: String, _ name: String) {
    #expect(ModelFamily.name(of: id) == name)
  }

  @Test(arguments: [
    ("gpt-5", true), ("openai/gpt-5.2", true), ("o4-mini", true), ("gpt-5-codex", true),
    ("openai.gpt-5.5", true), ("gpt-5-chat-latest", false), ("gpt-4.1", false),
    ("gpt-oss-120b", false),
    ("olmo-3", false), ("phi-4-o3", false),
  ])
  func `OpenAI's thinking models are told by name`(_ id: String, _ isMember: Bool) {
    #expect(ModelFamily.openAIThinking.contains(id) == isMember)
  }

  @Test(arguments: [
    ("grok-4.20-0309-reasoning", true, true), ("grok-4.20-non-reasoning", false, true),
    ("x-ai/grok-4.5", true, false), ("grok-3", false, false), ("grok-3-mini", true, false),
  ])
  func `so are those of xAI`(_ id: String, _ thinks: Bool, _ isFixed: Bool) {
    #expect(ModelFamily.grokThinking.contains(id) == thinks)
    #expect(ModelFamily.grokFixed.contains(id) == isFixed)
  }
}
