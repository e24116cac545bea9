internal import ByokCore
internal import ByokKit

/// What commands say that change the servers of `config.json`.
struct ServerNotes {
  private let session: Session
  private let servers: [String: ServerRow]
  private let sealed: Set<String>

  /// - Throws: A usage error in the configuration, which is read anew.
  init(_ session: Session) throws(ByokError) {
    self.session = session
    servers = try Configuration.load(session.locations).servers
    sealed = Set(
      ProvidersWithKeys.readableNames(session.keystore).filter(\.isOfServer).map(\.label))
  }

  /// Says what servers that were just added will run, and what they still need.
  func added(_ names: [String]) throws(ByokError) {
    for name in names {
      guard let row = servers[name] else { continue }
      session.console.note("added \(name)")
      for line in ServerFacts(name: name, row: row).lines {
        session.console.note("  " + Sanitizer.oneLine(line, limit: 2000))
      }
      for label in row.keys where !sealed.contains(label) {
        session.console.note("then: byok keys add \(KeyName.serverGroup)/\(label) --for \(name)")
      }
    }
  }

  /// Says which sealed keys a server has left that no other names.
  func removed(_ row: ServerRow) throws(ByokError) {
    let left = row.keys.filter { label in
      sealed.contains(label) && !servers.values.contains { $0.keys.contains(label) }
    }
    guard !left.isEmpty else { return }
    let names = left.map { "\(KeyName.serverGroup)/\($0)" }.joined(separator: " ")
    session.console.note("its keys stay; to remove them: byok keys rm \(names)")
  }
}
