/// A request to a provider; the key travels beside it (see ``Transport``).
package struct HTTPRequest: Sendable {
  /// `GET`, `POST` or `DELETE`.
  package var method: String
  /// The whole address.
  package var url: String
  /// The address's base, which decides about proxy and name resolution.
  package var base: BaseURL
  /// Header fields without the key.
  package var headers: [(name: String, value: String)]
  /// The body; empty for none.
  package var body: [UInt8]
  /// A body that need not fit in memory, in place of ``body``.
  package var upload: (any BodySource)?
  /// How long the whole exchange may take, in seconds.
  package var timeout: Double
  /// Whether it must not reach this machine or a private network, whatever its host's name says.
  package var isPublicOnly = false
  /// Whether SSL_CERT_FILE and SSL_CERT_DIR say which authorities to trust.
  ///
  /// A key that is kept for one address must not go elsewhere because of a variable, which a project's
  /// file may set.
  package var obeysTrustVariables: Bool
  /// The socket of whoever the response is for: when its other end is closed, the exchange ends at
  /// once, as if the receiver had had enough.
  package var watched: ConnectionHandle?

  package init(
    method: String, url: String, base: BaseURL, headers: [(name: String, value: String)],
    body: [UInt8] = [], upload: (any BodySource)? = nil, timeout: Double,
    isPublicOnly: Bool = false, obeysTrustVariables: Bool = false
  ) {
    self.method = method
    self.url = url
    self.base = base
    self.headers = headers
    self.body = body
    self.upload = upload
    self.timeout = timeout
    self.isPublicOnly = isPublicOnly
    self.obeysTrustVariables = obeysTrustVariables
  }
}

/// The first part of a response.
package struct ResponseHead: Equatable, Sendable {
  /// The status code.
  package var status: Int
  /// The header fields, names in lower case, in their order.
  package var headers: [Field] = []

  package init(status: Int, headers: [Field] = []) {
    self.status = status
    self.headers = headers
  }

  /// One header field.
  package struct Field: Equatable, Sendable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The value of the first field of that name.
  ///
  /// - Parameter name: In lower case.
  package subscript(name: String) -> String? {
    headers.first { $0.name == name }?.value
  }
}

/// Takes a response as it arrives.
package protocol ResponseReceiver: AnyObject {
  /// Takes status and headers; answers whether to go on.
  func receive(_ head: ResponseHead) -> Bool
  /// Takes the next bytes of the body; answers whether to go on.
  func receive(_ bytes: [UInt8]) -> Bool
  /// Takes the next bytes of the body from the network's own buffer, without a copy.
  func receive(lent bytes: Span<UInt8>) -> Bool
  /// Does what there is to do meanwhile; called about once a second, or more often.
  func idle()
  /// Whether more is wanted; asked as often as ``idle()`` is called.
  var wantsMore: Bool { get }
  /// Takes how long all of it took, whole or not.
  func receive(_ times: TransferTimes)
  /// Learns that the exchange ends early, because ``HTTPRequest/watched`` has gone.
  func abandon()
}

extension ResponseReceiver {
  package func receive(lent bytes: Span<UInt8>) -> Bool { receive(Array(copying: bytes)) }
  package func idle() {}
  package var wantsMore: Bool { true }
  package func receive(_ times: TransferTimes) {}
  package func abandon() {}
}

/// Why no complete response arrived.
package struct TransportFailure: Error, Equatable {
  /// What went wrong, as far as a caller has to know.
  package enum Cause: Equatable {
    /// The request cannot be sent: a setting, a file or memory is wrong.
    case unusable
    /// libcurl is not installed.
    case missingLibrary
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

  package let cause: Cause
  /// One sentence, lower case, no full stop.
  package let message: String
  /// Whether the request may have been received whole: it must then not be sent again.
  package var wasSent = false

  package init(cause: Cause, message: String, wasSent: Bool = false) {
    self.cause = cause
    self.message = message
    self.wasSent = wasSent
  }
}
