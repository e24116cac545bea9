internal import ByokCore

extension ConfigurationKey {
  /// What may be said of servers of tools, and of tools as such.
  static let servers: [Self] =
    [
      Self("mcp.servers.NAME", shape: .group, "MCP server", form: .init("an object")) {
        (configuration, entry) throws(ByokError) in
        try configuration.servers[entry.name, default: ServerRow()].check(entry)
      }
    ] + programs + addresses + rules + tools

  private static let programs: [Self] = [
    server("command", "Program to start, without a shell", .init("a program")) {
      (row, entry) throws(ByokError) in
      guard entry.value.text != nil else {
        throw entry.wrong("must be a program, not \(entry.value.shown)")
      }
      row.command = try entry.keylessReferences().first
    },
    server("args", "Its arguments", .init([String].self)) { (row, entry) throws(ByokError) in
      guard entry.value.elements != nil else {
        throw entry.wrong("must be \([String].configured), not \(entry.value.shown)")
      }
      row.arguments = try entry.keylessReferences()
    },
    server("cwd", "Folder in which it runs", .init("an absolute path, or one that begins with ~/"))
    { (row, entry) throws(ByokError) in
      let folder = try entry.keylessReferences().first
      guard let text = folder?.source, ["/", "~/", "${"].contains(where: text.hasPrefix) else {
        throw entry.wrong("must be an absolute path, not \(entry.value.shown)")
      }
      row.folder = folder
    },
    server("env.VARIABLE", "Environment variable that it gets", .init(String.self)) {
      (row, entry) throws(ByokError) in
      row.variables.append(try entry.variable())
    },
    own("pass_env", \.passedVariables, "Variables of byok's environment that it also gets"),
  ]

  private static let addresses: [Self] = [
    server("url", "Address of a server that is running", .init("a URL")) {
      (row, entry) throws(ByokError) in
      guard entry.value.text != nil else {
        throw entry.wrong("must be a URL, not \(entry.value.shown)")
      }
      row.url = try entry.keylessReferences().first
    },
    server("headers.HEADER", "Header field of each request to it", .init(String.self)) {
      (row, entry) throws(ByokError) in
      row.headers.append(try entry.header())
    },
    own("type", \.transport, "How it is spoken to", standard: "stdio or http"),
  ]

  private static let rules: [Self] = [
    own(
      "start_timeout", \.startTimeout, "Time until its tools are known, in seconds", standard: "60"),
    own(
      "tool_timeout", \.toolTimeout, "Time of a call without progress, in seconds", standard: "120"),
    own("tools", \.tools, "The only tools that are ever offered to a model"),
    own(
      "allow", \.allow, "Tools offered by default: patterns, or `read-only`",
      standard: "read-only"),
    own("parallel", \.isParallel, "Whether its calls may run at the same time", standard: "false"),
    own("protocol", \.era, "Generation of the protocol", standard: "auto"),
    own(
      "instructions", \.usesInstructions, "Whether the model gets the server's instructions",
      standard: "false"),
  ]

  private static let tools: [Self] = [
    .value("mcp.max_calls", \.tools.maxCalls, "Maximum number of tool calls", standard: "20"),
    .value(
      "mcp.max_turns", \.tools.maxTurns, "Maximum number of turns with tool calls", standard: "10"),
    .value(
      "mcp.max_result", \.tools.maxResult, "Maximum size of a result, in bytes", standard: "65536"),
    .value("mcp.cache", \.tools.cache, "How long a list of tools is reused", standard: "1d"),
    .value(
      "mcp.pin", \.tools.pins, "Whether tools that changed are refused",
      standard: "false"),
  ]

  private static let group = "mcp.servers.NAME."

  /// A member of a server's row.
  private static func own<Value: ConfigurationValue>(
    _ name: String, _ property: @autoclosure @escaping Lazy<Property<ServerRow, Value?>>,
    _ summary: String, standard: String? = nil
  ) -> Self {
    member(group + name, in: \.servers, property(), summary, standard: standard)
  }

