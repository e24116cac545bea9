extension ByokError {
  /// The kinds of failure; raw values are the exit statuses, which never change.
  public enum Kind: Int32, CaseIterable, Sendable {
    /// Something failed that has no status of its own.
    case failure = 1
    /// The command line, the configuration or a name in it makes no sense.
    case usage = 2
    /// There is no key for this provider; nothing was sent.
    case noKey = 3
    /// The provider refuses the key.
    case keyRejected = 4
    /// A rate limit after all retries, or quota or credit used up.
    case limited = 5
    /// The model does not exist or this key, plan or region cannot use it.
    case modelUnavailable = 6
    /// The prompt or the reply was stopped by the provider's safety system, or refused.
    case blocked = 7
    /// No route, DNS, TLS, proxy, timeout.
    case network = 8
    /// The provider failed, or its reply breaks its own protocol or ends early.
    case provider = 9
    /// The keystore needs a key or passphrase that was not given, or the one given is wrong.
    case locked = 10
    /// The keystore or another file fails its checks; nothing was changed.
    case damaged = 11
    /// The reply hit the provider's own token limit; what arrived was printed.
    case truncated = 12
    /// The prompt does not fit the model's context.
    case tooLong = 13
    /// A server of tools that was named cannot be used.
    case tools = 14
    /// The model wanted more than it may; what arrived was printed.
    case unfinished = 15

    /// The kind that stands for several: the first of 4, 3, 5, 8 and 9 that is among them, else the
    /// lowest.
    package static func mostSevere(of kinds: [Self]) -> Self {
      let order: [Self] = [.keyRejected, .noKey, .limited, .network, .provider]
      return order.first(where: kinds.contains)
        ?? kinds.min { $0.rawValue < $1.rawValue } ?? .failure
    }

    /// The word for it in JSON output.
    public var name: String {
      switch self {
      case .failure: "failure"
      case .usage: "usage"
      case .noKey: "no_key"
      case .keyRejected: "key_rejected"
      case .limited: "limited"
      case .modelUnavailable: "model_unavailable"
      case .blocked: "blocked"
      case .network: "network"
      case .provider: "provider"
      case .locked: "locked"
      case .damaged: "damaged"
      case .truncated: "truncated"
      case .tooLong: "too_long"
      case .tools: "tools"
      case .unfinished: "unfinished"
      }
    }

    /// When it happens, one line for help, manual and README.
    public var summary: String {
      switch self {
      case .failure: "anything without a number of its own, such as a file that cannot be written"
      case .usage: "the command line, the configuration or a name in it makes no sense"
      case .noKey: "no key for this provider; nothing was sent"
      case .keyRejected: "the provider refuses the key: invalid, expired, revoked, no permission"
      case .limited: "rate limit after all retries, or quota or credit used up"
      case .modelUnavailable: "the model does not exist or this key, plan or region cannot use it"
      case .blocked: "prompt or reply stopped by the provider's safety system, or refused"
      case .network: "no route, DNS, TLS, proxy, timeout"
      case .provider: "the provider failed, or its reply is broken or ends early"
      case .locked: "the keystore needs a key or passphrase that was not given, or it is wrong"
      case .damaged: "the keystore or its key file fails its checks; nothing was changed"
      case .truncated: "the reply hit the provider's own token limit; what arrived was printed"
      case .tooLong: "the prompt does not fit the model's context"
      case .tools:
        "a named MCP server cannot be started or reached, refuses its key or breaks its protocol"
      case .unfinished:
        "the model wanted more than it may: limit of calls, turns or time, or refused tools"
      }
    }
  }
}
