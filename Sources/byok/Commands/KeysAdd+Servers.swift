internal import ByokCore
internal import ByokKit

extension KeysAdd {
  /// Seals a key for a server of tools, bound to what `config.json` says of it now.
  func addForServer(
    _ configuration: Configuration, _ session: Session
  ) throws(ByokError) {
    try checkIsForServer()
    let label = key?.label ?? server ?? ""
    let servers = ServerList(configuration, session)
    guard let server = server ?? (servers.names.contains(label) ? label : nil) else {
      throw ByokError(
        .usage, "missing --for SERVER", hint: "byok keys add mcp/LABEL --for SERVER")
    }
    guard Label(argument: label) != nil else {
      throw ByokError(.usage, "missing the label", hint: "byok keys add mcp/LABEL --for \(server)")
    }
    let name = KeyName(provider: KeyName.serverGroup, label: label)
    let binding = try servers.binding(of: server)
    if !replaces { try SealedKeys(session.keystore).checkIsNew(name) }
    var source = self
    source.server = server
    let secret = try source.secret(for: nil, session)
    try seal(secret, as: name, try binding.address(), session, place: binding.text)
    let needed = try servers.row(server).keys
    if !needed.contains(label) {
      session.console.note(
        "to use it, write \(ReferenceText.key(label)) in env or headers of mcp.servers.\(server)")
    }
  }

  private func checkIsForServer() throws(ByokError) {
    let others = [
      ("--guess", guesses), ("--base-url", baseURL != nil), ("--check", checks),
      ("--from-env-file", environmentFile != nil),
    ]
    if let other = others.first(where: \.1) {
      throw .conflict(server == nil ? "\(KeyName.serverGroup)/LABEL" : "--for", other.0)
    }
    guard let key, key.provider == KeyName.serverGroup else {
      throw ByokError(
        .usage, "--for is for keys of MCP servers, which are called mcp/LABEL",
        hint: "byok keys add mcp/LABEL --for \(server ?? "SERVER")")
    }
  }
}
