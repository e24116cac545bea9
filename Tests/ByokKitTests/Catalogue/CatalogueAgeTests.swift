import Testing

@testable import ByokCore
@testable import ByokKit

/// Whether the built-in table still tells what is so, by its own dates.
@Suite struct CatalogueAgeTests {
  /// The days of a date such as `2026-11-29` since 1970.
  private static func number(_ day: String) throws -> Int {
    Timestamp.days(of: try #require(Int(day.filter(\.isNumber))))
  }

  private static let defaults = Provider.builtIn.filter {
    $0.retirement == nil && $0.defaultModel != nil && !$0.isOffline
  }

  @Test(arguments: defaults)
  func `a default model does not end within a month of the table's day`(
    _ provider: Provider
  ) throws {
    let id = try #require(provider.defaultModel)
    let rows =
      Catalogue.find(provider: provider.id, id: id).map { [$0] } ?? Catalogue.owners(of: id)
    let row = try #require(rows.first)
    #expect(!row.status.isRetired)
    guard let end = row.retires else { return }
    #expect(try Self.number(end) > Self.number(Catalogue.asOf) + 30)
  }

  @Test(arguments: ["anthropic", "deepseek", "gemini", "groq", "mistral", "openai", "xai"])
  func `a leading provider's prices are of the weeks before the table's day`(
    _ provider: String
  ) throws {
    let days = Catalogue.models(of: provider).compactMap(\.priceAsOf)
    let newest = try #require(days.max())
    #expect(try Self.number(Catalogue.asOf) - Self.number(newest) <= PriceAge.limit)
  }

  @Test func `a row that ended by the table's day is retired, and only such a one`() throws {
    for model in Catalogue.providers.flatMap(Catalogue.models) {
      guard let end = model.retires else { continue }
      #expect(model.status.isRetired == (end <= Catalogue.asOf), "\(model.provider)/\(model.id)")
    }
  }

  @Test func `a price says from where and of which day it is`() {
    for model in ModelTable.builtIn.providers.flatMap(Catalogue.models) {
      let isDated = model.priceAsOf != nil && model.priceSource != nil
      #expect(isDated == (model.price != nil), "\(model.provider)/\(model.id)")
    }
  }
}
