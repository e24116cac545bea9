/// Why a request is not answered as it asks: the status of HTTP, and a sentence.
package struct RequestFlaw: Error, Equatable, Sendable {
  package let status: Int
  /// Lower case, no full stop; never quotes what the client sent.
  package let message: String
  /// Whether it is unclear where the next request begins: then none is read.
  package let endsConnection: Bool

  package init(_ status: Int, _ message: String, endsConnection: Bool = true) {
    (self.status, self.message, self.endsConnection) = (status, message, endsConnection)
  }

  static func bad(_ message: String) -> Self { Self(400, message) }

  static let tooLong = Self(431, "the request's header is too long")
  package static let tooLarge = Self(413, "the request's body is too large")
  static let tooSlow = Self(408, "the request did not arrive in time")
  static let unknownVersion = Self(505, "only HTTP/1.1 and HTTP/1.0 are understood")
  static let unknownExpectation = Self(417, "only the expectation 100-continue is understood")
}
