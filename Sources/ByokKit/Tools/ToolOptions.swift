package import ByokCore

/// What the command line says about tools.
package struct ToolOptions: Sendable {
  /// The servers whose tools are offered.
  package var servers: [ServerNames] = []
  /// A file of another tool's that describes servers, for this run.
  package var file: String?
  /// Whether the chat goes on without a server that fails.
  package var isOptional = false
  package var allowed: [ToolPatterns] = []
  package var denied: [ToolPatterns] = []
  package var maxCalls: Int?
  package var maxTurns: Int?
  package var maxTime: Seconds?
  package var toolTimeout: Seconds?
  package var maxResult: ByteLimit?
  /// Whether lists of tools that were kept are not used.
  package var refreshes = false

  package init() {}

  /// Refuses what makes no sense without servers.
  ///
  /// - Parameter hasServers: Whether a template names servers.
  /// - Throws: A usage error.
  package func check(hasServers: Bool) throws(ByokError) {
    guard servers.isEmpty, file == nil, !hasServers, let option = dependent else { return }
    throw ByokError(.usage, "\(option) needs servers of tools", hint: "--mcp SERVER[,...]")
  }

  /// An option that does nothing without servers.
  private var dependent: String? {
    let options: [(String, Bool)] = [
      ("--allow-tool", !allowed.isEmpty), ("--deny-tool", !denied.isEmpty),
      ("--mcp-optional", isOptional), ("--max-tool-calls", maxCalls != nil),
      ("--max-turns", maxTurns != nil), ("--max-time", maxTime != nil),
      ("--tool-timeout", toolTimeout != nil), ("--max-result", maxResult != nil),
      ("--refresh-tools", refreshes),
    ]
    return options.first(where: \.1)?.0
  }
}

/// Names of servers, separated by commas.
package struct ServerNames: ArgumentValue, Equatable {
  package static let expectation = "the name of an MCP server, or several separated by commas"
  package static let words: WordKind? = .names(.server)
  package let names: [String]

  package init?(argument: String) {
    names = argument.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard names.allSatisfy({ !$0.isEmpty }) else { return nil }
  }
}

/// Patterns of tools, separated by commas.
package struct ToolPatterns: ArgumentValue, Equatable {
  package static let expectation = "\(ToolPattern.expectation), or several separated by commas"
  package let patterns: [ToolPattern]

  package init?(argument: String) {
    let words = argument.split(separator: ",", omittingEmptySubsequences: false)
    patterns = words.compactMap { ToolPattern(argument: String($0)) }
    guard patterns.count == words.count else { return nil }
  }
}

/// A number of bytes.
package struct ByteLimit: ArgumentValue, Equatable {
  package static let expectation = "a number of bytes from 100, such as 65536, 64K or 1M"
  package let bytes: Int

  package init?(argument: String) {
    let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20]
    let unit = argument.last.flatMap { units[$0] }
    let digits = unit == nil ? argument : String(argument.dropLast())
    guard let number = Int(argument: digits), number <= 1 << 30 else { return nil }
    bytes = number * (unit ?? 1)
    guard (100...1 << 30).contains(bytes) else { return nil }
  }
}
