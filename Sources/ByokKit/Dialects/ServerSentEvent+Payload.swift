internal import ByokCore

extension ServerSentEvent {
  /// Whether its data may be a list of documents.
  var isList: Bool { data.first == UInt8(ascii: "[") }

  /// The event, or one for each document where its data is a list of them.
  var parts: [ServerSentEvent] {
    var stream = DocumentStream(limit: data.count)
    guard let step = try? stream.consume(data), step.rest == nil, stream.open.isEmpty,
      !step.documents.isEmpty
    else { return [self] }
    return step.documents.map { ServerSentEvent(name: name, data: $0) }
  }

  /// What an event brings.
  enum Payload: Equatable {
    case nothing
    /// The mark `[DONE]`, which ends the streams of some dialects, and of gateways for others.
    case done
    case json([UInt8])
  }

  /// The data without the white space that some providers pad it with.
  ///
  /// - Throws: What an event that is named for an error, or data that is no JSON, says.
  func payload() throws(ReplyFailure) -> Payload {
    let isSpace = { (byte: UInt8) in byte == 0x20 || (0x09...0x0D).contains(byte) }
    guard let first = data.firstIndex(where: { !isSpace($0) }),
      let last = data.lastIndex(where: { !isSpace($0) })
    else { return .nothing }
    let text = data[first...last]
    if !name.isEmpty {
      if isNamedError { throw Self.failure(text) }
      if data[first] != UInt8(ascii: "{"), Self.isHeartbeat(name) { return .nothing }
    }
    // Data that bears no padding is not copied.
    if data[first] == UInt8(ascii: "{") {
      return .json(text.count == data.count ? data : Array(text))
    }
    return try Self.payload(of: text)
  }

  /// What data brings that is no object.
  private static func payload(of text: ArraySlice<UInt8>) throws(ReplyFailure) -> Payload {
    let bytes = Array(text)
    let words = String(decoding: bytes.prefix(4 << 10), as: UTF8.self)
    if words.uppercased() == "[DONE]" || words == "DONE" { return .done }
    if isHeartbeat(words) { return .nothing }
    switch JSONValue(bytes) {
    case .string(let words)? where !words.isEmpty && !isHeartbeat(words):
      throw .reported(ErrorReport(status: 200, message: words))
    case .string, .null, .bool, .integer, .number: return .nothing
    case .some: return .json(bytes)
    case nil: break
    }
    guard words.lowercased().hasPrefix("error") else { throw unreadable(text) }
    throw .reported(ErrorReport(status: 200, message: words))
  }

  private var isNamedError: Bool {
    !name.isEmpty && (name == "error" || name == "exception" || name.hasSuffix(".error"))
  }

  /// The failure reported by an event that is named for an error.
  private static func failure(_ text: ArraySlice<UInt8>) -> ReplyFailure {
    let bytes = Array(text)
    guard let json = JSONValue(bytes) else {
      return .reported(ErrorReport(status: 200, message: String(decoding: bytes, as: UTF8.self)))
    }
    if let report = ErrorReport(status: 200, json: json) { return .reported(report) }
    let names = ["type", "object", "id", "sequence_number"]
    let says = json.members.contains { !names.contains($0.key) && !$0.value.saysNothing }
    guard let words = json.text ?? (says ? json.compactText : nil) else { return .unexplained }
    return .reported(ErrorReport(status: 200, message: words))
  }

  /// The words that servers send so that nobody takes a connection for dead.
  private static let heartbeats: Set<Substring> = [
    "ping", "pong", "heartbeat", "heart", "beat", "keep", "alive", "keepalive", "hb", "noop",
    "waiting", "processing",
  ]

  /// Whether a string is a heartbeat: such words, and a time or a number behind them.
  static func isHeartbeat(_ text: String) -> Bool {
    guard text.utf8.count <= 64 else { return false }
    let words = text.lowercased().split { " []()<>\":.,!-_".contains($0) }
    let first = words.first.map(heartbeats.contains) ?? true
    return first && words.allSatisfy { heartbeats.contains($0) || $0.first?.isNumber == true }
  }

  /// The failure for data that is not JSON, with its beginning.
  static func unreadable(_ bytes: ArraySlice<UInt8>) -> ReplyFailure {
    // Only the beginning is shown; a character takes four bytes at most.
    .unreadable(String(decoding: bytes.prefix(4 << 10), as: UTF8.self))
  }
}
