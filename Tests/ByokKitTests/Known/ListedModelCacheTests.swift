@testable import ByokCore
import Testing

@testable import ByokKit

@Suite struct ListedModelCacheTests {
  private static let full = ListedModel(
    id: "m/1", aliases: ["m"], answersChats: false, name: "M \"1\"", contextWindow: 8000,
    maxOutputTokens: 100, inputPrice: 0.25, outputPrice: 2, cachedPrice: 0.125,
    modalities: ["text", "image"], callsTools: true, hasStructuredOutput: true, thinks: false,
    released: "2026-01-02", isDeprecated: true, retires: "2027-01-02", successor: "m/2")

  @Test(arguments: [full, ListedModel(id: "x")])
  func `a row that is written is read again`(_ model: ListedModel) throws {
    let row = try model.cached.json()
    #expect(ListedModel(cached: try JSONValue(strict: row)) == model)
  }

  @Test func `what is not known is left out`() throws {
    let row = String(decoding: try ListedModel(id: "x").cached.json(), as: UTF8.self)
    #expect(row == #"{"aliases":[],"answersChats":true,"id":"x"}"#)
  }

  @Test(arguments: ["{}", "[]", #"{"id":"x"}"#, #"{"id":7,"aliases":[],"answersChats":true}"#])
  func `a row that lacks what every one has is none`(_ row: String) throws {
    #expect(ListedModel(cached: try JSONValue(strict: Array(row.utf8))) == nil)
  }
}
