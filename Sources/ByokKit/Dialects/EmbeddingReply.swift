internal import ByokCore

/// The vectors that a provider makes of texts, in the order of the texts.
package struct EmbeddingReply: Sendable {
  /// One for each text, all of the same length, of finite numbers.
  package private(set) var vectors: [[Float]] = []
  package private(set) var usage = Usage()
  /// The model as the reply names it.
  package private(set) var model: String?
  /// The places that the reply names, as far as it does.
  private var places: [Int?] = []

  /// Reads a reply.
  ///
  /// - Parameters:
  ///   - body: The reply.
  ///   - form: How it is written.
  ///   - count: How many texts were sent.
  ///   - dimensions: How many numbers each vector must have; `nil` for any number.
  /// - Throws: What the provider reports, or how the reply does not fit the request.
  package init(
    _ body: [UInt8], _ form: EmbeddingAPI.Form, count: Int, dimensions: Int? = nil
  ) throws(ReplyFailure) {
    let bytes = body.span
    var reader = JSONReader(bytes, .lossy)
    var isRead = false
    do throws(JSONFlaw) {
      guard try reader.openObject(bytes) else { throw reader.flaw("it is not an object") }
      while try reader.nextMember(bytes) {
        if try takeVectors(&reader, bytes, form) {
          isRead = true
        } else {
          try takeUsage(&reader, bytes)
        }
      }
      try reader.finish(bytes)
    } catch {
      throw Self.failure(body, error)
    }
    if !isRead, let json = JSONValue(body), let report = ErrorReport(status: 200, json: json) {
      throw .reported(report)
    }
    try order(count: count)
    try check(dimensions)
    // Of a text that is embedded, no token comes back.
    if usage.input != nil { usage.output = 0 }
  }

  /// The same with what it took as the prices have it.
  package func withUsage(_ usage: Usage) -> Self {
    var reply = self
    reply.usage = usage
    return reply
  }

  private static func failure(_ body: [UInt8], _ flaw: JSONFlaw) -> ReplyFailure {
    guard JSONValue(body) == nil else { return .broken(flaw.rule) }
    return .unreadable(String(decoding: body.prefix(4 << 10), as: UTF8.self))
  }

  /// Takes the member that is next, if it holds the vectors.
  private mutating func takeVectors(
    _ reader: inout JSONReader, _ bytes: Span<UInt8>, _ form: EmbeddingAPI.Form
  ) throws(JSONFlaw) -> Bool {
    switch form {
    case .openai, .mistral, .voyage, .jina, .nvidia:
      guard reader.isNamed("data", bytes) else { return false }
    case .cohere, .gemini, .ollama:
      guard reader.isNamed("embeddings", bytes) else { return false }
    }
    (vectors, places) = ([], [])
    if form == .cohere {
      guard try reader.openObject(bytes) else { return true }
      while try reader.nextMember(bytes) {
        if reader.isNamed("float", bytes) {
          try takeList(&reader, bytes, form)
        } else {
          try reader.skip(bytes)
        }
      }
    } else {
      try takeList(&reader, bytes, form)
    }
    return true
  }

  private mutating func takeList(
    _ reader: inout JSONReader, _ bytes: Span<UInt8>, _ form: EmbeddingAPI.Form
  ) throws(JSONFlaw) {
    guard try reader.openArray(bytes) else { return }
    while try reader.nextElement(bytes) {
      var (vector, place): ([Float], Int?) = ([], nil)
      if reader.peek(bytes) == UInt8(ascii: "{") {
        _ = try reader.openObject(bytes)
        while try reader.nextMember(bytes) {
          if reader.isNamed("embedding", bytes) || reader.isNamed("values", bytes) {
            vector = try Self.vector(&reader, bytes)
          } else if reader.isNamed("index", bytes) {
            place = try reader.count(bytes)
          } else {
            try reader.skip(bytes)
          }
        }
      } else {
        vector = try Self.vector(&reader, bytes)
      }
      vectors.append(vector)
      places.append(place)
    }
  }

  /// A vector as numbers, or as the base64 of 32-bit numbers in little-endian order.
  private static func vector(
    _ reader: inout JSONReader, _ bytes: Span<UInt8>
  ) throws(JSONFlaw) -> [Float] {
    if reader.peek(bytes) == UInt8(ascii: "\"") {
      guard let text = try reader.text(bytes), let vector = VectorText.decode(base64: text) else {
        throw reader.flaw("a vector is not the base64 of 32-bit numbers")
      }
      return vector
    }
    var vector: [Float] = []
    guard try reader.openArray(bytes) else { return [] }
    while try reader.nextElement(bytes) {
      guard let first = reader.peek(bytes), JSONReader.beginsNumber(first),
        let number = try reader.number(bytes)?.double
      else { throw reader.flaw("a vector holds something that is not a number") }
      vector.append(Float(number))
    }
    return vector
  }

  private mutating func takeUsage(
    _ reader: inout JSONReader, _ bytes: Span<UInt8>
  ) throws(JSONFlaw) {
    if reader.isNamed("model", bytes) {
      model = try reader.text(bytes)
    } else if reader.isNamed("usage", bytes) {
      let counts = try reader.value(bytes)
      usage.input =
        counts["prompt_tokens"]?.count ?? counts["total_tokens"]?.count ?? usage.input
      usage.takeCost(of: counts)
    } else if reader.isNamed("meta", bytes) {
      usage.input = try reader.value(bytes)["billed_units"]?["input_tokens"]?.count
    } else if reader.isNamed("prompt_eval_count", bytes) {
      usage.input = try reader.count(bytes)
    } else if reader.isNamed("usageMetadata", bytes) {
      usage.input = try reader.value(bytes)["promptTokenCount"]?.count
    } else {
      try reader.skip(bytes)
    }
  }

  /// Puts each vector in the place of its text.
  ///
  /// A vector that is taken for another text's makes every search wrong, and nobody sees it.
  private mutating func order(count: Int) throws(ReplyFailure) {
    guard vectors.count == count else {
      throw .broken("it has \(vectors.count.counted("vector")) for \(count.counted("text"))")
    }
    let named = places.compactMap(\.self)
    guard !named.isEmpty else { return }
    guard named.count == count, Set(named) == Set(0..<count) else {
      throw .broken("it does not number its vectors from 0 to \(count - 1), each once")
    }
    var ordered = vectors
    for (vector, place) in zip(vectors, named) { ordered[place] = vector }
    vectors = ordered
  }

  private func check(_ dimensions: Int?) throws(ReplyFailure) {
    guard let length = vectors.first?.count else { return }
    guard length > 0, vectors.allSatisfy({ $0.count == length }) else {
      throw .broken("its vectors are empty or differ in their dimensions")
    }
    if let dimensions, dimensions != length {
      throw .broken("its vectors have \(length) dimensions, not \(dimensions)")
    }
    guard vectors.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
      throw .broken("a vector holds a number that is not finite")
    }
    guard vectors.allSatisfy({ $0.contains { $0 != 0 } }) else {
      throw .broken("a vector holds nothing but zeros")
    }
  }
}

/// Vectors as text.
package enum VectorText {
  /// The numbers whose bytes are given in base64; `nil` for anything else.
  static func decode(base64 text: String) -> [Float]? {
    guard let bytes = Base64.decodeForeign(Array(text.utf8)), bytes.count % 4 == 0 else {
      return nil
    }
    var vector: [Float] = []
    vector.reserveCapacity(bytes.count / 4)
    for start in stride(from: 0, to: bytes.count, by: 4) {
      let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << (8 * $1) }
      vector.append(Float(bitPattern: bits))
    }
    return vector
  }

  /// The bytes of the numbers, 32 bits each in little-endian order.
  package static func bytes(of vector: [Float]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(4 * vector.count)
    for number in vector {
      let bits = number.bitPattern
      for shift in stride(from: 0, to: 32, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: bits >> shift))
      }
    }
    return bytes
  }
}
