import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct CatalogueTests {
  private static let all = Catalogue.providers.flatMap(Catalogue.models)

  @Test(arguments: Catalogue.providers)
  func `a provider's rows are its own, and in ascending order`(_ provider: String) {
    let models = Catalogue.models(of: provider)
    #expect(!models.isEmpty)
    #expect(models.allSatisfy { $0.provider == provider })
    for (one, next) in zip(models, models.dropFirst()) { #expect(one.id < next.id) }
  }

  @Test func `every row is found, by itself and among its owners`() {
    for model in Self.all {
      #expect(Catalogue.find(provider: model.provider, id: model.id) == model)
      let isOwner = Catalogue.owners(of: model.id).contains(model)
      #expect(isOwner != Catalogue.isNamedOnly(model.provider))
    }
  }

  @Test func `what a row says can be so`() {
    for model in Self.all {
      #expect(!model.name.isEmpty && !model.id.contains(" "), "\(model.id)")
      #expect(model.contextWindow ?? 1 > 0 && model.maxOutputTokens ?? 1 > 0, "\(model.id)")
      #expect(model.input.contains(.text) && model.output == .text, "\(model.id)")
      if let price = model.price {
        #expect(price.input >= 0 && price.output >= 0, "\(model.id)")
        #expect(0...price.input ~= price.cached ?? 0, "\(model.id)")
      }
      if let day = model.released {
        #expect(day.wholeMatch(of: /20[0-9]{2}-[01][0-9](-[0-3][0-9])?/) != nil, "\(model.id)")
      }
      let levels = model.reasoning?.levels ?? []
      #expect(levels == levels.sorted() && Set(levels).count == levels.count, "\(model.id)")
      if let dialect = model.dialect {
        #expect(Dialects.all.contains { $0.name == dialect }, "\(model.id)")
      }
    }
  }

  @Test func `a successor is a model that can be used`() throws {
    for model in Self.all {
      guard case .retired(let successor?) = model.status else { continue }
      let next = try #require(Catalogue.find(provider: model.provider, id: successor))
      #expect(!next.status.isRetired)
    }
  }

  @Test func `every provider is built in, and its default model can be used`() throws {
    for id in Catalogue.providers {
      let provider = try #require(Provider.builtIn.first { $0.id == id }, "\(id)")
      guard let model = provider.defaultModel else { continue }
      #expect(Catalogue.find(provider: id, id: model)?.status == .active, "\(id)/\(model)")
    }
  }

  @Test func `a row says what is known of a model`() throws {
    let model = try #require(Catalogue.find(provider: "openai", id: "gpt-4.1-mini"))
    var price = Model.Price(input: 0.4, output: 1.6, cached: 0.1)
    price.terms = ["batch": 0.5, "priority": 1.75]
    #expect(
      model
        == Model(
          id: "gpt-4.1-mini", provider: "openai", name: "GPT-4.1 mini", contextWindow: 1_047_576,
          maxOutputTokens: 32_768, price: price, priceAsOf: model.priceAsOf,
          priceSource: model.priceSource, input: [.text, .image, .pdf], callsTools: true,
          hasStructuredOutput: true, takesTemperature: true, released: "2025-04-14",
          retires: "2027-01-14", successor: "gpt-6-luna"))
  }

  @Test(arguments: [
    ("anthropic", "claude-sonnet-4-5-20250929", "claude-sonnet-4-5"),
    ("openai", "gpt-5.2-2025-12-11", "gpt-5.2"),
    ("openai", "gpt-4o-2024-08-06", "gpt-4o-2024-08-06"),
  ])
  func `a dated version has the row of its name`(_ provider: String, _ id: String, _ row: String) {
    #expect(Catalogue.find(provider: provider, id: id)?.id == row)
  }

  @Test(arguments: [
    ("openai", ""), ("openai", "gpt-5.2-2025"), ("openai", "gpt-5.2-2025-1-11"),
    ("openai", "gpt-5.2-20251-11"), ("nobody", "gpt-5.2"), ("openai", "GPT-5.2"), ("", "-20250101"),
  ])
  func `what is not listed is not found`(_ provider: String, _ id: String) {
    #expect(Catalogue.find(provider: provider, id: id) == nil)
  }

  @Test func `a family that was withdrawn is known by its name`() {
    let model = Catalogue.find(provider: "groq", id: "llama-3.3-70b-versatile")
    #expect(model?.status == .retired(successor: nil))
    #expect(Catalogue.find(provider: "together", id: "llama-3.3-70b-versatile") == nil)
  }

  @Test func `several providers can have an id`() {
    let owners = Catalogue.owners(of: "openai/gpt-oss-120b").map(\.provider)
    #expect(
      Set(owners).isSuperset(of: ["groq", "nvidia", "together"]) && owners == owners.sorted())
    #expect(Catalogue.owners(of: "gpt-nothing").isEmpty)
  }
}
