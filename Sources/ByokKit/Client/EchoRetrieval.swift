internal import ByokCore

/// How `echo` embeds and ranks: by the words that texts have in common, the same everywhere.
///
/// Each word counts for one of 64 numbers, for or against, as its hash says; so texts are near each
/// other that share words.
struct EchoRetrieval {
  /// How many numbers a vector has where nothing else is asked for.
  static let usualDimensions = 64
  /// The most numbers that a vector may have.
  static let mostDimensions = 4096

  /// The answer to a request.
  let answer: JSONValue

  /// - Parameter body: The body of a request; `nil` for any that is neither.
  init?(_ body: [UInt8]) {
    guard let request = JSONValue(body) else { return nil }
    let dimensions = request["dimensions"]?.count ?? Self.usualDimensions
    if let texts = request["input"]?.elements?.compactMap(\.string),
      (1...Self.mostDimensions).contains(dimensions)
    {
      answer = Self.embeddings(of: texts, dimensions, model: request["model"] ?? .null)
    } else if let query = request["query"]?.string,
      let documents = request["documents"]?.elements?.compactMap(\.string)
    {
      answer = Self.ranking(of: documents, query, top: request["top_n"]?.count ?? documents.count)
    } else {
      return nil
    }
  }

  private static func embeddings(
    of texts: [String], _ dimensions: Int, model: JSONValue
  ) -> JSONValue {
    let data = texts.enumerated().map { index, text in
      JSONValue.object([
        "object": .string("embedding"), "index": .integer(index),
        "embedding": .array(
          vector(of: text, dimensions).map { .number(Double($0)) }),
      ])
    }
    let tokens = texts.reduce(0) { $0 + words(of: $1).count }
    return .object([
      "object": .string("list"), "data": .array(data), "model": model,
      "usage": .object(["prompt_tokens": .integer(tokens), "total_tokens": .integer(tokens)]),
    ])
  }

  private static func ranking(of documents: [String], _ query: String, top: Int) -> JSONValue {
    let wanted = vector(of: query, 256)
    let scores = documents.map { document in
      zip(wanted, vector(of: document, 256)).reduce(Float(0)) { $0 + $1.0 * $1.1 }
    }
    let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
    return .object([
      "results": .array(
        order.prefix(top).map { index in
          .object(["index": .integer(index), "relevance_score": .number(Double(scores[index]))])
        })
    ])
  }

  /// The vector of a text, of length 1.
  static func vector(of text: String, _ dimensions: Int) -> [Float] {
    var sums = [Float](repeating: 0, count: dimensions)
    let words = words(of: text)
    for word in words.isEmpty ? [text] : words {
      let hash = hash(of: word)
      sums[Int(hash % UInt64(dimensions))] += hash >> 63 == 0 ? 1 : -1
    }
    let length = sums.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard length > 0 else {
      // Words may cancel each other out.
      sums[0] = 1
      return sums
    }
    return sums.map { $0 / length }
  }

  private static func words(of text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }

  /// FNV-1a, mixed so that its lowest bits depend on all.
  private static func hash(of word: String) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in word.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    hash ^= hash >> 33
    return hash &* 0xff51_afd7_ed55_8ccd ^ hash >> 29
  }
}
