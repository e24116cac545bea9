import ByokKitTestSupport
import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct EmbedderTests {
  static func embedder(
    _ transport: FakeTransport, _ api: EmbeddingAPI = EmbeddingAPI(), id: String = "m",
    price: Double? = nil, limits: ChatLimits = ChatLimits()
  ) throws -> Embedder {
    let provider = Provider(
      id: "example", name: "Example", baseURL: "https://api.example.com/v1",
      dialect: OpenAIChat.self, embeddings: api)
    let session = Session(
      console: try Screen().console, environment: Environment([:]), clock: FakeClock().clock,
      transport: transport)
    let client = ProviderClient(
      provider, nil, ClientSession(session, spending: SpendingGuard(limits)), .init())
    let facts = price.map {
      var model = Model(id: id, provider: "example", name: id)
      model.price = .usd($0, 0)
      return model
    }
    let key = ChosenKey(
      secret: try Secret(copying: Array(Asking.key.utf8).span),
      source: .environment(variable: "KEY"),
      base: try BaseURL("https://api.example.com/v1", from: "test"))
    return Embedder(api, EmbeddingModel(provider: provider, id: id, facts, nil), client, key: key)
  }

  /// Answers with a vector for each text, whose first number is the length of the text.
  static func server(
    tooLong: Int = .max, dimensions: @escaping @Sendable (Int) -> Int = { _ in 2 }
  ) -> FakeTransport {
    FakeTransport { asked in
      let texts = JSONValue(asked.request.body)?["input"]?.elements?.compactMap(\.string) ?? []
      guard texts.allSatisfy({ $0.utf8.count < tooLong }) else {
        return .status(
          400, #"{"error":{"message":"This model's maximum context length is 8192 tokens"}}"#)
      }
      let vectors = texts.enumerated().map { index, text in
        let rest = String(repeating: ",0", count: dimensions(texts.count) - 1)
        return #"{"index":\#(index),"embedding":[\#(text.utf8.count)\#(rest)]}"#
      }
      return .status(
        200, #"{"data":[\#(vectors.joined(separator: ","))],"usage":{"prompt_tokens":3}}"#)
    }
  }

  private static func vectors(
    _ embedder: Embedder, _ texts: [String], _ options: Embedder.Options = .init()
  ) throws(ByokError) -> [[Float]] {
    var vectors: [[Float]] = []
    try embedder.embed(texts, options, name: { "text \($0 + 1)" }) { piece in
      vectors += piece.vectors
    }
    return vectors
  }

  @Test func `texts are sent in as few requests as the limits allow`() throws {
    let transport = Self.server()
    let embedder = try Self.embedder(transport, EmbeddingAPI(maxTexts: 3, maxTokens: 10))
    #expect(embedder.batches(of: ["a", "b", "c", "d"]) == [0..<3, 3..<4])
    let long = String(repeating: "x", count: 20)
    #expect(embedder.batches(of: [long, long, "b", long]) == [0..<1, 1..<3, 3..<4])
    #expect(embedder.batches(of: []) == [])
    #expect(try Self.vectors(embedder, ["a", "bb", "ccc", "dddd"]).map(\.first) == [1, 2, 3, 4])
    #expect(transport.asked.count == 2)
  }

  @Test func `a request with a text that is too long is halved until the text is known`() throws {
    let transport = Self.server(tooLong: 10)
    let embedder = try Self.embedder(transport)
    var texts = (1...8).map { String(repeating: "x", count: $0) }
    texts[5] = String(repeating: "y", count: 50)
    do throws(ByokError) {
      _ = try Self.vectors(embedder, texts)
      Issue.record("no failure")
    } catch {
      #expect(error.kind == .tooLong)
      #expect(error.message.hasPrefix("text 6: "))
    }
  }

  @Test func `too many tokens together are no failure`() throws {
    // A limit of the request, which nobody knew.
    let transport = FakeTransport { asked in
      let texts = JSONValue(asked.request.body)?["input"]?.elements ?? []
      guard texts.count <= 2 else {
        return .status(400, #"{"message":"Too many tokens in batch: exceeds the limit of tokens"}"#)
      }
      let vectors = texts.indices.map { #"{"index":\#($0),"embedding":[1]}"# }
      return .status(200, #"{"data":[\#(vectors.joined(separator: ","))]}"#)
    }
    #expect(try Self.vectors(try Self.embedder(transport), ["a", "b", "c", "d"]).count == 4)
  }

  @Test func `llama.cpp's HTTP 500 for a long text is too long, and not asked again`() throws {
    let transport = FakeTransport([
      .status(
        500,
        #"{"error":{"code":500,"message":"input is too large to process. increase the physical batch size","type":"server_error"}}"#
      )
    ])
    let failure = #expect(throws: ByokError.self) {
      try Self.vectors(try Self.embedder(transport), ["a"])
    }
    #expect(failure?.kind == .tooLong)
    #expect(transport.asked.count == 1)
  }

  @Test func `other dimensions in a later reply are the provider's failure`() throws {
    let transport = Self.server { $0 == 1 ? 3 : 2 }
    let embedder = try Self.embedder(transport, EmbeddingAPI(maxTexts: 2))
    let failure = #expect(throws: ByokError.self) { try Self.vectors(embedder, ["a", "b", "c"]) }
    #expect(failure?.kind == .provider)
    #expect(failure?.message.contains("3 dimensions, not 2") == true)
  }

  @Test func `a rate limit is waited for`() throws {
    let transport = FakeTransport([
      .status(429, #"{"error":{"message":"Rate limit reached"}}"#, ["retry-after": "1"]),
      .status(200, #"{"data":[{"index":0,"embedding":[1]}]}"#),
    ])
    #expect(try Self.vectors(try Self.embedder(transport), ["a"]) == [[1]])
    #expect(transport.asked.count == 2)
  }

  @Test func `the most that requests may cost ends them before the next`() throws {
    let transport = Self.server()
    let limits = ChatLimits(maxCost: Dollars(amount: 0.000_003))
    let embedder = try Self.embedder(
      transport, EmbeddingAPI(maxTexts: 1), price: 1, limits: limits)
    var count = 0
    let failure = #expect(throws: ByokError.self) {
      try embedder.embed(["aaaa", "bbbb", "cccc"], name: { _ in "" }) { piece in
        count += piece.vectors.count
      }
    }
    #expect(failure?.kind == .failure)
    #expect(count == 1)
    #expect(transport.asked.count == 1)
  }

  @Test func `an unknown model gets no advice about chats`() throws {
    let transport = FakeTransport([
      .status(
        404, #"{"error":{"message":"The model 'm' does not exist","code":"model_not_found"}}"#)
    ])
    let failure = #expect(throws: ByokError.self) {
      try Self.vectors(try Self.embedder(transport), ["a"])
    }
    #expect(failure?.kind == .modelUnavailable)
    #expect(failure?.hints == ["is the model's name right?"])
  }

  @Test func `words that a model wants before a text are put there`() throws {
    let embedder = try Self.embedder(Self.server(), id: "nomic-embed-text")
    #expect(
      embedder.endpoint(["a"], .init(task: .document)).request.texts == ["search_document: a"])
    #expect(embedder.endpoint(["a"], .init()).request.texts == ["a"])
    let other = try Self.embedder(
      Self.server(), EmbeddingAPI(form: .mistral), id: "nomic-embed-text")
    #expect(other.endpoint(["a"], .init(task: .query)).request.texts == ["a"])
  }
}
