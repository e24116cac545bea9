/// Takes a response as a whole, up to a limit.
package final class WholeBody: ResponseReceiver {
  private let limit: Int
  package private(set) var head: ResponseHead?
  package private(set) var bytes: [UInt8] = []
  /// Whether there is more than the limit, so that no more was taken.
  package private(set) var isTooLarge = false

  /// - Parameter limit: The most bytes of the body.
  package init(limit: Int) {
    self.limit = limit
  }

  package func receive(_ head: ResponseHead) -> Bool {
    self.head = head
    isTooLarge = head["content-length"].flatMap { Int($0) }.map { $0 > limit } ?? false
    return !isTooLarge
  }

  package func receive(_ bytes: [UInt8]) -> Bool {
    self.bytes += bytes
    isTooLarge = self.bytes.count > limit
    return !isTooLarge
  }
}
