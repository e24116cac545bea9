internal import ByokCore
internal import ByokKit

/// Shows the request that would be sent, without the key.
struct DryRun {
  private let plan: ChatPlan
  private let request: ChatRequest
  /// The servers of tools that would be started, which a request cannot show.
  private let servers: [ServerFacts]

  init(_ plan: ChatPlan, _ request: ChatRequest, servers: [ServerFacts] = []) {
    (self.plan, self.request, self.servers) = (plan, request, servers)
  }

  /// Writes it in place of a reply.
  ///
  /// - Parameter output: Where, and in which form.
  /// - Returns: A result without a reply.
  /// - Throws: A failure when the request or the output cannot be written.
  func show(_ output: ChatOutput) throws(ByokError) -> ChatResult {
    let text = try text(asJSON: output.form == .json || output.form == .events)
    if let file = output.outputFile {
      try file.replace(with: Array(text.utf8).span)
    } else {
      try plan.client.session.console.write(text)
    }
    return ChatResult(
      provider: plan.client.provider, request: request, key: plan.key.source, start: 0)
  }

  /// The request line, the header fields and the body; or an object with the same.
  private func text(asJSON: Bool) throws(ByokError) -> String {
    let endpoint = ChatEndpoint(plan.client.dialect, request)
    let shown = try RequestText(endpoint, plan.client, key: plan.key)
    guard asJSON else { return serverText + (try shown.text()) }
    var members = shown.members
    if !servers.isEmpty { members["servers"] = .array(servers.map(\.document)) }
    return String(decoding: try JSONValue.object(members).json(), as: UTF8.self) + "\n"
  }

  /// What would be started or connected to, as lines before those of the request.
  private var serverText: String {
    let blocks = servers.map { server in
      "MCP server \(server.name)\n" + server.lines.map { "  \($0)\n" }.joined()
        + "  tools are known once it runs: byok mcp tools \(server.name)\n"
    }
    return blocks.isEmpty ? "" : blocks.joined() + "\n"
  }
}
