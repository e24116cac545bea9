package import ByokCore

/// The servers that another program's settings have, ready to be written to `config.json`.
///
/// Users may remove the file afterwards, so everything that is not imported is reported.
package struct ServerImport: ~Copyable {
  /// How it is done.
  package struct Options: Sendable {
    /// Whether servers and keys of the same name are replaced.
    package var replaces = false
    /// The servers to take, as the program or byok calls them; empty for all that are enabled.
    package var names: [String] = []

    package init(replaces: Bool = false, names: [String] = []) {
      (self.replaces, self.names) = (replaces, names)
    }
  }

  /// A server that is taken over.
  package struct Found: Sendable {
    package let name: String
    /// What the program calls it.
    package let called: String
    package let row: ServerRow
    /// Whether the configuration says the same already.
    package let isKnown: Bool
    /// What is not taken over with it.
    package fileprivate(set) var notes: [String]
    /// The keys that are sealed, with the variable or header field that each is for.
    package fileprivate(set) var sealed: [(key: String, field: String)] = []
    /// The keys that are still to be added, with the reason.
    package fileprivate(set) var openKeys: [(key: String, reason: String)]
    let members: [String: JSONValue]
  }

  /// A server that is not.
  package struct LeftOut: Sendable {
    package let called: String
    package let line: Int
    package let reason: String
    /// Whether it is missing afterwards, and not only not wanted.
    package let isLoss: Bool
  }

  struct Literal {
    let name: KeyName
    let address: BaseURL
    let index: Int
    let prefix: Int
  }

  /// What messages call the file.
  package let source: String
  package private(set) var found: [Found] = []
  package private(set) var leftOut: [LeftOut] = []
  private let program: ServerSource
  let options: Options
  let session: Session
  private let configuration: Configuration
  private let file: SettingsDocument
  private(set) var literals: [Literal] = []
  /// What the program calls its servers.
  private var names: [String] = []

  private init(
    _ program: ServerSource, _ options: Options, _ session: Session,
    _ configuration: Configuration, _ file: consuming SettingsDocument, from source: String
  ) {
    (self.program, self.options, self.session) = (program, options, session)
    (self.configuration, self.source) = (configuration, source)
    self.file = file
  }

  /// Reads a program's settings; nothing is changed.
  ///
  /// - Parameters:
  ///   - program: Whose they are.
  ///   - path: The file, `-` for standard input; `nil` for the program's own.
  ///   - options: What to take.
  ///   - session: The outside world.
  /// - Returns: What is in them.
  /// - Throws: A failure when the file cannot be read; a usage error that names the line of what
  ///   cannot be understood, or when no server is there.
  package static func read(
    _ program: ServerSource, path: String?, _ options: Options, _ session: Session
  ) throws(ByokError) -> ServerImport {
    let own = path == nil ? try program.files(in: session.environment) : []
    let path = path ?? own.first(where: fileExists) ?? own.first ?? "-"
    let source = path == "-" ? "standard input" : path.quoted
    let configuration = try Configuration.load(session.locations)
    let text: Secret
    do throws(ByokError) {
      text = try Secret.reading(path: path, session.console, limit: SettingsDocument.limit)
    } catch {
      var failure = error
      if own.contains(path), !fileExists(path) {
        failure.hints.append("byok mcp import \(program.rawValue) FILE   reads another file")
      }
      throw failure
    }
    let file = try SettingsDocument(text, program.notation, from: source)
    var servers = Self(program, options, session, configuration, file, from: source)
    for (table, folder) in servers.tables() { servers.take(table, in: folder) }
    try servers.checkFound()
    return servers
  }

  // MARK: Finding

  /// The tables that describe a server, and the folder in which it runs where that is said.
  private func tables() -> [(table: Int, folder: String?)] {
    let root = SettingsDocument.root
    var tables: [(table: Int, folder: String?)] = []
    if let name = program.tables.first(where: { file.member($0, of: root) != nil }),
      let group = file.member(name, of: root)
    {
      tables = file.children(of: group).map { ($0, nil) }
    } else if program == .pasted {
      tables = file.children(of: root).filter { isServer($0) }.map { ($0, nil) }
    }
    // Claude Code keeps the servers of a project under its folder.
    guard program == .claude, let projects = file.member("projects", of: root) else {
      return tables
    }
    for project in file.children(of: projects) {
      guard let group = file.member("mcpServers", of: project) else { continue }
      tables += file.children(of: group).map { ($0, file.nodes[project].name) }
    }
    return tables
  }

  private func isServer(_ index: Int) -> Bool {
    file.kind(of: index) == .table
      && ["command", "url", "httpUrl", "serverUrl"].contains { file.member($0, of: index) != nil }
  }

  /// Why a server is not taken up.
  private struct Refusal: Error {
    let reason: String
    var isLoss = true
  }

  private mutating func take(_ table: Int, in folder: String?) {
    let called = file.nodes[table].name ?? ""
    let name = ImportedServer.name(from: called)
    names += [called] + [name].compactMap(\.self)
    let isNamed = options.names.contains { $0 == called || $0 == name }
    guard isNamed || options.names.isEmpty else { return }
    do throws(Refusal) {
      guard let name else {
        throw Refusal(reason: "no name can be made of its own: \(ServerName.rule)")
      }
      try check(table, called, isNamed: isNamed, name)
      try add(try read(table, ImportedServer(name: name, called: called), in: folder))
    } catch {
      leftOut.append(
        LeftOut(
          called: called, line: file.nodes[table].line, reason: error.reason, isLoss: error.isLoss))
    }
  }

  /// Refuses what is no server, is not wanted, or has the name of another.
  private func check(
    _ table: Int, _ called: String, isNamed: Bool, _ name: String
  ) throws(Refusal) {
    guard file.kind(of: table) == .table else {
      throw Refusal(reason: "it is not described by a table")
    }
    if let reason = reasonToSkip(table, called), !isNamed || reason.isFinal {
      throw Refusal(reason: reason.text, isLoss: false)
    }
    guard !found.contains(where: { $0.name == name }) else {
      throw Refusal(reason: "there is another one called \(name)")
    }
  }

  private func read(
    _ table: Int, _ server: ImportedServer, in folder: String?
  ) throws(Refusal) -> ImportedServer {
    var reader = ImportedServerReader(program: program, server: server)
    do throws(ImportedServerReader.Refusal) {
      try reader.read(table, file)
    } catch {
      throw Refusal(reason: error.reason)
    }
    var server = reader.server
    if let folder, server.members["command"] != nil, server.members["cwd"] == nil {
      server.members["cwd"] = .string(folder)
    }
    return server
  }

  /// Why a server is not wanted; one that is final is none that could be taken over.
  private func reasonToSkip(
    _ table: Int, _ called: String
  ) -> (text: String, isFinal: Bool)? {
    let kind = file.text(named: "type", of: table) ?? ""
    if program == .goose, ["builtin", "platform", "frontend", "inline_python"].contains(kind) {
      return ("it is a part of Goose", true)
    }
    let isOff =
      file.text(named: "disabled", of: table) == "true"
      || file.text(named: "enabled", of: table) == "false"
    guard !isOff else { return ("it is disabled there; --server \(called.shown) takes it", false) }
    guard let rules = file.member("mcp", of: SettingsDocument.root), program.hasBareVariables else {
      return nil
    }
    let excluded = file.children(named: "excluded", of: rules).map { file.plainText($0) }
    let allowed = file.children(named: "allowed", of: rules).map { file.plainText($0) }
    let isExcluded = excluded.contains(called) || !allowed.isEmpty && !allowed.contains(called)
    return isExcluded ? ("it is excluded there; --server \(called.shown) takes it", false) : nil
  }

  /// Checks a server as `config.json` would be checked, and its secrets, and takes it up.
  private mutating func add(_ server: ImportedServer) throws(Refusal) {
    let row: ServerRow
    do throws(ByokError) {
      row = try Configuration.row(ofServer: server.name, server.members)
    } catch {
      throw Refusal(reason: ([error.message] + error.hints).joined(separator: "; "))
    }
    let old = configuration.servers[server.name]
    guard options.replaces || old == nil || old == row else {
      throw Refusal(reason: "config.json has another server \(server.name); --replace")
    }
    var item = Found(
      name: server.name, called: server.called, row: row, isKnown: old == row, notes: server.notes,
      openKeys: server.openKeys.map { (Self.key($0.label).text, $0.reason) },
      members: server.members)
    var own: [Literal] = []
    for secret in server.secrets {
      let name = Self.key(secret.label)
      do throws(ByokError) {
        let address = try ServerList([server.name: row], session).binding(of: server.name).address()
        let literal = Literal(
          name: name, address: address, index: secret.index, prefix: secret.prefix)
        _ = try value(of: literal)
        own.append(literal)
        item.sealed.append((name.text, secret.field))
      } catch {
        item.openKeys.append((name.text, error.message))
        leftOut.append(
          LeftOut(
            called: server.called, line: file.nodes[secret.index].line,
            reason: "the secret \(secret.field.shown) is not sealed: \(error.message)",
            isLoss: true))
      }
    }
    literals += own
    found.append(item)
  }

  private static func key(_ label: String) -> KeyName {
    KeyName(provider: KeyName.serverGroup, label: label)
  }

  func value(of literal: Literal) throws(ByokError) -> Secret {
    let whole = try file.secret(literal.index)
    return try KeyValidation.check(
      try whole.slice(literal.prefix..<whole.count), from: literal.name.text)
  }

  /// Refuses settings without servers, and names of servers that are not there.
  private func checkFound() throws(ByokError) {
    guard !found.isEmpty || !leftOut.isEmpty || !options.names.isEmpty else {
      throw ByokError(
        .usage, "no MCP servers of \(program.title) are in \(source)",
        hint: "byok mcp add NAME -- COMMAND   adds one")
    }
    guard let missing = options.names.first(where: { !names.contains($0) }) else { return }
    let nearest = Suggestion.nearest(to: missing, among: names)
    throw ByokError(
      .usage, "there is no server \(missing.quoted) in \(source)",
      hints: nearest.map { ["did you mean '\($0)'?"] } ?? [])
  }
}
