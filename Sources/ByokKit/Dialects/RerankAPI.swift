package import ByokCore

/// How a provider is asked which documents answer a question best.
///
/// Source: the providers' references and SDKs, read 2026-11-29.
package struct RerankAPI: Equatable, Sendable {
  /// How requests and replies are written.
  package var form = Form.cohere
  /// The path below the base URL.
  var path = "/rerank"
  /// The most documents of a request.
  package var maxDocuments = 1000
  /// The model that is used where only the provider is named.
  package var defaultModel: String?

  /// The ways to write a request for a ranking.
  package enum Form: String, CaseIterable, Sendable {
    /// `top_n`, answered by `results`, as Cohere, Jina, Together, vLLM and llama.cpp have it.
    case cohere
    /// `top_k` and `truncation`, answered by `data`, as Voyage has it.
    case voyage
  }
}

/// What is asked of a model that ranks documents.
package struct RerankRequest: Sendable {
  package var model: String
  package var query: String
  package var documents: [String]
  /// How many are wanted.
  package var top: Int

  package init(model: String, query: String, documents: [String], top: Int) {
    (self.model, self.query, self.documents, self.top) = (model, query, documents, top)
  }
}

extension RerankAPI {
  /// The path below the base URL.
  package func path(for request: RerankRequest) -> String { path }

  /// The body of a request.
  ///
  /// - Throws: A failure when it cannot be written.
  package func body(for request: RerankRequest) throws(ByokError) -> [UInt8] {
    var body: [String: JSONValue] = [
      "model": .string(request.model), "query": .string(request.query),
      "documents": .array(request.documents.map(JSONValue.string)),
    ]
    switch form {
    case .cohere: body["top_n"] = .integer(request.top)
    case .voyage:
      body["top_k"] = .integer(request.top)
      // What is longer than the model's window is judged by its beginning.
      body["truncation"] = .bool(true)
    }
    return try JSONValue.object(body).json()
  }
}

/// The documents that answer a question best, as a provider ranks them.
package struct RerankReply: Sendable {
  /// One document.
  package struct Rank: Equatable, Sendable {
    /// Which document it is, from 0.
    package let index: Int
    /// How well it answers; what the number means is the model's own.
    package let score: Double
  }

  /// The best first.
  package private(set) var ranks: [Rank] = []
  package private(set) var usage = Usage()
  /// How many searches are billed; `nil` where tokens are.
  package private(set) var searches: Int?

  /// Reads a reply.
  ///
  /// - Parameters:
  ///   - body: The reply.
  ///   - form: How it is written.
  ///   - count: How many documents were sent.
  /// - Throws: What the provider reports, or how the reply does not fit the request.
  package init(_ body: [UInt8], _ form: RerankAPI.Form, count: Int) throws(ReplyFailure) {
    guard let json = JSONValue(body) else {
      throw .unreadable(String(decoding: body.prefix(4 << 10), as: UTF8.self))
    }
    guard let results = (form == .voyage ? json["data"] : json["results"])?.elements else {
      if let report = ErrorReport(status: 200, json: json) { throw .reported(report) }
      throw .broken("it has no ranking")
    }
    for result in results {
      guard let index = result["index"]?.integer, (0..<count).contains(index),
        let score = result["relevance_score"]?.double, score.isFinite
      else { throw .broken("it ranks a document that was not sent, or without a score") }
      ranks.append(Rank(index: index, score: score))
    }
    guard Set(ranks.map(\.index)).count == ranks.count else {
      throw .broken("it ranks a document twice")
    }
    ranks.sort { ($1.score, $0.index) < ($0.score, $1.index) }
    takeUsage(json)
  }

  private mutating func takeUsage(_ json: JSONValue) {
    let units = json["meta"]?["billed_units"]
    searches = units?["search_units"]?.count
    usage.input =
      json["usage"]?["total_tokens"]?.count ?? json["usage"]?["prompt_tokens"]?.count
      ?? units?["input_tokens"]?.count
    if usage.input != nil { usage.output = 0 }
    if let counts = json["usage"] { usage.takeCost(of: counts) }
  }
}
