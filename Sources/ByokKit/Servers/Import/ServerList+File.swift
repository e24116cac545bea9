package import ByokCore

extension ServerList {
  /// The servers of a file with `mcpServers`, which the user names for one run.
  ///
  /// Nothing is written: secrets that it has in clear are held in locked memory.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - session: The outside world.
  /// - Returns: Its servers, under the names that byok makes of theirs.
  /// - Throws: A failure when it cannot be read; a usage error when one of its servers cannot be
  ///   understood.
  package static func ofFile(_ path: String, _ session: Session) throws(ByokError) -> ServerList {
    // What config.json has is nothing to this file.
    let options = ServerImport.Options(replaces: true)
    let servers = try ServerImport.read(.pasted, path: path, options, session)
    if let lost = servers.leftOut.first(where: \.isLoss) {
      throw ByokError(
        .usage, "\(servers.source), line \(lost.line): \(lost.called.shown): \(lost.reason)")
    }
    var rows: [String: ServerRow] = [:]
    for server in servers.found { rows[server.name] = server.row }
    return ServerList(rows, session, held: try servers.held())
  }
}
