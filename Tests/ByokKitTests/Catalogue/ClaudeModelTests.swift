import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ClaudeModelTests {
  @Test(
    arguments: [
      ("claude-opus-4-6", "opus", [4, 6]), ("claude-opus-4.7", "opus", [4, 7]),
      ("claude-opus-4-20250514", "opus", [4, 0]), ("claude-3-7-sonnet-20250219", "sonnet", [3, 7]),
      ("claude-fable-5", "fable", [5, 0]), ("claude-2.1", "", [2, 1]),
      ("anthropic/claude-opus-4-6@20260205", "opus", [4, 6]),
      ("eu.anthropic.claude-opus-4-8-v1:0", "opus", [4, 8]),
      ("Claude-Sonnet-5", "sonnet", [5, 0]), ("claude-mythos-preview", "mythos", [5, 0]),
      ("claude-x", nil, []), ("gpt-5", nil, []), ("claudette-4-6", nil, []), ("", nil, []),
    ] as [(String, String?, [Int])])
  func `a model's name tells family and version`(
    _ id: String, _ family: String?, _ version: [Int]
  ) {
    let model = ClaudeModel(id)
    #expect(model?.family == family)
    #expect(model.map { [$0.version.major, $0.version.minor] } ?? [] == version)
  }

  /// Whether it refuses sampling, thinks unasked, always thinks, thinks between tools.
  @Test(
    arguments: [
      ("claude-opus-4-6", [false, false, false, false]),
      ("claude-opus-4-7", [true, false, false, false]),
      ("claude-sonnet-4-8", [false, false, false, false]),
      ("claude-opus-5", [true, true, false, false]),
      ("claude-opus-5-5", [true, true, true, false]),
      ("claude-opus-6", [true, true, true, false]),
      ("claude-sonnet-5", [true, true, false, false]),
      ("claude-sonnet-5-5", [true, true, false, true]),
      ("claude-haiku-5-5", [true, true, false, false]),
      ("claude-fable-5", [true, true, true, false]),
      ("claude-mythos-5-2", [true, true, true, false]),
    ] as [(String, [Bool])])
  func `and with them what it takes`(_ id: String, _ traits: [Bool]) throws {
    let model = try #require(ClaudeModel(id))
    #expect(
      [
        model.refusesSampling, model.thinksUnasked, model.alwaysThinks, model.thinksBetweenTools,
      ] == traits)
  }
}
