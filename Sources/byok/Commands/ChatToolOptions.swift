internal import ByokCore
internal import ByokKit

/// The part of `chat` that has to do with tools.
extension Chat {
  /// What the model may call.
  static let toolOptions = CommandOption<Self>.under(
    "Tools",
    [
      .repeating(
        "mcp", "SERVER[,...]", \.tools.servers, "Offer tools of these MCP servers (byok help tools)"
      ),
      .value(
        "mcp-config", "FILE", \.tools.file, "Use the servers in FILE, of another tool"),
      .flag("mcp-optional", \.tools.isOptional, "Go on without servers that fail"),
      .repeating(
        "allow-tool", "PATTERN[,...]", \.tools.allowed,
        "Offer only these: read-only, SERVER/TOOL, SERVER/*"),
      .repeating("deny-tool", "PATTERN[,...]", \.tools.denied, "Never offer these"),
      .value("max-tool-calls", "N", \.tools.maxCalls, "Limit calls of tools (default: 20)"),
      .value("max-turns", "N", \.tools.maxTurns, "Limit replies of the model (default: 10)"),
      .value("max-time", "SECONDS", \.tools.maxTime, "Limit the time of the whole chat"),
      .value(
        "tool-timeout", "SECONDS", \.tools.toolTimeout, "Timeout of a call (default: the server's)"),
      .value(
        "max-result", "BYTES", \.tools.maxResult, "Cut results in the middle (default: 64K)"),
      .flag("refresh-tools", \.tools.refreshes, "Ask servers for their tools again"),
      .flag("show-results", \.output.showsResults, "Print what tools answer to stderr"),
    ])

  /// Begins to start the servers that are named.
  ///
  /// - Parameters:
  ///   - planner: The configuration, and the log of requests.
  ///   - template: The template of the prompt.
  ///   - session: The outside world.
  ///   - onSignal: Done before a signal ends the process; `nil` where requests are noted and no more.
  /// - Returns: The servers; `nil` for none.
  /// - Throws: A usage error; what opening keys throws.
  func openServers(
    _ planner: ChatPlanner, _ template: PromptTemplate?, _ session: Session,
    onSignal: (@Sendable (CInt) -> Void)? = nil
  ) throws(ByokError) -> ChatTools? {
    if output.isDryRun { return nil }
    let requests = planner.session.requests
    let last = onSignal ?? { requests.cutOff(bySignal: $0) }
    let servers = try ChatTools.open(
      tools, template, planner.configuration, session, onSignal: last)
    // The servers' own watch takes signals now.
    if servers != nil { _ = requests.watch() }
    return servers
  }

  /// What is offered; in a dry run, as far as that is known without starting a server.
  ///
  /// - Throws: A usage error when nothing is; `tools` when a server cannot be used.
  func offered(
    by servers: ChatTools?, _ planner: ChatPlanner, _ template: PromptTemplate?,
    _ session: Session
  ) throws(ByokError) -> ToolUse? {
    guard output.isDryRun else { return try servers?.use() }
    return try ChatTools.known(tools, template, planner.configuration, session)
  }

  /// Shows the request, and the servers that would be started.
  ///
  /// - Throws: A usage error for an unknown server; a failure when it cannot be written.
  func dryRun(
    _ plan: ChatPlan, _ request: ChatRequest, _ template: PromptTemplate?, _ offered: ToolUse?,
    _ session: Session
  ) throws(ByokError) -> ChatResult {
    let configuration = try Configuration.load(session.locations)
    let servers = try ChatServers(tools, template, configuration, session)
    let facts = try (servers?.names ?? []).map { (name) throws(ByokError) in
      ServerFacts(name: name, row: try servers?.list.row(name) ?? ServerRow())
    }
    var output = output
    output.isJSON = common.json
    return try DryRun(plan, request, servers: facts, offered: offered?.offer).show(output)
  }
}
