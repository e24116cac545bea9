internal import ByokCore
internal import ByokKit

/// Shows the request that would be sent, without the key.
struct DryRun {
  private let plan: ChatPlan
  private let request: ChatRequest
  /// The servers of tools that would be started, which a request cannot show.
  private let servers: [ServerFacts]
  /// What they offer; `nil` where that is known only when they run.
  private let offered: ToolOffer?

  init(
    _ plan: ChatPlan, _ request: ChatRequest, servers: [ServerFacts] = [],
    offered: ToolOffer? = nil
  ) {
    (self.plan, self.request) = (plan, request)
    (self.servers, self.offered) = (servers, offered)
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
    if !servers.isEmpty {
      members["servers"] = .array(servers.map(\.document))
      members["offered_tools"] = offeredNames.map { .array($0.map(JSONValue.string)) } ?? .null
    }
    return String(decoding: try JSONValue.object(members).json(), as: UTF8.self) + "\n"
  }

  /// What would be started or connected to, as lines before those of the request.
  private var serverText: String {
    let blocks = servers.map { server in
      "MCP server \(server.name)\n" + server.lines.map { "  \($0)\n" }.joined()
    }
    guard !blocks.isEmpty else { return "" }
    let names = servers.map(\.name).joined(separator: " ")
    let tools =
      offeredNames.map { "Tools: \($0.joined(separator: ", "))\n" }
      ?? "Tools: not known until the servers run (byok mcp tools \(names))\n"
    return blocks.joined() + tools + "\n"
  }

  private var offeredNames: [String]? {
    offered.map { offer in offer.entries.map(\.tool.shownName) }
  }
}
