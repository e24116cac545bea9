internal import ByokCore

/// Why a server did not do what was asked.
enum ServerProblem: Error, Equatable, Sendable {
  /// It answered with a failure.
  case refused(RPCError)
  /// It gave no answer within that many seconds.
  case tooSlow(Double)
  /// The user wants no answer any more.
  case interrupted
  /// It is gone, in words that follow its name.
  case lost(String)
  /// It breaks the protocol, in words that follow its name.
  case broken(String)
  /// It could not be started or reached, in words that follow its name.
  case unreachable(String)
  /// It refuses the credentials, with that status of HTTP.
  case unauthorized(Int, scheme: String?)
  /// It does not know the session any more: nothing of the request was done.
  case sessionLost
  /// It is not of the generation that was tried, with that status of HTTP.
  case otherEra(Int)
  /// What answers there is something else, by the type of its answer.
  case otherType(String)
  /// What was to be sent cannot be.
  case unsendable(ByokError)

  static let keyInTheClear = Self.unreachable(
    "cannot be reached: a key is sent over plain http only to this machine")

  /// What happened, in words that follow the server's name.
  var text: String {
    switch self {
    case .refused(let error):
      "refused: \(Sanitizer.oneLine(error.message, limit: 300)) (\(error.code))"
    case .tooSlow(let seconds): "did not answer within \(Self.text(seconds))"
    case .interrupted: "was interrupted"
    case .lost(let text), .broken(let text), .unreachable(let text): text
    case .unauthorized(let status, _):
      status == 403
        ? "refuses these credentials (HTTP 403)" : "does not accept the credentials (HTTP 401)"
    case .sessionLost: "ended the session"
    case .otherEra(let status): "does not speak MCP at this address (HTTP \(status))"
    case .otherType(let type):
      "does not speak MCP at this address: it answers with \(Sanitizer.oneLine(type, limit: 80).quoted)"
    case .unsendable(let error): "cannot be sent the request: \(error.message)"
    }
  }

  /// Whether the server works on a request that nobody waits for any more.
  var leavesRequest: Bool {
    switch self {
    case .tooSlow, .interrupted: true
    default: false
    }
  }

  /// Whether the server is there for other requests.
  var isOfRequest: Bool {
    switch self {
    case .refused, .tooSlow, .interrupted, .unsendable: true
    case .lost, .broken, .unreachable, .unauthorized, .sessionLost, .otherEra, .otherType: false
    }
  }

  /// Seconds for a person.
  static func text(_ seconds: Double) -> String {
    let tenths = Int((seconds * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
  }
}
