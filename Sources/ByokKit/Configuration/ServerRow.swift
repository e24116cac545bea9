package import ByokCore

/// What the configuration says of a server of tools, which speaks MCP.
package struct ServerRow: Configurable, Equatable {
  package var command: ReferenceText?
  package var arguments: [ReferenceText] = []
  package var folder: ReferenceText?
  /// The variables that it gets, in the file's order.
  package var variables: [Field] = []
  /// Names of variables that it inherits besides the usual ones.
  package var passedVariables: [VariableName]?
  package var url: ReferenceText?
  package var headers: [Field] = []
  package var transport: ServerTransport?
  package var startTimeout: Seconds?
  package var toolTimeout: Seconds?
  package var tools: [String]?
  package var allow: [String]?
  package var isParallel: Bool?
  package var era: ServerEra?
  package var usesInstructions: Bool?

  /// A variable or a header field.
  package struct Field: Equatable, Sendable {
    package let name: String
    package let value: ReferenceText

    package init(name: String, value: ReferenceText) {
      (self.name, self.value) = (name, value)
    }
  }

  package init() {}

  /// Its variables or its header fields: where sealed keys may be.
  package var fields: [Field] { variables + headers }

  /// How it is spoken to.
  package var usedTransport: ServerTransport { transport ?? (url == nil ? .stdio : .http) }

  /// The labels of the sealed keys that it needs, each once, sorted.
  package var keys: [String] { Set(fields.flatMap(\.value.keys)).sorted() }
}

/// How byok speaks to a server.
package enum ServerTransport: String, ConfigurationChoice {
  case stdio, http, sse
}

/// Which protocols are spoken to a server.
package enum ServerEra: String, ConfigurationChoice {
  case auto, legacy, modern
}

/// A server's name.
package enum ServerName {
  package static let limit = 20
  package static let rule =
    "up to \(limit) lower-case letters, digits and '-', beginning and ending with one of the former"

  /// Whether it is one: it is a part of the names of tools, and of the address that a key is bound
  /// to.
  package static func isValid(_ name: String) -> Bool {
    (1...limit).contains(name.utf8.count) && name.first != "-" && name.last != "-"
      && ProviderID(argument: name) != nil && !KeyShape.mayBeKey(name)
  }
}

extension ServerRow {
  /// Checks what its members say together.
  ///
  /// - Parameter entry: Where the row is.
  /// - Throws: A usage error that names the place.
  func check(_ entry: ConfigurationEntry) throws(ByokError) {
    guard ServerName.isValid(entry.name) else {
      throw entry.wrong("must be named with \(ServerName.rule)")
    }
    let place = entry.place
    guard command == nil || url == nil else {
      throw entry.wrong("has a command and a url; a server has one of the two")
    }
    if url != nil {
      try checkAddress(place)
    } else if command != nil {
      try checkProgram(place)
    } else {
      throw entry.wrong("needs a command or a url")
    }
  }

  private func checkAddress(_ place: String) throws(ByokError) {
    let others = [
      ("args", !arguments.isEmpty), ("cwd", folder != nil), ("env", !variables.isEmpty),
      ("pass_env", passedVariables != nil),
    ]
    if let other = others.first(where: \.1) {
      throw .wrong("\(place).\(other.0)", "is for servers with a command, not for those with a url")
    }
    guard transport != .stdio else {
      throw .wrong("\(place).type", "cannot be stdio for a server with a url")
    }
    guard transport != .sse || era != .modern else {
      throw .wrong("\(place).protocol", "cannot be modern for a server of type sse")
    }
    if let url, url.isPlain { _ = try ServerURL(url.source, from: "\(place).url") }
  }

  private func checkProgram(_ place: String) throws(ByokError) {
    guard headers.isEmpty else {
      throw .wrong("\(place).headers", "are for servers with a url, not for those with a command")
    }
    guard transport ?? .stdio == .stdio else {
      throw .wrong("\(place).type", "must be stdio for a server with a command")
    }
    guard let program = command?.source, program.contains(" "), !program.contains("/") else {
      return
    }
    var failure = ByokError.wrong("\(place).command", "is a program, not a line of words")
    failure.hints = ["put the words after the first into args: [\"…\", \"…\"]"]
    throw failure
  }
}

/// The address of a server: a base URL, which may have a query.
package struct ServerURL: Equatable, Sendable {
  package let base: BaseURL
  /// The whole address.
  package let text: String

  /// The suffix of the hosts of addresses that represent programs; see ``ServerBinding``.
  package static let programSuffix = ".mcp.invalid"

  /// - Parameters:
  ///   - text: What somebody wrote.
  ///   - source: Where it is.
  /// - Throws: A usage error that says which rule it breaks.
  package init(_ text: String, from source: String) throws(ByokError) {
    let end = text.firstIndex(of: "?") ?? text.endIndex
    let query = text[end...]
    base = try BaseURL(String(text[..<end]), from: source)
    guard query.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }) else {
      throw .wrong(source, "has a query with blanks, '#' or characters outside ASCII")
    }
    guard !base.host.hasSuffix(Self.programSuffix) else {
      throw .wrong(source, "is an address that byok uses for programs")
    }
    // A path's last slash means something to some servers.
    let slash = text[..<end].hasSuffix("/") ? "/" : ""
    self.text = base.text + slash + query
  }
}
