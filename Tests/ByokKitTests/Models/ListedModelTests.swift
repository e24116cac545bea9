import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ListedModelTests {
  private static func read(_ row: String, shape: ModelList.Shape = .openAI) throws -> ListedModel? {
    let filter = ChatModelFilter(
      provider: "example", list: ModelList(shape: shape), isOwn: true)
    return ListedModel(try #require(JSONValue(Array(row.utf8))), filter)
  }

  @Test(arguments: [
    #"{"id":"m"}"#, #"{"name":"m"}"#, #"{"model_id":"m"}"#, #"{"name":"models/m"}"#, #""m""#,
  ])
  func `the id has many names`(_ row: String) throws {
    #expect(try Self.read(row)?.id == "m")
  }

  @Test(arguments: ["{}", #"{"id":7}"#, #"{"id":"a\u001b[31m"}"#, #"{"id":"a b\n"}"#, "[]"])
  func `what names no model is left out`(_ row: String) throws {
    #expect(try Self.read(row) == nil)
  }

  @Test func `Cloudflare's names are its ids`() throws {
    let row = #"{"id":"0e372c11","name":"@cf/meta/llama"}"#
    #expect(try Self.read(row, shape: .cloudflare)?.id == "@cf/meta/llama")
  }

  @Test func `prices of tokens as text become those of millions`() throws {
    let row = """
      {"id":"m","context_length":5,"pricing":{"prompt":"0.00000125","completion":"0.00001"},
       "top_provider":{"max_completion_tokens":3},"supported_parameters":["tools"],
       "architecture":{"input_modalities":["text","file"]}}
      """
    let model = try #require(try Self.read(row)?.model(of: "example"))
    #expect(model.price == .usd(1.25, 10))
    #expect((model.contextWindow, model.maxOutputTokens) == (5, 3))
    #expect(model.input == [.text, .pdf])
    #expect(model.callsTools == true)
    #expect(try Self.read(row)?.thinks == false)
  }

  @Test(
    arguments: [
      (
        #"{"id":"m","lifecycle":"deprecated","retires_at":"2027-02-28T00:00:00Z"}"#,
        .deprecated, "it retires on 2027-02-28"
      ),
      (#"{"id":"m","lifecycle":"deprecated","retires_at":null}"#, .deprecated, nil),
      (#"{"id":"m","lifecycle":"active","retires_at":"2027-02-28T00:00:00Z"}"#, .active, nil),
      (#"{"id":"m","lifecycle":7}"#, .active, nil),
    ] as [(String, Model.Status, String?)])
  func `an end that is announced makes a model deprecated`(
    _ row: String, _ status: Model.Status, _ note: String?
  ) throws {
    let model = try #require(try Self.read(row)?.model(of: "example"))
    #expect(model.status == status && model.note == note)
    var known = Model(id: "m", provider: "example", name: "M", note: "known")
    try Self.read(row)?.age(&known)
    #expect(known.status == status && known.note == note ?? "known")
  }

  @Test(arguments: [
    #"{"id":"m","pricing":{"prompt":"-1","completion":"-1"}}"#,
    #"{"id":"m","pricing":{"prompt":3,"completion":4}}"#,
    #"{"id":"m","created":0,"context_window":0}"#,
  ])
  func `what means something else is unknown`(_ row: String) throws {
    let model = try #require(try Self.read(row)?.model(of: "example"))
    #expect(model == Model(id: "m", provider: "example", name: "m"))
  }
}
