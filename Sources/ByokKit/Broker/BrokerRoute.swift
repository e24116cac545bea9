package import ByokCore
internal import Synchronization

/// A provider that a broker passes requests on to, with the key for it.
package final class BrokerRoute: Sendable {
  package let provider: Provider
  /// What it passes on, by dialect.
  private let served: [(dialect: any Dialect.Type, requests: [BrokeredRequest])]
  /// The parts of the path of the address.
  private let ownPath: [String]
  /// The names of the header fields that a key for it may be in, in lower case.
  let keyFields: Set<String>
  /// The key; of another tool's credentials, the one that there was at the start.
  private let key: ChosenKey
  /// The statuses by which the provider may say that an access token has expired; none for a key.
  private let expiryStatuses: [Int]
  private let transport: any Transport
  /// Connections that are open and not in use.
  private let idle = Mutex<[any Transport]>([])
  private static let idleLimit = 64
  /// The fingerprint of an access token that was refused although it was new: programs that ask again
  /// and again must not renew it each time.
  private let hopeless = Mutex<String?>(nil)
  /// Whether the provider refuses to be asked for the usage of a stream.
  private let refusesUsageOption = Mutex(false)

  /// - Parameters:
  ///   - provider: Whom to ask.
  ///   - key: The key, and the address that it is for.
  ///   - transport: How it is reached.
  /// - Throws: A failure when memory is out.
  package init(
    _ provider: Provider, _ key: consuming ChosenKey, _ transport: any Transport
  ) throws(ByokError) {
    self.provider = provider
    served = provider.dialects.map { ($0, $0.brokered) }
    ownPath = key.base.path.split(separator: "/").map(String.init)
    keyFields = Self.keyFields(of: provider, key.source)
    try key.prepareLine(for: provider, provider.dialect)
    expiryStatuses = key.credential?.tool.expiryStatuses ?? []
    self.key = key
    self.transport = provider.isOffline ? EchoTransport() : transport
  }

  /// Where its requests go.
  package var base: BaseURL { key.base }
  /// Where its key is from.
  package var source: KeySource { key.source }
  /// Bytes of its key; credentials are read anew for each request.
  var keyCount: Int { key.credential == nil ? key.secret.count : 0 }

  /// Lends its key.
  package func withKey(_ body: (Span<UInt8>) -> Void) { key.secret.withBytes { body($0) } }

  /// Which credentials of another tool it uses; `nil` for a key.
  ///
  /// A file stays the one that was found at the start.
  var credentials: CredentialLookup.Choice? {
    guard let source = key.credential, case .credential(let name) = key.source else { return nil }
    return name.label == nil ? .file(name.place) : source.choice
  }

  /// Whether the provider's refusal may only say that the access token has expired.
  func mayMeanExpired(_ status: Int) -> Bool { expiryStatuses.contains(status) }

  /// Whether another access token may help where that one is refused.
  func mayHelp(insteadOf refused: String) -> Bool { hopeless.withLock { $0 != refused } }

  /// Remembers an access token that was refused although it was new.
  func noteHopeless(_ refused: String?) { hopeless.withLock { $0 = refused } }

  /// The variables of the environment that hold its key, whatever their names.
  func variables(in environment: Environment) -> [String] {
    environment.variables(holding: key.secret)
  }

  /// A request that is passed on.
  struct Match {
    let request: BrokeredRequest
    let dialect: any Dialect.Type
    /// The path below the address, as ``BaseURL/address(of:)`` reads it.
    let path: String
    /// The model that it names; `nil` where the body does.
    let model: String?
  }

  /// Finds the request that a path means.
  ///
  /// - Parameters:
  ///   - method: Its method.
  ///   - parts: The path's parts after the provider's id: with the path of the provider's address, or
  ///     without; with a version of the API, or without.
  /// - Returns: `nil` for none that is passed on.
  func match(_ method: String, _ parts: ArraySlice<String>) -> Match? {
    let own = ownPath
    var whole = parts
    while !own.isEmpty, whole.starts(with: own) { whole = whole.dropFirst(own.count) }
    for (dialect, requests) in served {
      var (parts, prefix) = (whole, "/")
      let stem = own.last.map(dialect.pathVersions.contains) ?? false ? own.dropLast() : own[...]
      if !stem.isEmpty, parts.starts(with: stem) { parts = parts.dropFirst(stem.count) }
      if let version = parts.first, dialect.pathVersions.contains(version) {
        parts = parts.dropFirst()
        let isOther = own.last.map { $0 != version && dialect.pathVersions.contains($0) } ?? false
        if isOther { prefix = "../\(version)/" }
      }
      for request in requests where request.matches(method, parts) {
        return Match(
          request: request, dialect: dialect, path: prefix + parts.joined(separator: "/"),
          model: request.model(in: parts))
      }
    }
    return nil
  }

  private static func keyFields(of provider: Provider, _ source: KeySource) -> Set<String> {
    var names: Set = ["authorization"]
    for dialect in provider.dialects {
      names.insert(source.header(for: provider, dialect).name.lowercased())
      names.insert(dialect.keyHeader.name.lowercased())
    }
    return names
  }

  /// Whether a stream's usage is to be asked for where the client does not.
  func asksForUsage(_ dialect: any Dialect.Type) -> Bool {
    dialect.hasUsageOption && !provider.isOffline && !refusesUsageOption.withLock(\.self)
  }

  /// Remembers that the provider refuses to be asked for the usage of a stream.
  func noteUsageOptionRefused() { refusesUsageOption.withLock { $0 = true } }

  /// How a request was sent.
  struct Outcome {
    /// Why no complete response came; `nil` when one did, or nobody waits for it any more.
    let failure: TransportFailure?
    /// The fingerprint of the access token that it carried; `nil` for a key.
    var credential: String?
  }

  /// Sends a request with the key put in, over a connection that is kept.
  ///
  /// - Parameters:
  ///   - dialect: The dialect that it is in.
  ///   - receiver: Who takes the response.
  ///   - refused: The fingerprint of an access token that the provider has refused; `nil` at first.
  ///   - makeRequest: Makes the request, without a key, for the address that it goes to.
  /// - Returns: How it was sent; `nil` where there is no other access token.
  /// - Throws: Why there is no key; a failure when memory is out.
  func send(
    _ dialect: any Dialect.Type, to receiver: some ResponseReceiver,
    insteadOf refused: String? = nil, _ makeRequest: (BaseURL) -> HTTPRequest
  ) throws(ByokError) -> Outcome? {
    guard expiryStatuses.isEmpty else {
      return try sendWithCredentials(dialect, to: receiver, insteadOf: refused, makeRequest)
    }
    return Outcome(failure: try send(makeRequest(key.base), key, dialect, to: receiver))
  }

  // Not a part of the other: what it needs is large, and would be on a thousand stacks.
  @inline(never) private func sendWithCredentials(
    _ dialect: any Dialect.Type, to receiver: some ResponseReceiver, insteadOf refused: String?,
    _ makeRequest: (BaseURL) -> HTTPRequest
  ) throws(ByokError) -> Outcome? {
    guard let source = key.credential else { return nil }
    let current: ChosenKey
    if let refused {
      guard let other = try source.key(rejecting: refused) else { return nil }
      current = other
    } else {
      current = try source.freshKey()
    }
    return Outcome(
      failure: try send(makeRequest(current.base), current, dialect, to: receiver),
      credential: Sealing.fingerprint(of: current.secret))
  }

  private func send(
    _ request: HTTPRequest, _ key: borrowing ChosenKey, _ dialect: any Dialect.Type,
    to receiver: some ResponseReceiver
  ) throws(ByokError) -> TransportFailure? {
    // What is sent while it comes cannot be sent again over another connection.
    let mayReuse = request.upload?.count ?? 0 == 0
    let kept = mayReuse ? idle.withLock { $0.popLast() } : nil
    let connection = kept ?? transport.keptOpen()
    let failure: TransportFailure? = try key.withLine(for: provider, dialect) { line in
      do throws(TransportFailure) {
        try connection.send(request, keyLine: line, to: receiver)
        return nil
      } catch {
        return error
      }
    }
    idle.withLock { idle in
      if failure == nil, idle.count < Self.idleLimit { idle.append(connection) }
    }
    return failure
  }
}
