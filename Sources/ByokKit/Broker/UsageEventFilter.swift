internal import ByokCore

/// Takes out of a stream the event that has nothing but usage, which the client has not asked for.
///
/// Events are passed on whole, as they came.
struct UsageEventFilter {
  /// The most bytes of an event that is held until its end.
  private static let limit = 4 << 20

  private var event: [UInt8] = []
  /// Where the line begins that has not ended.
  private var lineStart = 0
  /// Whether the rest of the stream is passed on as it comes.
  private var isOpen = false

  /// Takes more of the stream.
  ///
  /// - Returns: What is passed on of it.
  mutating func take(_ bytes: Span<UInt8>) -> [UInt8] {
    var output: [UInt8] = []
    for index in bytes.indices {
      event.append(bytes[index])
      guard !isOpen, bytes[index] == UInt8(ascii: "\n") else { continue }
      let isBlank = event[lineStart...].allSatisfy { $0 == 0x0A || $0 == 0x0D }
      lineStart = event.count
      guard isBlank else { continue }
      if !isUsageAlone { output += event }
      (event, lineStart) = ([], 0)
    }
    if event.count > Self.limit { isOpen = true }
    guard isOpen else { return output }
    defer { event = [] }
    return output + event
  }

  /// What is left at the end of the stream.
  mutating func finish() -> [UInt8] {
    defer { event = [] }
    return isUsageAlone ? [] : event
  }

  /// Whether the event has no choices, and usage.
  private var isUsageAlone: Bool {
    guard event[...].contains(Array("\"usage\"".utf8)) else { return false }
    var data: [UInt8] = []
    for line in event.split(separator: UInt8(ascii: "\n")) where line.starts(with: "data:".utf8) {
      data += line.dropFirst(5)
    }
    guard let document = JSONValue(data) else { return false }
    return document["choices"]?.elements?.isEmpty == true && document["usage"] != nil
  }
}
