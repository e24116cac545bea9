internal import ByokCore

/// One server, after it is known which version of the protocol it speaks.
struct ServerClient: Sendable {
  let channel: any ServerChannel
  let version: ProtocolVersion
  /// What the server says of how its tools are to be used; `nil` for nothing.
  let instructions: String?
  /// Its own name and version, for a person; `nil` where it does not say.
  let software: String?

  /// Finds out what a server speaks.
  ///
  /// A program is offered the handshake first: some older servers exit, or say nothing, when they are
  /// asked anything before it, and a newer one answers the handshake with an error. An address is
  /// asked without a handshake first: no request there can harm the next.
  ///
  /// - Parameters:
  ///   - channel: The way to the server.
  ///   - era: What may be tried.
  ///   - last: What the server spoke last time; `nil` where that is not known.
  ///   - end: When it is given up, on the monotonic clock.
  /// - Throws: Why the server cannot be spoken to.
  init(
    _ channel: any ServerChannel, _ era: ServerEntry.Era, last: ProtocolVersion? = nil,
    until end: Double
  ) throws(ServerProblem) {
    let ways: [Way] =
      switch era {
      case .legacy: [.handshake]
      case .modern: [.discovery]
      case .auto where last.map { !$0.isModern } ?? channel.prefersHandshake:
        [.handshake, .discovery]
      case .auto: [.discovery, .handshake]
      }
    var first: ServerProblem?
    for way in ways {
      do throws(ServerProblem) {
        switch way {
        case .handshake: try self.init(shakingHands: channel, until: end)
        case .discovery: try self.init(discovering: channel, until: end)
        }
        return
      } catch {
        // What it said of the way that byok prefers tells more than that it does not know the other.
        guard error.isOfGeneration else { throw error }
        first = way == .handshake || first == nil ? error : first
      }
    }
    throw first ?? .broken("has no version")
  }

  private enum Way {
    case handshake, discovery
  }

  /// Source: <https://modelcontextprotocol.io/specification/2025-11-25/basic/lifecycle>.
  private init(
    shakingHands channel: any ServerChannel, until end: Double
  ) throws(ServerProblem) {
    channel.use(nil)
    let result = try channel.result(
      of: RPCRequest(
        method: "initialize",
        params: [
          "protocolVersion": .string(ProtocolVersion.offered.rawValue),
          "capabilities": .object([:]), "clientInfo": ProtocolVersion.client,
        ], isCancellable: false),
      OpenRequests.Limits(idle: .infinity, end: end))
    guard let text = result["protocolVersion"]?.text else {
      throw .broken("answered the handshake without a protocol version")
    }
    guard let version = ProtocolVersion(rawValue: text) else {
      let shown = Sanitizer.oneLine(text, limit: 40).quoted
      throw .broken("speaks only version \(shown) of the protocol, which this byok does not know")
    }
    channel.use(version)
    if !version.isModern { channel.notify(RPCRequest(method: "notifications/initialized")) }
    self.init(channel, version, result, result["serverInfo"])
  }

  /// Source: <https://modelcontextprotocol.io/specification/2026-07-28/server/discover>.
  private init(
    discovering channel: any ServerChannel, until end: Double
  ) throws(ServerProblem) {
    let version = ProtocolVersion.stateless
    channel.use(version)
    let result = try channel.result(
      of: RPCRequest(method: "server/discover", meta: version.envelope),
      OpenRequests.Limits(idle: .infinity, end: end))
    let supported = result["supportedVersions"]?.elements?.compactMap(\.text) ?? []
    guard supported.isEmpty || supported.contains(version.rawValue) else {
      let shown = Sanitizer.oneLine(supported.joined(separator: ", "), limit: 80)
      throw .broken("speaks only versions of the protocol that this byok does not know: \(shown)")
    }
    let info = result["_meta"]?["io.modelcontextprotocol/serverInfo"] ?? result["serverInfo"]
    self.init(channel, version, result, info)
  }

  private init(
    _ channel: any ServerChannel, _ version: ProtocolVersion, _ result: JSONValue,
    _ info: JSONValue?
  ) {
    (self.channel, self.version) = (channel, version)
    instructions = result["instructions"]?.text
    let words = [info?["name"]?.text, info?["version"]?.text].compactMap(\.self)
    software = words.isEmpty ? nil : Sanitizer.oneLine(words.joined(separator: " "), limit: 80)
  }

  // MARK: Tools

