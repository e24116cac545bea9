package import ByokCore
internal import Synchronization

/// A provider that a broker passes requests on to, with the key for it.
package final class BrokerRoute: Sendable {
  package let provider: Provider
  private let key: ChosenKey
  private let transport: any Transport
  /// Connections that are open and not in use.
  private let idle = Mutex<[any Transport]>([])
  private static let idleLimit = 64
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
    try key.prepareLine(for: provider, provider.dialect)
    self.key = key
    self.transport = provider.isOffline ? EchoTransport() : transport
  }

  /// Where its requests go.
  package var base: BaseURL { key.base }
  /// Where its key is from.
  package var source: KeySource { key.source }
  /// Bytes of its key.
  var keyCount: Int { key.secret.count }

  /// Lends its key.
  package func withKey(_ body: (Span<UInt8>) -> Void) { key.secret.withBytes { body($0) } }

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
    let own = key.base.path.split(separator: "/").map(String.init)
    var whole = parts
    while !own.isEmpty, whole.starts(with: own) { whole = whole.dropFirst(own.count) }
    for dialect in provider.dialects {
      var (parts, prefix) = (whole, "/")
      let stem = own.last.map(dialect.pathVersions.contains) ?? false ? own.dropLast() : own[...]
      if !stem.isEmpty, parts.starts(with: stem) { parts = parts.dropFirst(stem.count) }
      if let version = parts.first, dialect.pathVersions.contains(version) {
        parts = parts.dropFirst()
        let isOther = own.last.map { $0 != version && dialect.pathVersions.contains($0) } ?? false
        if isOther { prefix = "../\(version)/" }
      }
      for request in dialect.brokered where request.matches(method, parts) {
        return Match(
          request: request, dialect: dialect, path: prefix + parts.joined(separator: "/"),
          model: request.model(in: parts))
      }
    }
    return nil
  }

  /// The names of the header fields that a key for it may be in, in lower case.
  var keyFields: Set<String> {
    var names: Set = ["authorization"]
    for dialect in provider.dialects {
      names.insert(key.source.header(for: provider, dialect).name.lowercased())
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

  /// Sends a request with the key put in, over a connection that is kept.
  ///
  /// - Parameters:
  ///   - request: The request, without a key.
  ///   - dialect: The dialect that it is in.
  ///   - receiver: Who takes the response.
  /// - Returns: Why no complete response came; `nil` when one did, or nobody waits for it any more.
  /// - Throws: A failure when memory is out.
  func send(
    _ request: HTTPRequest, _ dialect: any Dialect.Type, to receiver: some ResponseReceiver
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
