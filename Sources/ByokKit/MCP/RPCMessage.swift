internal import ByokCore

/// A message of JSON-RPC that a server sends.
///
/// Source: <https://www.jsonrpc.org/specification>, sections 4 and 5.
enum RPCMessage: Equatable, Sendable {
  /// The outcome of the request with that number.
  case response(Int, RPCOutcome)
  /// A failure without the number of one of our requests.
  case failure(RPCError)
  /// Something the server wants to know.
  case request(id: JSONValue, method: String)
  case notification(method: String, JSONValue)

  /// The messages of a document: one, or several where a server of 2025-03-26 sends a batch.
  ///
  /// - Parameter bytes: A line of a stream, or a body.
  /// - Returns: `nil` for what is no message, such as a banner.
  static func read(_ bytes: [UInt8]) -> [Self]? {
    let first = bytes.first { !" \t\r\n\u{FEFF}".utf8.contains($0) }
    guard first == UInt8(ascii: "{") || first == UInt8(ascii: "["), let value = JSONValue(bytes)
    else { return nil }
    guard let elements = value.elements else { return Self(value).map { [$0] } }
    let messages = elements.compactMap(Self.init)
    return messages.isEmpty ? nil : messages
  }

  /// Whether something that could not be read was meant as a message.
  static func isMeant(by bytes: [UInt8]) -> Bool {
    bytes[...].contains(Array("\"jsonrpc\"".utf8)) && JSONValue(bytes) == nil
  }

  /// - Returns: `nil` where the value is no message.
  init?(_ value: JSONValue) {
    let members = value.members
    if let method = value["method"]?.string {
      guard let id = value["id"] else {
        self = .notification(method: method, value["params"] ?? .object([:]))
        return
      }
      // A line of a log has these members, too.
      guard members["jsonrpc"] != nil else { return nil }
      self = .request(id: id, method: method)
      return
    }
    guard let outcome = RPCOutcome(members) else { return nil }
    if let id = Self.number(value["id"]) {
      self = .response(id, outcome)
    } else if case .failure(let error) = outcome, members["jsonrpc"] != nil {
      self = .failure(error)
    } else {
      return nil
    }
  }

  /// The number of a request of ours; some servers send it back in another form.
  private static func number(_ id: JSONValue?) -> Int? {
    switch id {
    case .integer(let number): number
    case .string(let text): Int(text)
    case .number(let number): Int(exactly: number)
    default: nil
    }
  }
}

/// What came of a request.
typealias RPCOutcome = Result<JSONValue, RPCError>

extension RPCOutcome {
  fileprivate init?(_ members: [String: JSONValue]) {
    if let error = members["error"], error != .null {
      self = .failure(RPCError(error))
    } else if let result = members["result"] {
      self = .success(result)
    } else {
      return nil
    }
  }
}

/// A failure that a server reports in place of a result.
struct RPCError: Error, Equatable, Sendable {
  var code: Int
  /// In the server's words.
  var message: String
  var data: JSONValue?

  init(code: Int, message: String, data: JSONValue? = nil) {
    (self.code, self.message, self.data) = (code, message, data)
  }

  init(_ value: JSONValue) {
    code = value["code"]?.integer ?? 0
    message = value["message"]?.string ?? value.string ?? "no reason given"
    data = value["data"]
  }

  /// Whether it says that a session is not known, as some servers do with a status of their own.
  var namesSession: Bool { message.lowercased().contains("session") }

  /// Whether the newer generation of the protocol has it.
  var isModern: Bool {
    [Self.headerMismatch, Self.missingCapability, Self.unsupportedVersion].contains(code)
  }

  /// The method is unknown.
  static let methodNotFound = -32_601
  /// A header does not say what the body says.
  static let headerMismatch = -32_020
  /// The server needs something of a client that byok does not offer.
  static let missingCapability = -32_021
  /// The server does not speak the protocol's version.
  static let unsupportedVersion = -32_022
}

/// A request to a server, without its number.
struct RPCRequest: Sendable {
  var method: String
  var params: [String: JSONValue] = [:]
  /// Of `params._meta`.
  var meta: [String: JSONValue] = [:]
  /// Header fields that repeat some of it, where it is sent over HTTP.
  var headers: [(name: String, value: String)] = []
  /// Whether the server is to report its progress.
  var tracksProgress = false
  /// Whether it may be cancelled.
  var isCancellable = true

  /// The request as it is sent.
  ///
  /// - Parameter id: Its number; `nil` for a notification.
  /// - Returns: One line, without its end.
  /// - Throws: A failure when a number in it has no form in JSON.
  func message(_ id: Int?) throws(ByokError) -> [UInt8] {
    var params = params
    var meta = meta
    if tracksProgress, let id { meta["progressToken"] = .integer(id) }
    if !meta.isEmpty { params["_meta"] = .object(meta) }
    var members: [String: JSONValue] = ["jsonrpc": .string("2.0"), "method": .string(method)]
    members["id"] = id.map(JSONValue.integer)
    if !params.isEmpty { members["params"] = .object(params) }
    return try JSONValue.object(members).json()
  }

  /// The same, with the problem that a failure is.
  func line(_ id: Int?) throws(ServerProblem) -> [UInt8] {
    do throws(ByokError) {
      return try message(id)
    } catch {
      throw .unsendable(error)
    }
  }

  /// Says that nobody waits for an answer any more.
  static func cancellation(of id: Int) -> Self {
    Self(
      method: "notifications/cancelled",
      params: ["requestId": .integer(id), "reason": .string("time limit")])
  }

  /// What byok answers to a request of the server's: it offers nothing but a sign of life.
  ///
  /// - Parameters:
  ///   - id: The request's number.
  ///   - method: What it asks for.
  /// - Returns: One line, without its end.
  static func answer(to id: JSONValue, _ method: String) -> [UInt8] {
    var members: [String: JSONValue] = ["jsonrpc": .string("2.0"), "id": id]
    if method == "ping" {
      members["result"] = .object([:])
    } else {
      members["error"] = .object([
        "code": .integer(RPCError.methodNotFound), "message": .string("byok does not offer this"),
      ])
    }
    return Array(JSONValue.object(members).compactText.utf8)
  }
}
