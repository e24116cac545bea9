import ByokTestSupport
import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

/// Nothing that a provider says of tokens and costs lifts a budget, uses it up, or keeps a request
/// out of the log.
@Suite struct HostileCostTests {
  /// Usage as two dialects write it; the words stand for the same in both.
  private static let usages: [String] = [
    #""IN":-5,"OUT":-5"#, #""IN":-1000000000,"OUT":10"#, #""IN":1e308,"OUT":1e308"#,
    #""IN":9223372036854775807,"OUT":9223372036854775807"#, #""IN":999999999,"OUT":999999999"#,
    #""IN":281474976710656,"OUT":1"#, #""IN":"100","OUT":"100""#, #""IN":"-1","OUT":"nan""#,
    #""IN":null,"OUT":null"#, #""IN":{},"OUT":[]"#, #""IN":1.5,"OUT":0.5"#, "",
    #""IN":100,"OUT":100,"cost":-1000000000"#, #""IN":100,"OUT":100,"cost":1e300"#,
    #""IN":100,"OUT":100,"cost":"1e999""#, #""IN":100,"OUT":100,"cost":"nan""#,
    #""IN":100,"OUT":100,"cost":10001"#, #""IN":100,"OUT":100,"cost":0"#,
    #""IN":100,"OUT":100,"service_tier":"free""#, #""cost":-1"#, #""cost":0"#,
  ]

  private static let frames: [(any Dialect.Type, String, String, String)] = [
    (
      OpenAIChat.self, "prompt_tokens", "completion_tokens",
      #"{"choices":[{"message":{"content":"T"},"finish_reason":"stop"}],"usage":{U}}"#
    ),
    (
      AnthropicMessages.self, "input_tokens", "output_tokens",
      #"{"type":"message","content":[{"type":"text","text":"T"}],"stop_reason":"end_turn","usage":{U}}"#
    ),
    (
      Gemini.self, "promptTokenCount", "candidatesTokenCount",
      #"""
      {"candidates":[{"content":{"parts":[{"text":"T"}]},"finishReason":"STOP"}],"usageMetadata":{U}}
      """#
    ),
  ]

  @Test(arguments: usages, 0..<frames.count)
  func `a request counts for about what it costs`(_ usage: String, _ frame: Int) throws {
    let (dialect, input, output, reply) = Self.frames[frame]
    let fixture = try LogFixture()
    let body =
      reply.replacing("U", with: usage).replacing("IN", with: input).replacing("OUT", with: output)
      // Some 50 tokens.
      .replacing("\"T\"", with: "\"\(String(repeating: "word", count: 50))\"")
    let screen = try Screen()
    let clock = FakeClock()
    let session = ClientSession(
      Session(
        console: screen.console, environment: Environment([:]), clock: clock.clock,
        transport: FakeTransport([.status(200, body)])), log: fixture.log)
    let provider = Provider(
      id: "example", name: "Example", baseURL: "https://api.example.com", dialect: dialect)
    var request = ChatRequest(model: "m", prompt: String(repeating: "word", count: 50))
    request.streams = false
    request.facts = Model(id: "m", provider: "example", name: "M")
    request.facts?.price = .usd(10_000, 10_000)
    let key = try ChosenKey(noneAt: BaseURL("https://api.example.com", from: "test"))
    let result = ProviderClient(provider, nil, session).chat(request, key: key, to: NoSink())
    #expect(result.failure == nil)
    let total = try fixture.report(by: .model).total
    #expect(total.requests == 1 && total.unpriced == 0)
    // A tenth of a dollar to ten, for 100 tokens at a cent each.
    #expect((0.1...10).contains(total.cost))
    #expect(throws: ByokError.self) {
      try Self.budget(0.1, fixture, clock, screen)?.check()
    }
    try Self.budget(10, fixture, clock, screen)?.check()
  }

  private static func budget(
    _ limit: Double, _ fixture: LogFixture, _ clock: FakeClock, _ screen: Screen
  ) -> BudgetGuard? {
    var budget = SpendingBudget()
    (budget.day, budget.isHard) = (Dollars(amount: limit), true)
    return BudgetGuard(budget, fixture.log, clock: clock.clock, console: screen.console)
  }

  @Test(arguments: ["1e300", "-1e9", "10001", "\"1\""])
  func `a line of an old log counts by its tokens where its cost cannot be true`(
    _ cost: String
  ) throws {
    let fixture = try LogFixture()
    try fixture.append(
      raw: #"{"time":"2026-11-23T00:00:00Z","provider":"openai","model":"gpt-4.1","input_tokens":"#
        + #"1000,"output_tokens":1000,"cost_usd":\#(cost),"status":0,"ms":1}"# + "\n")
    let price = try #require(Catalogue.find(provider: "openai", id: "gpt-4.1")?.price)
    let total = try fixture.report(by: .model).total
    #expect(total.requests == 1)
    #expect(total.cost == price.cost(of: Usage(input: 1000, output: 1000)))
  }

  @Test func `a cost that is no number leaves the line in the log`() throws {
    let fixture = try LogFixture()
    for cost in [Double.infinity, .nan] { try fixture.append("2026-11-23T00:00:00Z", cost: cost) }
    #expect(try fixture.report(by: .model).total.requests == 2)
  }
}
