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
    let model = try #require(try Self.read(row)?.model(of: "example", listedOn: "2026-11-29"))
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
        .deprecated, "2027-02-28"
      ),
      (#"{"id":"m","lifecycle":"deprecated","retires_at":null}"#, .deprecated, nil),
      (#"{"id":"m","shutdown_date":"2026-12-11"}"#, .deprecated, "2026-12-11"),
      (#"{"id":"m","expiration_date":1796947200}"#, .deprecated, "2026-12-11"),
      (#"{"id":"m","deprecation":"2026-12-11T12:00:00Z"}"#, .deprecated, "2026-12-11"),
      (
        #"{"id":"m","model_spec":{"deprecation":{"date":"2026-12-11"}}}"#, .deprecated, "2026-12-11"
      ),
      (#"{"id":"m","lifecycle":7}"#, .active, nil),
    ] as [(String, Model.Status, String?)])
  func `an end that is announced makes a model deprecated`(
    _ row: String, _ status: Model.Status, _ day: String?
  ) throws {
    let model = try #require(try Self.read(row)?.model(of: "example", listedOn: "2026-11-29"))
    #expect(model.status == status && model.retires == day)
    var known = Model(id: "m", provider: "example", name: "M", note: "known")
    try Self.read(row)?.age(&known)
    #expect(known.status == status && known.retires == day && known.note == "known")
  }

  @Test(arguments: [
    #"{"id":"m","pricing":{"prompt":"-1","completion":"-1"}}"#,
    #"{"id":"m","pricing":{"prompt":3}}"#, #"{"id":"m","pricing":{"prompt":"7","completion":"8"}}"#,
    #"{"id":"m","pricing":{"prompt":20000,"completion":20000}}"#,
    #"{"id":"m","created":0,"context_window":0}"#,
  ])
  func `what means something else is unknown`(_ row: String) throws {
    let model = try #require(try Self.read(row)?.model(of: "example", listedOn: "2026-11-29"))
    #expect(model == Model(id: "m", provider: "example", name: "m"))
  }

  /// A row of a list, and what it says: prices of a million, cached ones, the window.
  private static let lists: [(String, String, [Double?])] = [
    (
      "openrouter",
      #"{"id":"m","pricing":{"prompt":"0.000002","completion":"0.00001","input_cache_read":"2e-7"}}"#,
      [2, 10, 0.2, nil]
    ),
    (
      "together",
      #"{"id":"m","context_length":9,"pricing":{"input":2,"output":10,"cached_input":0.2}}"#,
      [2, 10, 0.2, 9]
    ),
    (
      "vercel",
      #"{"id":"m","pricing":{"input":"0.000002","output":"0.00001","input_cache_read":"0.0000002"}}"#,
      [2, 10, 0.2, nil]
    ),
    (
      "deepinfra",
      #"""
      {"id":"m","metadata":{"context_length":9,"pricing":{"input_tokens":2,"output_tokens":10,
      "cache_read_tokens":0.2}}}
      """#, [2, 10, 0.2, 9]
    ),
    (
      "novita",
      #"{"id":"m","context_size":9,"input_token_price_per_m":20000,"output_token_price_per_m":100000}"#,
      [2, 10, nil, 9]
    ),
    (
      "venice",
      #"""
      {"id":"m","model_spec":{"availableContextTokens":9,
      "pricing":{"input":{"usd":2},"output":{"usd":10},"cache_input":{"usd":0.2}}}}
      """#, [2, 10, 0.2, 9]
    ),
    (
      "xai",
      #"""
      {"id":"m","prompt_text_token_price":20000,"completion_text_token_price":100000,
      "cached_prompt_text_token_price":2000}
      """#, [2, 10, 0.2, nil]
    ),
    (
      "huggingface",
      #"""
      {"id":"m","providers":[{"status":"live","context_length":9,"pricing":{"input":2,"output":10}},
      {"status":"live","context_length":99,"pricing":{"input":1,"output":9}},
      {"status":"error","pricing":{"input":7,"output":70}}]}
      """#, [2, 10, nil, 9]
    ),
    ("chutes", #"{"id":"m","pricing":{"prompt":2,"completion":10}}"#, [2, 10, nil, nil]),
    (
      "synthetic", #"{"id":"m","pricing":{"prompt":"$0.000002","completion":"$0.00001"}}"#,
      [2, 10, nil, nil]
    ),
    ("requesty", #"{"id":"m","input_price":0.000002,"output_price":0.00001}"#, [2, 10, nil, nil]),
  ]

  @Test(arguments: lists)
  func `prices have their units`(_ provider: String, _ row: String, _ facts: [Double?]) throws {
    let model = try #require(try Self.read(row))
    #expect([model.inputPrice, model.outputPrice, model.cachedPrice] == Array(facts.prefix(3)))
    #expect(model.contextWindow.map(Double.init) == facts[3])
  }

  @Test func `words say what a model can`() throws {
    let row = #"{"id":"m","tags":["vision","tool-use","reasoning"],"max_output_length":3}"#
    let model = try #require(try Self.read(row))
    #expect(model.callsTools == true && model.thinks == true && model.maxOutputTokens == 3)
    #expect(model.modalities == ["image"] && model.hasStructuredOutput == nil)
  }

  @Test func `a list's price replaces the known one, and what else there is moves along`() throws {
    var model = Model(id: "m", provider: "example", name: "M")
    model.price = .usd(1, 4, cached: 0.1)
    model.price?.tiers = [.init(over: 100, rates: .init(input: 2, output: 6))]
    try Self.read(#"{"id":"m","pricing":{"input":2,"output":4}}"#)?
      .complete(&model, listedOn: "2026-11-29")
    #expect(model.price?.rates == .init(input: 2, output: 4, cached: 0.2))
    #expect(model.price?.tiers.first?.rates == .init(input: 4, output: 6))
    #expect(model.priceAsOf == "2026-11-29")
  }

  @Test(arguments: [#"{"input":10,"output":4}"#, #"{"input":1,"output":0.4}"#])
  func `a price that is ten times another or a tenth is not believed`(_ pricing: String) throws {
    var model = Model(id: "m", provider: "example", name: "M")
    model.price = .usd(1, 4)
    let listed = try #require(try Self.read(#"{"id":"m","pricing":\#(pricing)}"#))
    listed.complete(&model, listedOn: "2026-11-29")
    #expect(model.price == .usd(1, 4) && model.priceAsOf == nil)
    #expect(listed.hasStrangePrice(beside: model.price))
  }
}
