package import ByokCore

/// Which tools a model is offered, decided before anything is sent.
///
/// The first of these that says anything decides: the command line, the template, the server's entry,
/// what is usual. What is denied is never offered, nor what a server's entry leaves out.
package struct ToolPermission: Sendable {
  /// What a server's entry in the configuration says.
  package struct Server: Sendable {
    /// The tools that there are at all; `nil` for every one of the server's.
    package var tools: [ToolPattern]?
    /// The tools that are offered where nobody says anything; `nil` for what is usual.
    package var allowed: [ToolPattern]?

    package init(tools: [ToolPattern]? = nil, allowed: [ToolPattern]? = nil) {
      (self.tools, self.allowed) = (tools, allowed)
    }
  }

  /// What the command line allows; empty for nothing said.
  package var commandLine: [ToolPattern] = []
  /// What the template allows; empty for nothing said.
  package var template: [ToolPattern] = []
  package var denied: [ToolPattern] = []
  /// What the entries of the servers say, by their names.
  package var servers: [String: Server] = [:]

  package init() {}

  /// Why a tool is offered or not.
  package enum Verdict: Equatable, Sendable {
    /// It is, by this pattern.
    case allowed(by: ToolPattern)
    /// This pattern denies it.
    case denied(by: ToolPattern)
    /// The server's entry does not have it among its tools.
    case leftOut
    /// Nothing allows it.
    case notAllowed

    package var isAllowed: Bool { if case .allowed = self { true } else { false } }
  }

  /// Looks at one tool.
  package func verdict(on tool: ServerTool) -> Verdict {
    let entry = servers[tool.server]
    if let pattern = denied.first(where: { $0.matches(tool) }) { return .denied(by: pattern) }
    if let tools = entry?.tools, !tools.contains(where: { $0.matches(tool) }) { return .leftOut }
    let rules = [commandLine, template].first { !$0.isEmpty } ?? entry?.allowed ?? [.standard]
    return rules.first { $0.matches(tool) }.map(Verdict.allowed) ?? .notAllowed
  }

  /// The tools that are offered.
  ///
  /// - Parameters:
  ///   - tools: All that the servers have.
  ///   - absent: The servers that are not there, though they were named.
  /// - Returns: At least one.
  /// - Throws: A usage error when a pattern matches no tool, or nothing is left.
  package func allowed(
    of tools: [ServerTool], absent: Set<String> = []
  ) throws(ByokError) -> [ServerTool] {
    let absentServer = { (pattern: ToolPattern) in pattern.server.map(absent.contains) ?? false }
    for pattern in commandLine + template + denied where !pattern.isOpen && !absentServer(pattern) {
      guard !tools.contains(where: pattern.matches) else { continue }
      throw ByokError(
        .usage, "no tool matches \(pattern.text.quoted)",
        hint: Self.list(tools) ?? "byok mcp tools   lists what there is")
    }
    let allowed = tools.filter { verdict(on: $0).isAllowed }
    guard allowed.isEmpty, absent.isEmpty || !tools.isEmpty else { return allowed }
    let others = tools.filter { verdict(on: $0) == .notAllowed }
    throw ByokError(
      .usage, "no tool is allowed", hints: [Self.list(others)].compactMap(\.self))
  }

  /// The hint that allows tools; `nil` where there are none.
  private static func list(_ tools: [ServerTool]) -> String? {
    guard !tools.isEmpty else { return nil }
    let names = tools.prefix(8).map { Sanitizer.oneLine("\($0.server)/\($0.name)", limit: 80) }
    let more = tools.count > names.count ? ",…" : ""
    return "--allow-tool \(names.joined(separator: ","))\(more)"
  }

  /// The warning about tools with which private data can leave the machine; `nil` where they are not
  /// offered together.
  ///
  /// Nothing said about the world outside means that a tool reaches it.
  ///
  /// Source: <https://modelcontextprotocol.io/specification/2025-11-25/schema#toolannotations>.
  package static func exposure(of tools: [ServerTool]) -> String? {
    let outward = tools.first { $0.hints.isOpenWorld ?? true }
    let inward = tools.first { $0.hints.isReadOnly == true && $0.hints.isOpenWorld == false }
    guard let inward, let outward else { return nil }
    let names = [inward, outward].map { Sanitizer.oneLine("\($0.server)/\($0.name)", limit: 80) }
    return "warning: what \(names[0]) reads can leave this machine through \(names[1])"
  }
}
