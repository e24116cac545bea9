internal import CCurl

/// The network, by libcurl.
///
/// HTTPS with certificate checks and TLS 1.2 or newer, HTTP/1.1, no redirects, cookies or compression.
/// The key's header line is lent to libcurl from locked memory, and libcurl wipes its own buffers.
///
/// Source: <https://curl.se/libcurl/c/curl_easy_setopt.html>.
package struct CurlTransport: Transport {
  /// Which authorities are trusted, and whether there is a proxy.
  package var network: NetworkEnvironment

  package func trusting(_ authorities: ExtraAuthorities) -> any Transport {
    var transport = self
    transport.network.extra = authorities
    return transport
  }

  package func details(for request: HTTPRequest) -> [String] {
    let route = network.text(of: network.route(to: request.base))
    guard request.base.isSecure else { return [route] }
    let trust = network.trust(for: request)
    var details = [route, "authorities: \(trust.text)"]
    if let ignored = trust.ignored { details.append(ignored) }
    return details
  }

  package func send(
    _ request: HTTPRequest, keyLine: borrowing Secret, to receiver: any ResponseReceiver
  ) throws(TransportFailure) {
    try CurlConnection(network).send(request, keyLine: keyLine, to: receiver)
  }

  package func send(
    _ request: HTTPRequest, secretBody body: borrowing Secret, to receiver: any ResponseReceiver
  ) throws(TransportFailure) {
    try CurlConnection(network).send(request, secretBody: body, to: receiver)
  }

  package func keptOpen() -> any Transport { CurlConnection(network) }
  package func prepare() { ccurl_load_ahead() }
}

/// The network by one handle of libcurl, which keeps its connections open between requests.
///
/// `@unchecked`: one thread at a time uses it.
private final class CurlConnection: Transport, @unchecked Sendable {
  private let network: NetworkEnvironment
  private var handle: CurlHandle?

  init(_ network: NetworkEnvironment) { self.network = network }

  func keptOpen() -> any Transport { CurlConnection(network) }

  func trusting(_ authorities: ExtraAuthorities) -> any Transport {
    CurlTransport(network: network).trusting(authorities).keptOpen()
  }

  func details(for request: HTTPRequest) -> [String] {
    CurlTransport(network: network).details(for: request)
  }

  func send(
    _ request: HTTPRequest, keyLine: borrowing Secret, to receiver: any ResponseReceiver
  ) throws(TransportFailure) {
    let count = keyLine.count
    guard count == 0 || request.base.mayCarryKey else { throw .keyInTheClear }
    try unsafe keyLine.withPointer { (key) throws(TransportFailure) in
      let lines = unsafe UnsafeRawBufferPointer(start: key, count: count)
      try unsafe send(request, keyLines: lines, body: request.body.span, to: receiver)
    }
  }

  func send(
    _ request: HTTPRequest, secretBody body: borrowing Secret, to receiver: any ResponseReceiver
  ) throws(TransportFailure) {
    try body.withBytes { (body) throws(TransportFailure) in
      let none = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
      try unsafe send(request, keyLines: none, body: body, to: receiver)
    }
  }

  private func send(
    _ request: HTTPRequest, keyLines: UnsafeRawBufferPointer, body: Span<UInt8>,
    to receiver: any ResponseReceiver
  ) throws(TransportFailure) {
    if handle == nil { handle = try CurlHandle() }
    try unsafe handle?.exchange(request, keyLines: keyLines, body: body, to: receiver, network)
  }
}

extension TransportFailure {
  fileprivate static let keyInTheClear = Self(
    cause: .unusable, message: "a key is sent over plain http only to this machine")
}
