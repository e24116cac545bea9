import Testing

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
}
