package import ByokCore

/// The servers of `config.json`, as they are started or connected to.
package struct ServerList {
  private let servers: [String: ServerRow]
  private let session: Session
  /// Keys that are not in the keystore, by their labels.
  private let held: [String: ServerKey]

  package init(_ configuration: Configuration, _ session: Session) {
    self.init(configuration.servers, session)
  }

  /// - Parameters:
  ///   - servers: What is said of each, by their names.
  ///   - session: The outside world.
  ///   - held: Keys that are not in the keystore, by their labels.
  package init(
    _ servers: [String: ServerRow], _ session: Session, held: [String: ServerKey] = [:]
  ) {
    (self.servers, self.session, self.held) = (servers, session, held)
  }

  /// Their names, sorted.
  package var names: [String] { servers.keys.sorted() }

  /// A server as it is written.
  ///
  /// - Throws: A usage error that offers the nearest name.
  package func row(_ name: String) throws(ByokError) -> ServerRow {
    if let row = servers[name] { return row }
    let nearest = Suggestion.nearest(to: name, among: names)
    throw ByokError(
      .usage, "there is no MCP server \(name.quoted) in config.json",
      hint: nearest.map { "did you mean '\($0)'?" } ?? "byok mcp add NAME -- COMMAND   adds one")
  }

  /// What keys for a server are bound to.
  ///
  /// - Throws: A usage error when there is no such server, or a variable is not set.
  package func binding(of name: String) throws(ByokError) -> ServerBinding {
    try binding(of: name, try row(name))
  }

  private func binding(of name: String, _ row: ServerRow) throws(ByokError) -> ServerBinding {
    let expansion = ServerExpansion(server: name, environment: session.environment)
    guard let command = row.command else { return .origin(try url(row, expansion).base.origin) }
    return .program(server: name, command: try self.command(command, expansion))
  }

  /// Servers with everything put in, the sealed keys too.
  ///
  /// - Parameter names: Which, in the order of the answer; a name that occurs again is left out.
  /// - Returns: What is to be started or connected to.
  /// - Throws: A usage error when there is no such server, or a variable is not set; `noKey` when a
  ///   sealed key is missing, or is for another program or address; `locked` or `damaged`.
  package func entries(_ names: [String]) throws(ByokError) -> [ServerEntry] {
    var seen: Set<String> = []
    let names = names.filter { seen.insert($0).inserted }
    let rows = try names.map { (name) throws(ByokError) in (name: name, row: try row(name)) }
    let keys = try keys(of: rows)
    return try rows.map { (name, row) throws(ByokError) in
      try entry(name, row, keys[name] ?? [:])
    }
  }

  // MARK: Keys

  /// The sealed keys that each server needs, by its name and their labels.
  private func keys(
    of rows: [(name: String, row: ServerRow)]
  ) throws(ByokError) -> [String: [String: ServerKey]] {
    var keys: [String: [String: ServerKey]] = [:]
    for (name, row) in rows {
      for label in row.keys { keys[name, default: [:]][label] = held[label] }
    }
    let labels = Set(rows.flatMap(\.row.keys)).filter { held[$0] == nil }.sorted()
    guard let first = labels.first else { return keys }
    guard
      let keystore = try Keystore.open(
        session.keystore, provider: KeyName.serverGroup, label: labels.count == 1 ? first : nil)
    else {
      let server = rows.first { $0.row.keys.contains(first) }?.name ?? ""
      throw .noServerKey(KeyName(provider: KeyName.serverGroup, label: first), server: server)
    }
    // Servers that may have one share it.
    var opened: [String: ServerKey] = [:]
    for (name, row) in rows {
      for label in row.keys where held[label] == nil {
        let key = KeyName(provider: KeyName.serverGroup, label: label)
        guard let entry = keystore[key] else { throw .noServerKey(key, server: name) }
        let sealed = try keystore.unseal(entry)
        try check(key, for: name, row, sealed)
        if opened[label] == nil {
          opened[label] = ServerKey(
            name: key.text, secret: try sealed.resolve(try entry.keyKind()))
        }
        keys[name, default: [:]][label] = opened[label]
      }
    }
    return keys
  }

  /// Refuses a key that was sealed for another program or address.
  private func check(
    _ key: KeyName, for server: String, _ row: ServerRow, _ sealed: borrowing SealedKey
  ) throws(ByokError) {
    let own = try binding(of: server, row)
    let bound = ServerBinding(address: sealed.baseURL)
    guard bound != own else { return }
    throw ByokError(
      .noKey,
      "the sealed key \(key.text) is for \(bound?.text ?? "another server") and is not given to "
        + "\(own.text); nothing was sent",
      hints: [
        "if config.json is right: byok keys add \(key.text) --for \(server) --replace",
        "byok mcp list   shows what config.json says",
      ])
  }

  // MARK: Putting in

  private func entry(
    _ name: String, _ row: ServerRow, _ keys: [String: ServerKey]
  ) throws(ByokError) -> ServerEntry {
    let expansion = ServerExpansion(server: name, environment: session.environment, keys: keys)
    var entry = ServerEntry(name: name, place: try place(row, expansion))
    if let limit = row.startTimeout { entry.startTimeout = limit.count }
    if let limit = row.toolTimeout { entry.toolTimeout = limit.count }
    entry.era = row.era.flatMap { .init(rawValue: $0.rawValue) } ?? .auto
    entry.isParallel = row.isParallel ?? false
    (entry.tools, entry.allow) = (row.tools, row.allow)
    entry.usesInstructions = row.usesInstructions ?? false
    return entry
  }

  private func place(
    _ row: ServerRow, _ expansion: ServerExpansion
  ) throws(ByokError) -> ServerEntry.Place {
    guard let command = row.command else {
      return .address(
        ServerEntry.ServerAddress(
          url: try url(row, expansion).text,
          headers: try fields(row.headers, "headers", expansion),
          isEventStream: row.usedTransport == .sse))
    }
    return .program(
      ServerEntry.ServerProgram(
        command: try self.command(command, expansion),
        arguments: try row.arguments.map { (argument) throws(ByokError) in
          try expansion.text(argument, "args")
        },
        folder: try row.folder.map { (folder) throws(ByokError) in
          try path(try expansion.text(folder, "cwd"), "cwd", expansion)
        },
        variables: try fields(row.variables, "env", expansion),
        passedVariables: (row.passedVariables ?? []).map(\.text)))
  }

  private func fields(
    _ fields: [ServerRow.Field], _ group: String, _ expansion: ServerExpansion
  ) throws(ByokError) -> [ServerEntry.Field] {
    try fields.map { (field) throws(ByokError) in
      .init(name: field.name, value: try expansion.value(field.value, "\(group).\(field.name)"))
    }
  }

  private func command(
    _ command: ReferenceText, _ expansion: ServerExpansion
  ) throws(ByokError) -> String {
    let text = try expansion.text(command, "command")
    return text.hasPrefix("~") ? try path(text, "command", expansion) : text
  }

  private func path(
    _ text: String, _ member: String, _ expansion: ServerExpansion
  ) throws(ByokError) -> String {
    let place = "mcp.servers.\(expansion.server).\(member)"
    return try HomePath(session.environment).file(text, from: place).text
  }

  private func url(
    _ row: ServerRow, _ expansion: ServerExpansion
  ) throws(ByokError) -> ServerURL {
    guard let url = row.url else {
      throw ByokError(.usage, "mcp.servers.\(expansion.server) needs a command or a url")
    }
    return try ServerURL(
      try expansion.text(url, "url"), from: "mcp.servers.\(expansion.server).url")
  }
}

extension ByokError {
  fileprivate static func noServerKey(_ key: KeyName, server: String) -> Self {
    Self(
      .noKey, "the MCP server '\(server)' needs the sealed key \(key.text), which is not there",
      hint: "byok keys add \(key.text) --for \(server)")
  }
}
