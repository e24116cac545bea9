internal import FoundationEssentials

/// A piece of a reply as its dialect writes it: an event of a stream or the whole.
protocol ReplyChunk: Decodable {
  /// Whether it is worth a closer look for a failure inside of HTTP 200.
  var mayBeError: Bool { get }
}

extension JSONDecoder {
  /// Reads a piece of a reply.
  ///
  /// - Throws: What the provider reports in its place, or that it is not JSON of that shape.
  func chunk<Chunk: ReplyChunk>(_ bytes: [UInt8]) throws(ReplyFailure) -> Chunk {
    let chunk = try? decode(Chunk.self, from: Data(bytes.mendedJSON))
    if chunk?.mayBeError ?? true, let json = JSONValue(bytes),
      let report = ErrorReport(status: 200, json: json)
    {
      throw .reported(report)
    }
    guard let chunk else { throw .broken("it is not the JSON that was expected") }
    return chunk
  }
}

extension ServerSentEvent {
  /// What an event brings.
  enum Payload: Equatable {
    case nothing
    /// The mark `[DONE]`, which ends the streams of some dialects, and of gateways for others.
    case done
    case json([UInt8])
  }

  /// The data without the white space that some providers pad it with.
  var payload: Payload {
    let isSpace = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
    guard let first = data.firstIndex(where: { !isSpace($0) }),
      let last = data.lastIndex(where: { !isSpace($0) })
    else { return .nothing }
    let text = data[first...last]
    // Data that bears no padding is not copied.
    if text.count == data.count, data[first] != UInt8(ascii: "[") { return .json(data) }
    return text.elementsEqual("[DONE]".utf8) ? .done : .json(Array(text))
  }
}
