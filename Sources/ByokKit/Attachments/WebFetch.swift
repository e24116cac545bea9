internal import ByokCore

/// Fetches a file from the web, without a key, for providers that do not fetch it themselves.
///
/// Redirects are followed, but not to an address of a private network, which the one who writes the
/// redirect might not be able to reach, and not through a proxy to another host, whose address the
/// proxy would look up.
package struct WebFetch {
  let transport: any Transport
  let console: Console
  /// Whether requests go through a proxy.
  let network: NetworkEnvironment
  /// Seconds for one request.
  var timeout = 60.0

  package static let redirectLimit = 5

  init(
    transport: any Transport, console: Console, network: NetworkEnvironment, timeout: Double = 60
  ) {
    (self.transport, self.console) = (transport, console)
    (self.network, self.timeout) = (network, timeout)
  }

  package init(_ session: ClientSession, timeout: Double) {
    self.init(
      transport: session.transport, console: session.console,
      network: NetworkEnvironment(environment: session.environment), timeout: timeout)
  }

  /// - Parameters:
  ///   - text: An `https` address.
  ///   - limit: The most bytes.
  /// - Returns: What is there.
  /// - Throws: A usage error for an address that is not fetched; a failure when it cannot be
  ///   fetched.
  package func bytes(at text: String, limit: Int) throws(ByokError) -> [UInt8] {
    try bytes(of: try WebAddress(text), limit: limit)
  }

  /// An address without what may be secret in it; any other text as it is.
  package static func shown(_ text: String) -> String {
    text.contains("://") ? String(text.prefix { !"?#".contains($0) }) : text
  }

  /// - Parameters:
  ///   - address: Where it is.
  ///   - limit: The most bytes.
  /// - Returns: Its bytes.
  /// - Throws: A usage error for an address that is not fetched; a failure when it cannot be
  ///   fetched.
  func bytes(of address: WebAddress, limit: Int) throws(ByokError) -> [UInt8] {
    var place = address
    for _ in 0...Self.redirectLimit {
      let body = WholeBody(limit: limit)
      try send(place, isRedirected: place.base.origin != address.base.origin, to: body)
      if body.isTooLarge { throw .tooLargeFile(address.shown, limit: limit) }
      guard let head = body.head else { throw Self.failed(place, "no response") }
      if (200..<300).contains(head.status) { return body.bytes }
      guard [301, 302, 303, 307, 308].contains(head.status), let target = head["location"],
        !target.isEmpty
      else {
        throw Self.failed(place, "HTTP \(head.status)")
      }
      place = try next(target, from: place, of: address)
    }
    throw Self.failed(address, "it is redirected more than \(Self.redirectLimit) times")
  }

  private func next(
    _ target: String, from place: WebAddress, of first: WebAddress
  ) throws(ByokError) -> WebAddress {
    let next: WebAddress
    do {
      next = try place.following(target)
    } catch {
      throw Self.failed(first, "it is redirected, but \(error.message)")
    }
    guard next.base.origin != first.base.origin else { return next }
    guard !next.base.isLoopback else {
      throw Self.failed(first, "it is redirected to this machine, which byok does not follow")
    }
    if case .proxy = network.route(to: next.base) {
      throw ByokError(
        .failure, "\(first.shown) is redirected to another host",
        hint: "byok does not follow it through a proxy; to fetch it: -f \(next.shown)")
    }
    return next
  }

  private func send(
    _ address: WebAddress, isRedirected: Bool, to body: WholeBody
  ) throws(ByokError) {
    var request = HTTPRequest(
      method: "GET", url: address.text, base: address.base,
      headers: [("Accept", "*/*"), ("User-Agent", "byok/\(ProgramVersion.current)")],
      timeout: timeout, obeysTrustVariables: true)
    request.isPublicOnly = isRedirected
    console.detail("GET \(address.base.origin)\(address.path)")
    console.details(transport.details(for: request))
    let nothing: [UInt8] = []
    let noKey = try Secret(copying: nothing.span)
    do throws(TransportFailure) {
      try transport.send(request, keyLine: noKey, to: body)
    } catch {
      throw Self.failed(
        address, error.message, kind: error.cause == .unusable ? .failure : .network)
    }
  }

  private static func failed(
    _ address: WebAddress, _ reason: String, kind: ByokError.Kind = .failure
  ) -> ByokError {
    ByokError(kind, "cannot fetch \(address.shown): \(reason)")
  }
}
