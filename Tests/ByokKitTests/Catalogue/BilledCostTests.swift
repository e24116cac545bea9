import Testing

@testable import ByokCore
@testable import ByokKit

/// What requests cost by the catalogue, beside what genai-prices 0.2.3 and litellm 1.110.2 make of the
/// same counts, read 2026-11-29.
@Suite struct BilledCostTests {
  /// Monday, 2026-11-30, 02:00 UTC.
  private static let monday = 1_796_004_000

  struct Bill: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let usage: Usage
    let cost: Double
    var time: Int? = monday

    init(
      _ model: String, _ input: Int, _ output: Int, cached: Int = 0, _ cost: Double,
      at time: Int? = monday, _ change: (inout Usage) -> Void = { _ in }
    ) {
      var usage = Usage(input: input, output: output, cachedInput: cached)
      change(&usage)
      (testDescription, self.usage, self.cost, self.time) = (model, usage, cost, time)
    }
  }

  private static let bills = [
    Bill("openai/gpt-5.4", 10_000, 1000, cached: 2000, 0.0355),
    Bill("openai/gpt-5.5", 300_000, 5000, cached: 250_000, 0.975),
    Bill("openai/gpt-5.6-sol", 100_000, 2000, cached: 90_000, 0.116),
    Bill("anthropic/claude-haiku-4-5", 123_000, 2000, cached: 100_000, 0.048) {
      $0.billing.cacheWrites = CacheWrites(all: 20_000)
    },
    Bill("anthropic/claude-opus-4-8", 500_000, 10_000, 2.75),
    Bill("gemini/gemini-3.1-pro-preview", 250_000, 12_000, 1.216) { $0.reasoning = 4000 },
    Bill("gemini/gemini-2.5-flash", 110_000, 1000, 0.1055) { $0.billing.audioInput = 100_000 },
    Bill("xai/grok-4.3", 10_000, 500, 0.023_75) { $0.billing.reasoningApart = 4000 },
    Bill("deepseek/deepseek-v4-pro", 100_000, 5000, cached: 80_000, 0.049_72),
    Bill("dashscope/qwen3.7-plus", 300_000, 4000, 0.3792),
    Bill("xai/grok-4.5", 250_000, 2000, 1.024),
    // Quiet hours: half of it. Where the hour is not known, it counts as the dearest.
    Bill("deepseek/deepseek-v4-pro", 100_000, 5000, cached: 80_000, 0.024_86, at: monday + 10_800),
    Bill("deepseek/deepseek-v4-pro", 100_000, 5000, cached: 80_000, 0.024_86, at: monday - 86_400),
    Bill("deepseek/deepseek-v4-pro", 100_000, 5000, cached: 80_000, 0.049_72, at: nil),
    // A tier begins behind its bound.
    Bill("openai/gpt-5.5", 272_000, 0, 1.36), Bill("openai/gpt-5.5", 272_001, 0, 2.720_01),
    Bill("anthropic/claude-haiku-5-5", 100_001, 1000, 0.052_500_5),
    // Terms.
    Bill("openai/gpt-5.4", 10_000, 1000, 0.02) { $0.billing.terms = ["flex"] },
    Bill("openai/gpt-5.4", 10_000, 1000, 0.08) { $0.billing.terms = ["priority"] },
    Bill("anthropic/claude-haiku-5-5", 10_000, 1000, 0.001_65) { $0.billing.terms = ["us"] },
    Bill("anthropic/claude-sonnet-5-5", 100_000, 1000, 0.41) {
      $0.billing.cacheWrites = CacheWrites(all: 100_000, hour: 100_000)
    },
  ]

  @Test(arguments: bills) func `a request costs what is billed`(_ bill: Bill) throws {
    let parts = bill.testDescription.split(separator: "/", maxSplits: 1).map(String.init)
    let model = try #require(Catalogue.find(provider: parts[0], id: parts[1]))
    let cost = try #require(model.cost(of: bill.usage, at: bill.time))
    #expect((cost * 1e7).rounded() == (bill.cost * 1e7).rounded())
  }

  @Test func `what the reply says that it cost is the cost`() throws {
    let model = try #require(Catalogue.find(provider: "openrouter", id: "openai/gpt-5.4-mini"))
    let usage = Usage(input: 10_000, output: 1000, cost: 0.0123)
    #expect(usage.priced(as: model).cost == 0.0123)
  }
}
