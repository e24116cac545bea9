internal import ByokCore

/// A piece of a reply as its dialect writes it: an event of a stream or the whole.
protocol ReplyChunk: JSONReadable {
  /// Whether it is worth a closer look for a failure inside of HTTP 200.
  var mayBeError: Bool { get }
}

/// A part of a reply, of which only what is needed is read.
protocol JSONReadable {
  /// A part of which nothing is known.
  init()

  /// Takes the value of the member whose name the reader has just passed, or skips it.
  mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw)
}

extension JSONReadable {
  /// Reads an object; `nil` for every other value.
  init?(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    guard try reader.openObject(bytes) else { return nil }
    self.init()
    while try reader.nextMember(bytes) { try take(&reader, bytes) }
  }

  /// Reads an array of objects; `nil` for every other value.
  static func list(
    _ reader: inout JSONReader, _ bytes: Span<UInt8>
  ) throws(JSONFlaw) -> [Self]? {
    guard try reader.openArray(bytes) else { return nil }
    var list: [Self] = []
    var holdsOthers = false
    while try reader.nextElement(bytes) {
      if let element = try Self(&reader, bytes) { list.append(element) } else { holdsOthers = true }
    }
    return holdsOthers ? nil : list
  }
}

extension ReplyChunk {
  /// Reads a piece of a reply.
  ///
  /// - Throws: What the provider reports in its place, or that it is not JSON of that shape.
  init(_ bytes: [UInt8]) throws(ReplyFailure) {
    let chunk = Self.read(bytes.span)
    if chunk?.mayBeError ?? true, let json = JSONValue(bytes),
      let report = ErrorReport(status: 200, json: json)
    {
      throw .reported(report)
    }
    guard let chunk else { throw .broken("it is not the JSON that was expected") }
    self = chunk
  }

  private static func read(_ bytes: Span<UInt8>) -> Self? {
    var reader = JSONReader(bytes, .lossy)
    do throws(JSONFlaw) {
      let chunk = try Self(&reader, bytes)
      try reader.finish(bytes)
      return chunk
    } catch {
      return nil
    }
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
