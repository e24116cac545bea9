import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ModelTests {
  private static let price = Model.Price(input: 2, output: 10, cached: 0.5)

  @Test(arguments: [
    (Usage(input: 1000, output: 100), 0.003),
    (Usage(input: 1000, output: 100, cachedInput: 400), 0.0024),
    (Usage(input: 1000, output: 0, cachedInput: 5000), 0.0005),
    (Usage(input: 0, output: 0), 0), (Usage(input: 1000), nil), (Usage(output: 1000), nil),
  ])
  func `tokens have their price`(_ usage: Usage, _ cost: Double?) throws {
    let found = Self.price.cost(of: usage)
    #expect(found.map { ($0 * 1e9).rounded() } == cost.map { ($0 * 1e9).rounded() })
  }

  @Test func `cached tokens cost as others where they have no price of their own`() {
    let price = Model.Price(input: 1, output: 0, cached: nil)
    #expect(price.cost(of: Usage(input: 1_000_000, output: 1, cachedInput: 500_000)) == 1)
  }
}
