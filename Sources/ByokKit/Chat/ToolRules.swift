internal import ByokCore

/// Which servers a chat names, what it allows of their tools, and how much.
struct ToolRules {
  let options: ToolOptions
  let settings: ToolSettings
  private let allowedByTemplate: [ToolPattern]
  let entries: [ServerEntry]

  /// Makes nothing where no server is named.
  ///
  /// - Parameters:
  ///   - options: What the command line says.
  ///   - template: The template of the prompt.
  ///   - configuration: The servers, and what is usual.
  ///   - session: The outside world.
  /// - Throws: A usage error for an unknown server or a pattern that is none; what opening keys throws.
  init?(
    _ options: ToolOptions, _ template: PromptTemplate?, _ configuration: Configuration,
    _ session: Session
  ) throws(ByokError) {
    guard let servers = try ChatServers(options, template, configuration, session) else {
      return nil
    }
    allowedByTemplate = try (template?.allowedTools ?? []).map { (text) throws(ByokError) in
      guard let pattern = ToolPattern(argument: text) else {
        throw ByokError(
          .usage, "allow_tools of the template has \(text.quoted)",
          hint: "a tool is \(ToolPattern.expectation)")
      }
      return pattern
    }
    entries = try servers.list.entries(servers.names)
    (self.options, settings) = (options, configuration.tools)
  }

  /// Where lists of tools are kept.
  func cache(_ session: Session) -> ToolCache {
    ToolCache(session, lifetime: settings.cache?.seconds, isRead: !options.refreshes)
  }

  /// What is allowed.
  var permission: ToolPermission {
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

  /// How much there may be.
  var limits: ToolLimits {
    var limits = ToolLimits()
    limits.calls = options.maxCalls ?? settings.maxCalls?.number ?? limits.calls
    limits.turns = options.maxTurns ?? settings.maxTurns?.number ?? limits.turns
    limits.seconds = options.maxTime?.count
    limits.secondsOfCall = options.toolTimeout?.count
    limits.bytesOfResult =
      options.maxResult?.bytes ?? settings.maxResult?.number ?? limits.bytesOfResult
    return limits
  }
}

/// Runs nothing, in a dry run.
struct NoServers: ToolRunner {
  func run(
    _ tool: ServerTool, arguments: JSONValue, limit: Double?, interrupt: Latch?
  ) throws(ByokError) -> ToolAnswer {
    throw ByokError(.tools, "the MCP server \(tool.server.quoted) was not started")
  }

  func runsInParallel(_ server: String) -> Bool { false }
}
