/// The beginning of what a decoder read nothing of, as long as that is all that came.
///
/// Servers have many shapes for a failure inside of HTTP 200; one that is not known is shown as it is.
struct UnreadReply: Sendable {
  /// The most bytes kept.
  private static let limit = 4 << 10

  private var bytes: [UInt8] = []
  private var isRead = false

  /// Takes what the decoder was given.
  ///
  /// - Parameters:
  ///   - data: An event's data, or a document.
  ///   - isRead: Whether it brought anything.
  mutating func take(_ data: [UInt8], isRead: Bool) {
    guard !self.isRead else { return }
    self.isRead = isRead
    // A document, and not a heartbeat or an end.
    if !isRead, data.first == UInt8(ascii: "{") { bytes = Array(data.prefix(Self.limit)) }
  }

  /// The failure of a reply that is none or has no end, with what could not be read.
  func explained(_ failure: ReplyFailure) -> ReplyFailure {
    guard !isRead, !bytes.isEmpty else { return failure }
    let words = String(decoding: bytes, as: UTF8.self)
    return switch failure {
    case .broken(let reason): .broken("\(reason): \(words)")
    case .endedEarly: .cutOff(words)
    default: failure
    }
  }
}
