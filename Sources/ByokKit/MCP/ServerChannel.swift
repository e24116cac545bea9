internal import ByokCore

/// A way to a server, over which requests and answers go.
protocol ServerChannel: AnyObject, Sendable {
  /// Sends a request and waits for its answer; several threads may do so at the same time.
  ///
  /// - Parameters:
  ///   - request: The request.
  ///   - limits: How long it may take.
  /// - Returns: The result.
  /// - Throws: The server's failure, or why there is no answer.
  func result(
    of request: RPCRequest, _ limits: OpenRequests.Limits
  ) throws(ServerProblem) -> JSONValue

  /// Sends a notification, without waiting.
  func notify(_ request: RPCRequest)

  /// Whether the handshake is offered before it is known whether the server has one.
  var prefersHandshake: Bool { get }

  /// Learns which version of the protocol is spoken from now on; `nil` before that is known.
  func use(_ version: ProtocolVersion?)

  /// The last lines that the server printed for people; none of a server elsewhere.
  var lastWords: [String] { get }

  /// Ends what is under way, and the server if it is ours.
  ///
  /// - Parameter isHurried: Whether byok is ending by a signal.
  func stop(isHurried: Bool)
}
