/// Takes an answer as a whole.
final class WholeAnswer: ResponseReceiver {
  private(set) var head: ResponseHead?
  private var body: [UInt8] = []
  private var isTooLarge = false

  func receive(_ head: ResponseHead) -> Bool {
    self.head = head
    return true
  }

  func receive(_ bytes: [UInt8]) -> Bool {
    body += bytes
    isTooLarge = body.count > ReplyReceiver.wholeLimit
    return !isTooLarge
  }

  /// What has arrived.
  ///
  /// - Throws: What the provider reports, or that it is not JSON.
  func document() throws(ReplyFailure) -> JSONValue {
    guard !isTooLarge else {
      throw .broken("it is over \(ReplyReceiver.wholeLimit >> 20) MiB")
    }
    guard let head, (200..<300).contains(head.status) else {
      throw .reported(ErrorReport(status: head?.status ?? 0, body: body))
    }
    guard let document = JSONValue(body) else { throw .broken("it is not JSON") }
    return document
  }
}