  /// Asks for all of the tools.
  ///
  /// - Parameters:
  ///   - server: The user's name for the server.
  ///   - end: When it is given up, on the monotonic clock.
  /// - Returns: The list.
  /// - Throws: Why there is no list.
  func tools(of server: String, until end: Double) throws(ServerProblem) -> ToolList {
    var list = ToolList()
    var cursors: Set<String> = []
    var cursor: String?
    repeat {
      guard cursors.count < ToolList.pageLimit else {
        throw .broken("lists its tools on more than \(ToolList.pageLimit) pages")
      }
      var request = RPCRequest(method: "tools/list", meta: version.envelope)
      request.params["cursor"] = cursor.map(JSONValue.string)
      let result: JSONValue
      do throws(ServerProblem) {
        result = try channel.result(
          of: request, OpenRequests.Limits(idle: .infinity, end: end))
      } catch {
        // Not every server without tools says so beforehand.
        guard case .refused(let refusal) = error, refusal.code == RPCError.methodNotFound,
          cursor == nil
        else { throw error }
        return list
      }
      try checkIsComplete(result)
      cursor = try list.add(result, of: server)
      if let cursor, !cursors.insert(cursor).inserted {
        throw .broken("lists the same page of its tools again and again")
      }
    } while cursor != nil
    list.finish(usesHeaders: usesHeaders)
    return list
  }

  private func checkIsComplete(_ result: JSONValue) throws(ServerProblem) {
    guard version.isModern, let type = result["resultType"]?.string, type != "complete" else {
      return
    }
    throw .broken("answered with a result of the unknown type \(Sanitizer.oneLine(type).quoted)")
  }

  /// Whether arguments are also sent as header fields, where a tool's schema asks for that.
  private var usesHeaders: Bool { version.isModern && !channel.prefersHandshake }

  /// How often a server may ask for the same call again.
  private static let repeatLimit = 3

  /// Calls a tool; a call whose answer is lost is not repeated.
  ///
  /// - Parameters:
  ///   - tool: The tool.
  ///   - arguments: An object.
  ///   - limits: How long it may take.
  /// - Returns: The answer.
  /// - Throws: The server's failure, or why there is no answer.
  func call(
    _ tool: ServerTool, _ arguments: JSONValue, _ limits: OpenRequests.Limits
  ) throws(ServerProblem) -> ToolAnswer {
    do throws(ServerProblem) {
      return try callOnce(tool, arguments, limits)
    } catch {
      // Nothing was done: the schema that says which header fields there are is not the server's.
      guard case .refused(let refusal) = error, refusal.code == RPCError.headerMismatch,
        usesHeaders,
        let now = try tools(of: tool.server, until: limits.end).tools
          .first(where: { $0.name == tool.name })
      else { throw error }
      return try callOnce(now, arguments, limits)
    }
  }

  private func callOnce(
    _ tool: ServerTool, _ arguments: JSONValue, _ limits: OpenRequests.Limits
  ) throws(ServerProblem) -> ToolAnswer {
    var request = RPCRequest(
      method: "tools/call", params: ["name": .string(tool.name), "arguments": arguments],
      meta: version.envelope, tracksProgress: true)
    if usesHeaders {
      do throws(ParameterHeaders.Flaw) {
        request.headers = try ParameterHeaders(tool.inputSchema).fields(for: arguments)
      } catch {
        return ToolAnswer(failure: "the call was not sent: \(error.reason)")
      }
    }
    for _ in 0...Self.repeatLimit {
      let result = try channel.result(of: request, limits)
      let type = version.isModern ? result["resultType"]?.string ?? "complete" : "complete"
      switch type {
      case "complete": return ToolAnswer(result)
      case "input_required":
        let asks =
          result["inputRequests"].map { !$0.members.isEmpty || $0.elements != nil } ?? false
        guard !asks, let state = result["requestState"] else {
          return ToolAnswer(failure: "the tool needs input that a script cannot give")
        }
        request.params["requestState"] = state
      default:
        throw .broken(
          "answered with a result of the unknown type \(Sanitizer.oneLine(type).quoted)")
      }
    }
    return ToolAnswer(failure: "the tool asked for the same call again and again")
  }
}

extension ServerProblem {
  /// Whether a server may say so to another generation of the protocol.
  fileprivate var isOfGeneration: Bool {
    switch self {
    case .refused, .otherEra, .otherType, .sessionLost: true
    default: false
    }
  }
}
