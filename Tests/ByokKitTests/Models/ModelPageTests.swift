import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ModelPageTests {
  private static func page(_ text: String, _ shape: ModelList.Shape) throws -> ModelPage? {
    ModelPage(try #require(JSONValue(Array(text.utf8))), shape: shape)
  }

  @Test(arguments: [
    "[7]", #"{"data":[7]}"#, #"{"models":[7]}"#, #"{"result":[7]}"#, #"{"output":{"models":[7]}}"#,
  ])
  func `a list stands in many places`(_ text: String) throws {
    #expect(try Self.page(text, .openAI)?.rows == [.integer(7)])
  }

  @Test(arguments: ["{}", "7", #"{"data":{}}"#])
  func `or it is none`(_ text: String) throws {
    #expect(try Self.page(text, .openAI) == nil)
  }

  @Test(
    arguments: [
      (.anthropic, #"{"data":[],"has_more":true,"last_id":"a b"}"#, "after_id=a%20b"),
      (.anthropic, #"{"data":[],"has_more":false,"last_id":"a"}"#, nil),
      (.gemini, #"{"models":[],"nextPageToken":"ä"}"#, "pageToken=%C3%A4"),
      (.cohere, #"{"models":[],"next_page_token":"t"}"#, "page_token=t"),
      (.cohere, #"{"models":[],"next_page_token":""}"#, nil),
      (.dashScope, #"{"output":{"total":11,"models":[]}}"#, "page_no=3"),
      (.dashScope, #"{"output":{"total":10,"models":[]}}"#, nil),
      (.cloudflare, #"{"result":[]}"#, "page=3"), (.openAI, #"{"data":[],"has_more":true}"#, nil),
    ] as [(ModelList.Shape, String, String?)])
  func `the next page is asked for`(
    _ shape: ModelList.Shape, _ text: String, _ query: String?
  ) throws {
    #expect(try Self.page(text, shape)?.next(after: 2, count: 10) == query)
  }
}
