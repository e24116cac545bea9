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
  /// - Throws: `damaged` when the file of a server cannot be read, so that nothing is known of it.
  package func changed(of tools: [ServerTool]) throws(ByokError) -> [ServerTool] {
    var seen: [String: [String: String]] = [:]
    for server in Set(tools.map(\.server)) { seen[server] = try read(server) }
    return tools.filter { tool in
      guard let known = seen[tool.server], !known.isEmpty else { return false }
      return known[tool.name] != tool.digest
    }
  }

  /// Notes the definitions of servers that were never seen, and those that were reported.
  ///
  /// - Parameters:
  ///   - tools: What servers list now.
  ///   - reported: The tools whose changes were reported or accepted; none where changes are refused.
  /// - Throws: `damaged` when a file or its folder is not safe; a failure when it cannot be written.
  package func note(
    _ tools: [ServerTool], reported: [ServerTool]
  ) throws(ByokError) {
    for server in Set(tools.map(\.server)).sorted() {
      let known = try read(server)
      try write((known.isEmpty ? tools : reported).filter { $0.server == server }, over: known)
    }
  }

  /// Accepts the definitions, whatever was known of their servers.
  ///
  /// - Throws: `damaged` when the folder is not safe; a failure when it cannot be written.
  package func accept(_ tools: [ServerTool]) throws(ByokError) {
    for server in Set(tools.map(\.server)).sorted() {
      try write(tools.filter { $0.server == server }, over: [:])
    }
  }

  private func write(_ tools: [ServerTool], over known: [String: String]) throws(ByokError) {
    let digests = tools.reduce(into: known) { $0[$1.name] = $1.digest }
    guard let server = tools.first?.server, digests != known else { return }
    let path = try locations.seenTools(of: server)
    guard let folder = try PrivateDirectory.open(holding: path, create: true) else { return }
    let lock = try FileLock.take(for: path, in: folder, clock: clock)
    defer { _ = lock }
    AtomicFile.removeLeftovers(of: path, in: folder)
    let bytes = try JSONValue.object(digests.mapValues(JSONValue.string)).json(pretty: true)
    _ = try AtomicFile.replace(path, in: folder, with: bytes.span)
  }

  /// The digests by the tools' names; none where the server was never seen, or nothing can be kept.
  private func read(_ server: String) throws(ByokError) -> [String: String] {
    guard let path = try? locations.seenTools(of: server),
      let bytes = try PrivateDirectory.read(path, privacy: .notWritable, limit: 16 << 20)
    else { return [:] }
    guard case .object(let members)? = JSONValue(bytes) else {
      throw ByokError(
        .damaged, "'\(path.text)' does not list the tools that were seen",
        hint: "byok mcp tools \(server) --accept   accepts its tools as they are now")
    }
    return members.compactMapValues(\.text)
  }
}

extension ServerTool {
  /// What changes with any part of the definition.
  fileprivate var digest: String { Sealing.sha256(of: Array(document.compactText.utf8)) }
}
