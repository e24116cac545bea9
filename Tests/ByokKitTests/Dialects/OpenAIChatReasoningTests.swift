import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct OpenAIChatReasoningTests {
  /// A provider's way, a model, how much it is to think, and what is said of it.
  struct Case: Sendable, CustomTestStringConvertible {
    let way: Quirks.ReasoningField
    let options: ReasoningOptions?
    let level: ReasoningLevel
    let says: String

    init(
      _ way: Quirks.ReasoningField, _ options: ReasoningOptions?, _ level: ReasoningLevel,
      says: String
    ) {
      (self.way, self.options, self.level, self.says) = (way, options, level, says)
    }

    var testDescription: String { "\(way) \(level) \(says)" }
  }

  private static let levels = ReasoningOptions(levels: [.high, .max])
  private static let toggle = ReasoningOptions(isSwitchable: true)
  private static let both = ReasoningOptions(levels: [.high, .max], isSwitchable: true)
  private static let budget = ReasoningOptions(budget: .init(least: 128, most: 4096))
  private static let toggledBudget = ReasoningOptions(
    isSwitchable: true, budget: .init(least: nil, most: nil))

  static let cases: [Case] = [
    Case(.effort, nil, .xhigh, says: #""reasoning_effort":"xhigh""#),
    Case(.effort, nil, .none, says: #""reasoning_effort":"none""#),
    Case(.object, nil, .low, says: #""reasoning":{"effort":"low"}"#),
    Case(.object, levels, .high, says: #""reasoning":{"effort":"high"}"#),
    Case(.object, toggle, .low, says: #""reasoning":{"enabled":true}"#),
    Case(.object, toggle, .none, says: #""reasoning":{"enabled":false}"#),
    Case(.object, toggledBudget, .none, says: #""reasoning":{"effort":"none"}"#),
    Case(.thinking, nil, .low, says: #""thinking":{"type":"enabled"}"#),
    Case(.thinking, nil, .none, says: #""thinking":{"type":"disabled"}"#),
    Case(.thinking, levels, .max, says: #""reasoning_effort":"max""#),
    Case(
      .thinking, both, .max, says: #""reasoning_effort":"max","thinking":{"type":"enabled"}"#),
    Case(.thinking, both, .none, says: #""thinking":{"type":"disabled"}"#),
    Case(.enableThinking, nil, .low, says: #""enable_thinking":true"#),
    Case(.enableThinking, nil, .none, says: #""enable_thinking":false"#),
    Case(.enableThinking, levels, .high, says: #""reasoning_effort":"high""#),
    Case(
      .enableThinking, toggledBudget, .low, says: #""enable_thinking":true,"thinking_budget":2048"#),
    Case(.enableThinking, toggledBudget, .none, says: #""enable_thinking":false"#),
    Case(.enableThinking, budget, .max, says: #""thinking_budget":4096"#),
  ]

  @Test(arguments: cases) func `how much to think is said in the provider's way`(
    _ test: Case
  ) throws {
    var request = ChatRequest(model: "m", prompt: "Hi")
    request.streams = false
    request.settings.reasoning = test.level
    request.quirks.reasoning = test.way
    var model = Model(id: "m", provider: "p", name: "m")
    model.reasoning = test.options
    request.facts = test.options == nil ? nil : model
    let said = JSONValue(try OpenAIChat.body(for: request))
    let wanted = JSONValue(
      Array(#"{"messages":[{"content":"Hi","role":"user"}],"model":"m",\#(test.says)}"#.utf8))
    #expect(said == wanted)
  }
}
