/// Writes a response's body to a file as it arrives, in memory that does not grow with it.
///
/// The body of a failure is kept apart, up to ``errorLimit``.
package final class FileReply: ResponseReceiver {
  /// The most bytes kept of the body of a failure.
  package static let errorLimit = 64 << 10

  private let write: (Span<UInt8>) throws(ByokError) -> Void
  /// The response's head, once it has arrived.
  package private(set) var head: ResponseHead?
  /// The body of a failure.
  package private(set) var failureBody: [UInt8] = []
  /// The bytes that were written.
  package private(set) var count = 0
  /// Why the file could not be written, or must not be; the transfer ended there.
  package private(set) var failure: ByokError?

  /// - Parameter write: Appends bytes to the file.
  package init(_ write: @escaping (Span<UInt8>) throws(ByokError) -> Void) {
    self.write = write
  }

  package func receive(_ head: ResponseHead) -> Bool {
    self.head = head
    let encoding = head["content-encoding"]?.lowercased() ?? "identity"
    guard encoding == "identity" || encoding.isEmpty else {
      let word = Sanitizer.oneLine(encoding, limit: 20)
      failure = ByokError(.provider, "the reply is compressed (\(word)), which was not requested")
      return false
    }
    return true
  }

  package func receive(_ bytes: [UInt8]) -> Bool { receive(lent: bytes.span) }

  package func receive(lent bytes: Span<UInt8>) -> Bool {
    guard let head, (200..<300).contains(head.status) else {
      let room = Self.errorLimit - failureBody.count
      failureBody += Array(copying: bytes).prefix(room)
      return failureBody.count < Self.errorLimit
    }
    do {
      try write(bytes)
      count += bytes.count
      return true
    } catch {
      failure = error
      return false
    }
  }
}
