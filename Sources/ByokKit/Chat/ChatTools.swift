package import ByokCore

/// The servers of a chat, and what a model is offered of their tools.
///
/// Whoever makes one must ``stop()`` it.
package final class ChatTools {
  private let options: ToolOptions
  private let settings: ToolSettings
  private let allowedByTemplate: [ToolPattern]
  private let entries: [ServerEntry]
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
    guard let servers = try ChatServers(options, template, configuration, session) else {
      return nil
    }
    let patterns = try (template?.allowedTools ?? []).map { (text) throws(ByokError) in
      guard let pattern = ToolPattern(argument: text) else {
        throw ByokError(
          .usage, "allow_tools of the template has \(text.quoted)",
          hint: "a tool is \(ToolPattern.expectation)")
      }
      return pattern
    }
    let entries = try servers.list.entries(servers.names)
    return ChatTools(options, configuration.tools, patterns, entries, session, onSignal)
  }

  private init(
    _ options: ToolOptions, _ settings: ToolSettings, _ template: [ToolPattern],
    _ entries: [ServerEntry], _ session: Session, _ onSignal: (@Sendable (CInt) -> Void)?
  ) {
    (self.options, self.settings, self.entries) = (options, settings, entries)
    (allowedByTemplate, console) = (template, session.console)
    seen = SeenTools(session)
    var outside = ServerSet.Outside(session)
    outside.cache = ToolCache(
      session, lifetime: settings.cache?.seconds, isRead: !options.refreshes)
    set = ServerSet(entries, outside, isOptional: options.isOptional, onSignal: onSignal)
  }

  /// Waits for the servers, and decides what is offered.
  ///
  /// - Returns: The tools; `nil` where all servers are missing that may be.
  /// - Throws: `tools` when a server cannot be used; a usage error when nothing is offered.
  package func use() throws(ByokError) -> ToolUse? {
    if let ready { return ready }
    let reports = try set.reports()
    let absent = Set(entries.map(\.name)).subtracting(reports.map(\.server))
    steps = reports.map {
      .server(
        name: $0.server, tools: $0.tools.count, milliseconds: Int($0.seconds * 1000),
        isCached: $0.isCached)
    }
    steps += absent.sorted().map { .server(name: $0, tools: nil, milliseconds: 0, isCached: false) }
    let allowed = try permission.allowed(of: reports.flatMap(\.tools), absent: absent)
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
    let use = ToolUse(offer, set, limits: limits)
    ready = use
    return use
  }

  /// Reports tools whose definitions have changed, or refuses them if `mcp.pin` is set.
  private func checkChanges(
    of allowed: [ServerTool], among tools: [ServerTool]
  ) throws(ByokError) {
    let changed = try seen.changed(of: allowed)
    if settings.pins == true, let tool = changed.first {
      throw ByokError(
        .unfinished,
        "the tool \(tool.shownName.quoted) is new or has changed since it was last seen",
        hint: "byok mcp tools \(tool.server) --accept   accepts it")
    }
    for tool in changed {
      console.note("the tool \(tool.shownName) is new or has changed since it was last seen")
    }
    // If this cannot be stored, it is reported again.
    try? seen.note(tools, reported: settings.pins == true ? [] : allowed)
  }

  /// What is allowed.
  private var permission: ToolPermission {
    var permission = ToolPermission()
    permission.commandLine = options.allowed.flatMap(\.patterns)
    permission.template = allowedByTemplate
    permission.denied = options.denied.flatMap(\.patterns)
    for entry in entries {
      permission.servers[entry.name] = .init(
        tools: entry.tools?.map { ToolPattern($0, of: entry.name) },
        allowed: entry.allow?.map { ToolPattern($0, of: entry.name) })
    }
    return permission
  }

  private var limits: ToolLimits {
    var limits = ToolLimits()
    limits.calls = options.maxCalls ?? settings.maxCalls?.number ?? limits.calls
    limits.turns = options.maxTurns ?? settings.maxTurns?.number ?? limits.turns
    limits.seconds = options.maxTime?.count
    limits.secondsOfCall = options.toolTimeout?.count
    limits.bytesOfResult =
      options.maxResult?.bytes ?? settings.maxResult?.number ?? limits.bytesOfResult
    return limits
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
