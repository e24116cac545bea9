extension WholeBody {
  /// The document that has arrived.
  ///
  /// - Throws: What the provider reports, or that it is not JSON.
  func document() throws(ReplyFailure) -> JSONValue {
    guard !isTooLarge else {
      throw .broken("it is over \(ReplyReceiver.wholeLimit >> 20) MiB")
    }
    guard let head, (200..<300).contains(head.status) else {
      throw .reported(ErrorReport(status: head?.status ?? 0, body: bytes))
    }
    guard let document = JSONValue(bytes) else { throw .broken("it is not JSON") }
    return document
  }
}
