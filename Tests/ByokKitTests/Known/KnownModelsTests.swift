import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct KnownModelsTests {
  private static let imported = ModelTable(
    rows: Array(
      """
      {"model":"openai/gpt-5.4","context":7,"price":{"in":3,"out":16},"as_of":"2099-01-01","source":"t"}
      {"model":"openai/gpt-5.5","context":8,"price":{"in":9,"out":90},"as_of":"2000-01-01","source":"t"}
      {"model":"openai/only-there","price":{"in":1,"out":2},"as_of":"2099-01-01","source":"t"}

      """.utf8))

  private static func known(
    settings: [String: ModelRow] = [:], listed: [ListedModel] = []
  ) -> KnownModels {
    let list = FetchedList(
      fetchedAt: "2099-02-03T00:00:00Z", models: listed)
    return KnownModels(
      own: [], settings: settings, imported: imported,
      lists: listed.isEmpty ? [:] : ["openai": list])
  }

  @Test func `an imported catalogue counts before the built-in one, unless its price is older`()
    throws
  {
    let newer = try #require(Self.known().find(provider: "openai", id: "gpt-5.4"))
    #expect(newer.price?.input == 3 && newer.contextWindow == 7 && newer.priceSource == "t")
    #expect(newer.callsTools == true)
    let older = try #require(Self.known().find(provider: "openai", id: "gpt-5.5"))
    #expect(older.price?.input == 5 && older.contextWindow == 8)
    #expect(Self.known().find(provider: "openai", id: "only-there")?.price?.output == 2)
    #expect(Self.known().models(of: "openai").contains { $0.id == "only-there" })
  }

  @Test func `what the provider lists counts before both`() throws {
    let known = Self.known(listed: [ListedModel(id: "gpt-5.4", inputPrice: 2, outputPrice: 12)])
    let model = try #require(known.find(provider: "openai", id: "gpt-5.4"))
    #expect(model.price?.input == 2 && model.contextWindow == 7)
    #expect(model.priceAsOf == "2099-02-03" && model.priceSource == "the provider's list")
  }

  @Test func `what the user says counts before all`() throws {
    var row = ModelRow()
    (row.inputPrice, row.maxOutputTokens) = (
      TokenPrice(configured: .number(0.5)), Count(configured: .integer(77))
    )
    let known = Self.known(
      settings: ["openai/gpt-5.4": row, "openai/mine": row],
      listed: [ListedModel(id: "gpt-5.4", inputPrice: 2, outputPrice: 12)])
    let model = try #require(known.find(provider: "openai", id: "gpt-5.4"))
    #expect(model.price == .usd(0.5, 12) && model.maxOutputTokens == 77)
    #expect(model.priceSource == "config.json" && model.priceAsOf == nil)
    #expect(known.find(provider: "openai", id: "mine")?.maxOutputTokens == 77)
  }

  @Test func `a model that only the list has is known with its price`() throws {
    let known = Self.known(listed: [ListedModel(id: "new", inputPrice: 2, outputPrice: 12)])
    #expect(known.find(provider: "openai", id: "new")?.price?.output == 12)
    #expect(known.find(provider: "openai", id: "nothing") == nil)
  }

  @Test(arguments: [
    ("2026-11-20", "2026-11-20 (9 days old)"), ("2026-11-28", "2026-11-28 (1 day old)"),
    ("2026-11-30", "2026-11-30"), ("soon", "soon"),
  ])
  func `a day has its age`(_ day: String, _ words: String) {
    #expect(PriceAge.words(day, now: 1_795_953_600) == words)
    #expect(PriceAge.warning(day, now: 1_795_953_600) == nil)
    #expect(PriceAge.warning("2026-10-01", now: 1_795_953_600)?.hints.count == 2)
  }
}
