internal import ByokCore

/// A piece of a reply as its dialect writes it: an event of a stream or the whole.
protocol ReplyChunk: JSONReadable {
  /// Whether it is worth a closer look for a failure inside of HTTP 200.
  var mayBeError: Bool { get }

  /// Whether it is a piece of an answer, though an error may be beside it.
  var isAnswer: Bool { get }
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

/// A piece of a reply, and the failure that the provider reports with it.
struct ReportedChunk<Chunk: ReplyChunk> {
  let chunk: Chunk
  private let report: ErrorReport?

  /// Reads a piece of a reply.
  ///
  /// - Throws: What the provider reports in its place, or that it is not JSON of that shape.
  init(_ bytes: [UInt8]) throws(ReplyFailure) {
    let chunk = Self.read(bytes.span)
    report = chunk?.mayBeError ?? true ? Self.report(bytes, besideAnswer: chunk?.isAnswer) : nil
    if let report, !(chunk?.isAnswer ?? false) { throw .reported(report) }
    guard let chunk else { throw ServerSentEvent.unreadable(bytes[...]) }
    self.chunk = chunk
  }

  /// Ends the piece, once all else of it was read.
  ///
  /// - Throws: What the provider reports beside it.
  func check() throws(ReplyFailure) {
    if let report { throw .reported(report) }
  }

  private static func read(_ bytes: Span<UInt8>) -> Chunk? {
    var reader = JSONReader(bytes, .lossy)
    do throws(JSONFlaw) {
      let chunk = try Chunk(&reader, bytes)
      try reader.finish(bytes)
      return chunk
    } catch {
      return nil
    }
  }

  /// The members that report a failure where an answer is beside them.
  private static var namesOfErrors: [String] { ["error", "base_resp", "request_id"] }

  private static func report(_ bytes: [UInt8], besideAnswer isAnswer: Bool?) -> ErrorReport? {
    guard let json = JSONValue(bytes) else { return nil }
    guard isAnswer ?? false else { return ErrorReport(status: 200, json: json) }
    let names = namesOfErrors
    return ErrorReport(
      status: 200, json: .object(json.members.filter { names.contains($0.key) }))
  }
}
