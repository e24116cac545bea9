/// A way to the provider.
package protocol Transport: Sendable {
  /// Sends `request` and hands the response to `receiver` as it arrives.
  ///
  /// Returns when the response has ended, or the receiver has had enough.
  ///
  /// - Parameters:
  ///   - request: What to send.
  ///   - keyLine: The header lines that carry keys, each ended by a zero byte; empty for none.
  ///   - receiver: Who takes the response.
  /// - Throws: When no complete response arrived.
  func send(
    _ request: HTTPRequest, keyLine: borrowing Secret, to receiver: any ResponseReceiver
  ) throws(TransportFailure)

  /// Sends a request whose body is secret, and takes the place of the one that it has.
  ///
  /// - Parameters:
  ///   - request: What to send, without a body.
  ///   - body: Its body.
  ///   - receiver: Who takes the response.
  /// - Throws: When no complete response arrived.
  func send(
    _ request: HTTPRequest, secretBody body: borrowing Secret, to receiver: any ResponseReceiver
  ) throws(TransportFailure)

  /// The same way, with authorities that are trusted besides the system's.
  func trusting(_ authorities: ExtraAuthorities) -> any Transport

  /// How a server is reached, in words: through which proxy, and trusting which authorities.
  func details(for request: HTTPRequest) -> [String]

  /// The same way, with connections that stay open between requests; for one thread at a time.
  func keptOpen() -> any Transport

  /// Begins what the first request would wait for, beside what goes on; sends nothing.
  func prepare()
}

extension Transport {
  package func details(for request: HTTPRequest) -> [String] { [] }
  package func keptOpen() -> any Transport { self }
  package func prepare() {}
}