  private static func server(
    _ name: String, _ summary: String, _ form: @autoclosure @escaping @Sendable () -> Form,
    read: @escaping @Sendable (inout ServerRow, ConfigurationEntry) throws(ByokError) -> Void
  ) -> Self {
    Self(group + name, summary, form: form()) { (configuration, entry) throws(ByokError) in
      try read(&configuration.servers[entry.name, default: ServerRow()], entry)
    }
  }
}

extension ConfigurationEntry {
  /// Texts that may be seen by others, such as the arguments of a program.
  ///
  /// - Throws: A usage error when a key is among them.
  fileprivate func keylessReferences() throws(ByokError) -> [ReferenceText] {
    let texts = try references()
    for text in texts {
      guard text.keys.isEmpty else {
        throw shown("may not contain a key, which others could see there")
      }
      if let variable = text.variables.first(where: ServerSecrets.isName) {
        throw shown("may not contain \(variable), which others could see there")
      }
      if KeyShape.mayBeKey(text.source, exceptUUIDs: true) { throw key("would contain a key") }
    }
    return texts
  }

  private func shown(_ rule: String) -> ByokError {
    var failure = wrong(rule)
    failure.hints = ["servers take keys from env, or from headers if they have a url"]
    return failure
  }

  private func key(_ rule: String) -> ByokError {
    var failure = wrong(rule + ", which config.json must not")
    let server = names.first ?? "SERVER"
    failure.hints = [
      "byok keys add \(KeyName.serverGroup)/LABEL --for \(server)   seals it; then write "
        + "\(ReferenceText.key("LABEL")) in env or headers"
    ]
    return failure
  }

  /// A variable of a program.
  fileprivate func variable() throws(ByokError) -> ServerRow.Field {
    let name = names.last ?? ""
    guard VariableName(configured: .string(name)) != nil else {
      throw wrong("is not the name of a variable")
    }
    return try field(name)
  }

  /// A header field.
  fileprivate func header() throws(ByokError) -> ServerRow.Field {
    let name = names.last ?? ""
    guard HeaderFields.isName(name) else { throw wrong("is not the name of a header field") }
    guard !HeaderFields.isReserved(name), !ServerSecrets.isOfProtocol(name) else {
      throw wrong("is a header field that byok sets itself")
    }
    let field = try field(name)
    guard field.value.parts.allSatisfy(\.isValue), !field.value.source.isEmpty else {
      throw wrong("must be one line of printable ASCII")
    }
    guard !HeaderFields.carriesKey(name) || !field.value.isPlain else {
      throw key("would contain a key")
    }
    return field
  }

  private func field(_ name: String) throws(ByokError) -> ServerRow.Field {
    guard value.string != nil, let text = try references().first else {
      throw wrong("must be a string, not \(value.shown)")
    }
    for case .text(let piece) in text.parts where KeyShape.mayBeKey(piece, exceptUUIDs: true) {
      throw key("would contain a key")
    }
    return ServerRow.Field(name: name, value: text)
  }
}

extension ReferenceText.Part {
  /// Whether a header field may have it as its value, or as a part of that.
  fileprivate var isValue: Bool {
    switch self {
    case .text(let text), .variable(_, let text?):
      text.utf8.count <= 4096 && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    case .variable, .key: true
    }
  }
}

/// Finds the secrets in the settings of servers.
package enum ServerSecrets {
  /// Ends of the names of variables that hold secrets.
  private static let endings: Set = [
    "apikey", "auth", "credential", "credentials", "key", "pass", "passphrase", "passwd",
    "password",
    "pat", "pwd", "secret", "token",
  ]

  /// Whether a variable of that name holds a secret.
  package static func isName(_ name: String) -> Bool {
    let last = name.lowercased().split { $0 == "_" || $0 == "-" }.last.map(String.init)
    return last.map(endings.contains) ?? false
  }

  /// Whether the protocol has a header field of that name.
  ///
  /// Source: <https://modelcontextprotocol.io/specification/2026-07-28/basic/transports>.
  static func isOfProtocol(_ name: String) -> Bool {
    let name = name.lowercased()
    return name.hasPrefix("mcp-") || name == "last-event-id" || name == "origin"
  }
}
