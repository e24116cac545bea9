import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

@Suite struct SpendingGuardTests {
  private static let provider = Provider(
    id: "example", name: "Example", baseURL: "https://a.b", dialect: OpenAIChat.self)

  /// A request of one token in and 100,000 out, estimated to cost 0.1 USD at 1 USD a million.
  private static var request: ChatRequest {
    var request = ChatRequest(model: "m", prompt: "Hi")
    request.settings.maxTokens = 100_000
    request.facts = Model(id: "m", provider: "example", name: "M")
    request.facts?.price = .usd(0, 1)
    return request
  }

  @Test func `requests together cost what is allowed, with what is under way`() throws {
    let guardian = SpendingGuard(ChatLimits(maxCost: Dollars(amount: 0.25)))
    let first = try guardian.admit(Self.request, Self.provider)
    let second = try guardian.admit(Self.request, Self.provider)
    #expect(throws: ByokError.overBudget) { try guardian.admit(Self.request, Self.provider) }
    // It cost less than it might have.
    guardian.settle(first, cost: 0.01)
    let third = try guardian.admit(Self.request, Self.provider)
    // Where the provider counts nothing, the estimate stands.
    guardian.settle(second, cost: nil)
    guardian.settle(third, cost: 0.1)
    #expect(throws: ByokError.overBudget) { try guardian.admit(Self.request, Self.provider) }
  }

  @Test func `the first request that costs too much is explained`() {
    let guardian = SpendingGuard(ChatLimits(maxCost: Dollars(amount: 0.05)))
    let failure = #expect(throws: ByokError.self) {
      try guardian.admit(Self.request, Self.provider)
    }
    #expect(failure?.message == "this may cost $0.10, over --max-cost $0.05; nothing was sent")
  }

  @Test func `a request that failed costs nothing of the limit`() throws {
    let guardian = SpendingGuard(ChatLimits(maxCost: Dollars(amount: 0.15)))
    for _ in 0..<3 {
      guardian.settle(try guardian.admit(Self.request, Self.provider), cost: 0)
    }
  }

  @Test(arguments: [
    (#"{"choices":[{"delta":{"reasoning_content":"Hm."}}]}"#, true),
    (#"{"choices":[{"delta":{"content":"Hel"}}]}"#, true),
    (#"{"choices":[{"delta":{"role":"assistant"}}]}"#, false),
  ])
  func `a reply that broke off counts if the model had begun`(
    _ piece: String, _ counts: Bool
  ) throws {
    let screen = try Screen()
    let session = Session(
      console: screen.console, environment: Environment([:]), clock: FakeClock().clock,
      transport: FakeTransport([.events(piece), .says("Hello")]))
    let limited = ClientSession(
      session, spending: SpendingGuard(ChatLimits(maxCost: Dollars(amount: 0.15))))
    let client = ProviderClient(Self.provider, nil, limited, .init(retries: 0))
    let key = ChosenKey(
      secret: try Secret(randomBytes: 0), source: .notNeeded,
      base: try BaseURL("https://a.b", from: "test"))
    #expect(client.chat(Self.request, key: key, to: NoSink()).failure?.kind == .provider)
    let next = client.chat(Self.request, key: key, to: NoSink())
    #expect((next.failure == .overBudget) == counts)
    #expect((next.failure == nil) == !counts)
  }
}
