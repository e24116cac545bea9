package import ByokCore

/// What the definitions of tools were when they were last seen.
///
/// A server may change what a tool says of itself after somebody has looked at it. The file has a
/// digest for each tool of a server, under the tool's name.
package struct SeenTools {
  private let locations: Locations
  private let clock: Clock

  package init(_ session: Session) {
    (locations, clock) = (session.locations, session.clock)
  }

  /// The tools whose definitions are not what they were; and, of a server that was seen before, those
  /// that it did not have.
  ///
  /// - Parameter tools: What servers list now.
  /// - Returns: Those that changed.
  package func changed(of tools: [ServerTool]) -> [ServerTool] {
    var seen: [String: [String: String]] = [:]
    for server in Set(tools.map(\.server)) { seen[server] = read(server) }
    return tools.filter { tool in
      guard let known = seen[tool.server], !known.isEmpty else { return false }
      return known[tool.name] != tool.digest
    }
  }

  /// Whether no tool of a server was ever seen.
  package func isNew(_ server: String) -> Bool { read(server).isEmpty }

  /// Notes the definitions as seen, beside those of other tools.
  ///
  /// - Throws: `damaged` when the folder is not safe; a failure when it cannot be written.
  package func note(_ tools: [ServerTool]) throws(ByokError) {
    for server in Set(tools.map(\.server)).sorted() {
      var digests = read(server)
      for tool in tools where tool.server == server { digests[tool.name] = tool.digest }
      guard digests != read(server) else { continue }
      let path = try locations.seenTools(of: server)
      guard let folder = try PrivateDirectory.open(holding: path, create: true) else { return }
      let lock = try FileLock.take(for: path, in: folder, clock: clock)
      defer { _ = lock }
      AtomicFile.removeLeftovers(of: path, in: folder)
      let bytes = try JSONValue.object(digests.mapValues(JSONValue.string)).json(pretty: true)
      _ = try AtomicFile.replace(path, in: folder, with: bytes.span)
    }
  }

  /// The digests by the tools' names; none where the server was never seen.
  private func read(_ server: String) -> [String: String] {
    guard let path = try? locations.seenTools(of: server),
      let bytes = (try? PrivateDirectory.read(path, privacy: .notWritable, limit: 16 << 20)) ?? nil
    else { return [:] }
    return (JSONValue(bytes)?.members ?? [:]).compactMapValues(\.text)
  }
}

extension ServerTool {
  /// What changes with any part of the definition.
  fileprivate var digest: String { Sealing.sha256(of: Array(document.compactText.utf8)) }
}
