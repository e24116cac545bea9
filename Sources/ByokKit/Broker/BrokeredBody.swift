internal import ByokCore

/// What a broker has to know of the JSON document that a program asks with, and where it says so.
///
/// A member that is there twice has no one reading, and is refused.
struct BrokeredBody {
  /// The deepest nesting that is read.
  private static let depthLimit = 128
  /// Bytes of a text from which on it may be an encoded image, and not words.
  private static let imageBytes = 4096

  private(set) var model: String?
  private(set) var streams = false
  /// The most tokens of a reply, as the request limits them; `nil` for no limit.
  private(set) var outputLimit: Int?
  /// How many replies it asks for.
  private(set) var replies = 1
  /// Tokens of the prompt, estimated.
  private(set) var inputTokens = 0
  private(set) var usageOption = UsageOption.absent(at: 0, isEmpty: true)

  /// Whether it asks for the usage of a streamed reply, and where.
  enum UsageOption: Equatable {
    /// It does not; behind that offset, the start of the document, the member may be put.
    case absent(at: Int, isEmpty: Bool)
    /// It has the object of such options, which begins there.
    case object(at: Int, isEmpty: Bool)
    /// It says something else than `true` in that place, of an object or for one.
    case other(Range<Int>, isWhole: Bool)
    /// It asks for it.
    case asked
  }

  private static let limits: [StaticString] = [
    "max_tokens", "max_completion_tokens", "max_output_tokens", "maxOutputTokens", "num_predict",
  ]
  private static let places: [StaticString] = ["generationConfig", "generation_config", "options"]

  /// - Parameter bytes: The document.
  /// - Throws: Why it is refused.
  init(_ bytes: [UInt8]) throws(BrokerRefusal) {
    do throws(JSONFlaw) {
      let span = bytes.span
      var reader = JSONReader(span, .strict, depthLimit: Self.depthLimit)
      guard reader.peek(span) == UInt8(ascii: "{") else { throw reader.flaw("it is no object") }
      let start = reader.position + 1
      var names: Set<String> = []
      _ = try reader.openObject(span)
      while try reader.nextMember(span) {
        let name = try span.text(reader.name, .strict)
        guard names.insert(name).inserted else { throw reader.flaw("a member is there twice") }
        try take(&reader, span)
      }
      if case .absent = usageOption { usageOption = .absent(at: start, isEmpty: names.isEmpty) }
      try reader.finish(span)
    } catch {
      throw BrokerRefusal(
        .invalid, "the request's body is no JSON: \(error.rule) (at byte \(error.offset))")
    }
    inputTokens += bytes.count / ChatEstimate.bytesPerToken
  }

  private mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("model", bytes) {
      model = try reader.text(bytes)
    } else if reader.isNamed("stream", bytes) {
      streams = try reader.bool(bytes) ?? false
    } else if reader.isNamed("stream_options", bytes) {
      try takeOptions(&reader, bytes)
    } else if reader.isNamed("n", bytes) || reader.isNamed("best_of", bytes) {
      replies = max(replies, try reader.integer(bytes) ?? 1)
    } else if Self.places.contains(where: { reader.isNamed($0, bytes) }) {
      guard try reader.openObject(bytes) else { return }
      while try reader.nextMember(bytes) {
        if reader.isNamed("candidateCount", bytes) {
          replies = max(replies, try reader.integer(bytes) ?? 1)
        } else {
          try takeLimit(&reader, bytes)
        }
      }
    } else {
      try takeLimit(&reader, bytes)
    }
  }

  private mutating func takeLimit(
    _ reader: inout JSONReader, _ bytes: Span<UInt8>
  ) throws(JSONFlaw) {
    guard Self.limits.contains(where: { reader.isNamed($0, bytes) }) else {
      return try discount(&reader, bytes)
    }
    guard let limit = try reader.count(bytes) else { return }
    outputLimit = max(outputLimit ?? 0, limit)
  }

  private mutating func takeOptions(
    _ reader: inout JSONReader, _ bytes: Span<UInt8>
  ) throws(JSONFlaw) {
    let isObject = reader.peek(bytes) == UInt8(ascii: "{")
    let start = reader.position
    guard isObject else {
      try reader.skip(bytes)
      usageOption = .other(start..<reader.position, isWhole: true)
      return
    }
    _ = try reader.openObject(bytes)
    var isEmpty = true
    var seen: UsageOption?
    while try reader.nextMember(bytes) {
      isEmpty = false
      guard reader.isNamed("include_usage", bytes) else {
        try reader.skip(bytes)
        continue
      }
      guard seen == nil else { throw reader.flaw("a member is there twice") }
      _ = reader.peek(bytes)
      let place = reader.position
      let isAsked = try reader.bool(bytes) == true
      seen = isAsked ? .asked : .other(place..<reader.position, isWhole: false)
    }
    usageOption = seen ?? .object(at: start + 1, isEmpty: isEmpty)
  }

  /// Goes through a value, for the texts in it that are images.
  private mutating func discount(
    _ reader: inout JSONReader, _ bytes: Span<UInt8>
  ) throws(JSONFlaw) {
    switch reader.peek(bytes) {
    case UInt8(ascii: "\""):
      let range = try reader.string(bytes).range
      guard range.count >= Self.imageBytes, Self.isEncoded(bytes.extracting(range)) else { return }
      inputTokens += ChatEstimate.tokensPerImage - range.count / ChatEstimate.bytesPerToken
    case UInt8(ascii: "{"):
      _ = try reader.openObject(bytes)
      while try reader.nextMember(bytes) { try discount(&reader, bytes) }
    case UInt8(ascii: "["):
      _ = try reader.openArray(bytes)
      while try reader.nextElement(bytes) { try discount(&reader, bytes) }
    default: try reader.skip(bytes)
    }
  }

  /// Whether a text is Base64, with or without the start of a `data:` URL.
  private static func isEncoded(_ text: Span<UInt8>) -> Bool {
    let start = (0..<min(text.count, 128)).first { text[$0] == UInt8(ascii: ",") }.map { $0 + 1 }
    for index in (start ?? 0)..<text.count {
      let byte = text[index]
      let isLetter = (byte | 0x20) &- UInt8(ascii: "a") < 26
      let isOther = byte &- UInt8(ascii: "0") < 10 || "+/=-_\\".utf8.contains(byte)
      guard isLetter || isOther else { return false }
    }
    return true
  }

  /// The document with the usage asked for; all else is as it was, byte for byte.
  ///
  /// - Parameter bytes: The document that this is of.
  /// - Returns: `nil` where it asks for it already.
  func askingForUsage(_ bytes: [UInt8]) -> [UInt8]? {
    var bytes = bytes
    let member = "\"include_usage\":true"
    switch usageOption {
    case .asked: return nil
    case .absent(let place, let isEmpty):
      let options = "\"stream_options\":{\(member)}\(isEmpty ? "" : ",")"
      bytes.insert(contentsOf: options.utf8, at: place)
    case .object(let place, let isEmpty):
      bytes.insert(contentsOf: "\(member)\(isEmpty ? "" : ",")".utf8, at: place)
    case .other(let range, let isWhole):
      bytes.replaceSubrange(range, with: (isWhole ? "{\(member)}" : "true").utf8)
    }
    return bytes
  }
}
