internal import ByokCore

/// Reads the answer to a question that comes in one piece, and may be asked again.
final class WholeReader<Value>: AnswerReader {
  private let limit: Int
  private let read: ([UInt8]) throws(ReplyFailure) -> Value
  private let atBegin: () -> Void
  private let atEnd: () -> Void
  private var bytes: [UInt8] = []
  private var isTooLarge = false

  private(set) var head: ResponseHead?
  /// What was read of the answer that is complete.
  private(set) var value: Value?

  /// - Parameters:
  ///   - limit: The most bytes of a good answer.
  ///   - atBegin: Done before each attempt.
  ///   - atEnd: Done after each attempt.
  ///   - read: Reads the answer.
  init(
    limit: Int, atBegin: @escaping () -> Void, atEnd: @escaping () -> Void,
    read: @escaping ([UInt8]) throws(ReplyFailure) -> Value
  ) {
    (self.limit, self.read, self.atBegin, self.atEnd) = (limit, read, atBegin, atEnd)
  }

  var ownFailure: ByokError? { nil }
  var hasOutput: Bool { false }

  private var isSuccess: Bool { head.map { (200..<300).contains($0.status) } ?? false }

  func begin() { atBegin() }

  func end() { atEnd() }

  func receive(_ head: ResponseHead) -> Bool {
    self.head = head
    return true
  }

  func receive(_ bytes: [UInt8]) -> Bool {
    guard isSuccess else {
      self.bytes += bytes.prefix(ReplyReceiver.errorLimit - self.bytes.count)
      return self.bytes.count < ReplyReceiver.errorLimit
    }
    self.bytes += bytes
    isTooLarge = self.bytes.count > limit
    return !isTooLarge
  }

  func finish() throws(ReplyFailure) {
    guard let head else { throw .broken("it has no header") }
    guard isSuccess else { throw .reported(ErrorReport(status: head.status, body: bytes)) }
    guard !isTooLarge else { throw .broken("it is over \(limit >> 20) MiB") }
    value = try read(bytes)
  }
}
