package import ByokCore

/// The servers of a chat, and what a model is offered of their tools.
///
/// Whoever makes one must ``stop()`` it.
package final class ChatTools {
  private let rules: ToolRules
  private let set: ServerSet
  private let seen: SeenTools
  private let console: Console
  private var ready: ToolUse?
  /// What servers say of how their tools are to be used; `nil` until they are ready, or for nothing.
  package private(set) var instructions: String?

  /// What became of each server, once they are ready.
  package private(set) var steps: [ToolStep] = []

  /// Begins to start the servers that are named, and returns at once.
  ///
  /// - Parameters:
  ///   - options: What the command line says.
  ///   - template: The template of the prompt.
  ///   - configuration: The servers, and what is usual.
  ///   - session: The outside world.
  ///   - onSignal: Done before a signal ends the process; `nil` where others take signals.
  /// - Returns: `nil` where no server is named.
  /// - Throws: A usage error for an unknown server or a pattern that is none; what opening keys throws.
  package static func open(
    _ options: ToolOptions, _ template: PromptTemplate?, _ configuration: Configuration,
    _ session: Session, onSignal: (@Sendable (CInt) -> Void)? = { _ in }
  ) throws(ByokError) -> ChatTools? {
    guard let rules = try ToolRules(options, template, configuration, session) else { return nil }
    return ChatTools(rules, session, onSignal)
  }

  private init(
    _ rules: ToolRules, _ session: Session, _ onSignal: (@Sendable (CInt) -> Void)?
  ) {
    self.rules = rules
    console = session.console
    seen = SeenTools(session)
    var outside = ServerSet.Outside(session)
    outside.cache = rules.cache(session)
    set = ServerSet(
      rules.entries, outside, isOptional: rules.options.isOptional, onSignal: onSignal)
  }

  /// What would be offered, as far as that is known without starting anything.
  ///
  /// - Parameters:
  ///   - options: What the command line says.
  ///   - template: The template of the prompt.
  ///   - configuration: The servers, and what is usual.
  ///   - session: The outside world.
  /// - Returns: The tools; `nil` where no server is named, or those of one are not known.
  /// - Throws: What ``open(_:_:_:_:onSignal:)`` throws; a usage error when nothing is offered.
  package static func known(
    _ options: ToolOptions, _ template: PromptTemplate?, _ configuration: Configuration,
    _ session: Session
  ) throws(ByokError) -> ToolUse? {
    guard let rules = try ToolRules(options, template, configuration, session) else { return nil }
    let cache = rules.cache(session)
    var tools: [ServerTool] = []
    for entry in rules.entries {
      guard let known = cache.record(of: entry, session.environment)?.read() else { return nil }
      tools += known.list.tools
    }
    let allowed = try rules.permission.allowed(of: tools, absent: [])
    return ToolUse(ToolOffer(allowed), NoServers(), limits: rules.limits)
  }

  /// Waits for the servers, and decides what is offered.
  ///
  /// - Returns: The tools; `nil` where all servers are missing that may be.
  /// - Throws: `tools` when a server cannot be used; a usage error when nothing is offered.
  package func use() throws(ByokError) -> ToolUse? {
    if let ready { return ready }
    let reports = try set.reports()
    let absent = Set(rules.entries.map(\.name)).subtracting(reports.map(\.server))
    steps = reports.map {
      .server(
        name: $0.server, tools: $0.tools.count, milliseconds: Int($0.seconds * 1000),
        isCached: $0.isCached)
    }
    steps += absent.sorted().map { .server(name: $0, tools: nil, milliseconds: 0, isCached: false) }
    let allowed = try rules.permission.allowed(of: reports.flatMap(\.tools), absent: absent)
    guard !allowed.isEmpty else { return nil }
    try checkChanges(of: allowed, among: reports.flatMap(\.tools))
    let offer = ToolOffer(allowed)
    for omission in offer.omissions { console.note(omission) }
    if let warning = ToolPermission.exposure(of: offer.entries.map(\.tool)) {
      console.note(warning)
    }
    let said = reports.compactMap { report in
      report.instructions.map { "Instructions of the MCP server '\(report.server)':\n\($0)" }
    }
    instructions = said.isEmpty ? nil : said.joined(separator: "\n\n")
    let use = ToolUse(offer, set, limits: rules.limits)
    ready = use
    return use
  }

  /// Reports tools whose definitions have changed, or refuses them if `mcp.pin` is set.
  private func checkChanges(
    of allowed: [ServerTool], among tools: [ServerTool]
  ) throws(ByokError) {
    let changed = try seen.changed(of: allowed)
    if rules.settings.pins == true, let tool = changed.first {
      throw ByokError(
        .unfinished,
        "the tool \(tool.shownName.quoted) is new or has changed since it was last seen",
        hint: "byok mcp tools \(tool.server) --accept   accepts it")
    }
    for tool in changed {
      console.note("the tool \(tool.shownName) is new or has changed since it was last seen")
    }
    // If this cannot be stored, it is reported again.
    try? seen.note(tools, reported: rules.settings.pins == true ? [] : allowed)
  }

  /// Stops the servers, and returns when nothing of them is left.
  package func stop() { set.stop() }
}

/// The servers that a chat names.
package struct ChatServers {
  package let names: [String]
  package let list: ServerList

  /// Makes nothing where none is named.
  ///
  /// - Parameters:
  ///   - options: What the command line says.
  ///   - template: The template of the prompt.
  ///   - configuration: The servers that are configured.
  ///   - session: The outside world.
  /// - Throws: A usage error for options that need servers, and for a file that is none of servers.
  package init?(
    _ options: ToolOptions, _ template: PromptTemplate?, _ configuration: Configuration,
    _ session: Session
  ) throws(ByokError) {
    let named = options.servers.flatMap(\.names)
    let names = named.isEmpty ? template?.servers ?? [] : named
    try options.check(hasServers: !names.isEmpty)
    guard let file = options.file else {
      guard !names.isEmpty else { return nil }
      (self.names, list) = (names, ServerList(configuration, session))
      return
    }
    // Such a file is all that there is: what it calls a server is not what config.json does.
    list = try ServerList.ofFile(file, session)
    self.names = names.isEmpty ? list.names : names
  }
}
