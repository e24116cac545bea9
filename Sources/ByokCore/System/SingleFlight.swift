internal import Synchronization

/// Answers by key: several threads that want the same one at a time ask for it once.
///
/// An answer is kept. A failure is shared by the threads that waited for it, and then forgotten.
package final class SingleFlight<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private typealias Flight = Condition<Result<Value, ByokError>?>

  private let flights = Mutex<[Key: Flight]>([:])

  package init() {}

  /// The answer for a key.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - find: Finds the answer; called where no other thread is finding it.
  /// - Returns: The answer.
  /// - Throws: What `find` throws, in this thread or in the one that was waited for.
  package func value(for key: Key, _ find: () throws(ByokError) -> Value) throws(ByokError) -> Value
  {
    let (flight, isOwn) = flights.withLock { flights in
      if let flight = flights[key] { return (flight, false) }
      let flight = Flight(nil)
      flights[key] = flight
      return (flight, true)
    }
    guard isOwn else { return try flight.wait { $0 }.get() }
    let result = Result { () throws(ByokError) in try find() }
    if case .failure = result { flights.withLock { $0[key] = nil } }
    flight.update { $0 = result }
    return try result.get()
  }
}
