internal import Synchronization

/// Details that wait until the answer on the same terminal has ended its line.
package final class HeldDetails: Sendable {
  /// What waits; `nil` while nothing has to.
  private let texts = Mutex<[String]?>(nil)

  package init() {}

  /// Lets details wait from now on.
  package func hold() { texts.withLock { $0 = $0 ?? [] } }

  /// Keeps a detail.
  ///
  /// - Returns: Whether it waits.
  func keep(_ text: String) -> Bool {
    texts.withLock { texts in
      texts?.append(text)
      return texts != nil
    }
  }

  /// Ends the wait.
  ///
  /// - Returns: What has waited.
  package func release() -> [String] {
    texts.withLock { texts in
      defer { texts = nil }
      return texts ?? []
    }
  }
}
