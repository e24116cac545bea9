package import ByokCore

extension Diagnosis {
  /// Whether the programs and keys of the configured servers of tools are there.
  ///
  /// None is started.
  ///
  /// - Parameters:
  ///   - session: The outside world.
  ///   - configuration: What is configured.
  package mutating func lookAtServers(_ session: Session, _ configuration: Configuration) {
    guard !configuration.servers.isEmpty else { return }
    group = "MCP servers"
    let sealed = Set(
      ProvidersWithKeys.readableNames(session.keystore).filter(\.isOfServer).map(\.label))
    for (name, row) in configuration.servers.sorted(by: { $0.key < $1.key }) {
      look(at: row, name, sealed, session)
    }
  }

  private mutating func look(
    at row: ServerRow, _ name: String, _ sealed: Set<String>, _ session: Session
  ) {
    let missing = row.keys.filter { !sealed.contains($0) }
    guard missing.isEmpty else {
      return bad(name, "\(missing.count.counted("key")) not sealed", fix: "byok mcp list")
    }
    guard let command = row.command?.source else { return good(name, "at an address") }
    guard !command.contains("${") else { return note(name, "a program that a variable names") }
    let path = session.environment.value("PATH")
    do throws(Errno) {
      let file = try ProgramFile.find(command, path: path, folder: row.folder?.source)
      guard fileExists(file) else { throw .notFound }
      good(name, "a program that is installed")
    } catch {
      bad(name, "its program cannot be run: \(error.text)", fix: "byok mcp check \(name)")
    }
  }
}
