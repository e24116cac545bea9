/// A request to a provider; the key travels beside it (see ``Transport``).
struct HTTPRequest: Sendable {
  /// `GET` or `POST`.
  var method: String
  /// The whole address.
  var url: String
  /// The address's base, which decides about proxy and name resolution.
  var base: BaseURL
  /// Header fields without the key.
  var headers: [(name: String, value: String)]
  /// The body; empty for none.
  var body: [UInt8]
  /// How long the whole exchange may take, in seconds.
  var timeout: Double
  /// Certificates in PEM form that are trusted besides the system's; `nil` for none.
  var extraCertificates: [UInt8]?
  /// Whether it must not reach this machine or a private network, whatever its host's name says.
  var isPublicOnly = false
}

/// The first part of a response.
struct ResponseHead: Equatable, Sendable {
  /// The status code.
  var status: Int
  /// The header fields, names in lower case, in their order.
  var headers: [Field] = []

  /// One header field.
  struct Field: Equatable, Sendable {
    var name: String
    var value: String
  }

  /// The value of the first field of that name.
  ///
  /// - Parameter name: In lower case.
  subscript(name: String) -> String? {
    headers.first { $0.name == name }?.value
  }
}

/// Takes a response as it arrives.
protocol ResponseReceiver: AnyObject {
  /// Takes status and headers; answers whether to go on.
  func receive(_ head: ResponseHead) -> Bool
  /// Takes the next bytes of the body; answers whether to go on.
  func receive(_ bytes: [UInt8]) -> Bool
  /// Takes the same as they lie in the network's memory, for answers of which no copy is made.
  func receive(lent bytes: Span<UInt8>) -> Bool
  /// Does what there is to do meanwhile; called about once a second, or more often.
  func idle()
  /// Takes how long all of it took, whole or not.
  func receive(_ times: TransferTimes)
}

extension ResponseReceiver {
  func receive(lent bytes: Span<UInt8>) -> Bool { receive(Array(copying: bytes)) }
  func idle() {}
  func receive(_ times: TransferTimes) {}
}

/// A way to the provider.
protocol Transport: Sendable {
  /// Sends `request` and hands the response to `receiver` as it arrives.
  ///
  /// Returns when the response has ended, or the receiver has had enough.
  ///
  /// - Parameters:
  ///   - request: What to send.
  ///   - keyLine: The header line that carries the key, ended by a zero byte; empty for none.
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

  /// The same way, with connections that stay open between requests; for one thread at a time.
  func keptOpen() -> any Transport
}

extension Transport {
  func keptOpen() -> any Transport { self }
}

/// Why no complete response arrived.
struct TransportFailure: Error, Equatable {
  /// What went wrong, as far as a caller has to know.
  enum Cause: Equatable {
    /// byok cannot use the network at all, such as without libcurl.
    case unusable
    /// The network: names, routes, TLS, proxies.
    case network
    /// The server's certificate does not hold.
    case untrusted
    /// A time ran out.
    case timeout
    /// The response ended before it was complete.
    case cutOff
    /// The response breaks a limit.
    case tooLarge
  }

  let cause: Cause
  /// One sentence, lower case, no full stop.
  let message: String
  /// Whether the request may have been received whole: it must then not be sent again.
  var wasSent = false
}
