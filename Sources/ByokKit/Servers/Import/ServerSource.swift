package import ByokCore

/// A program whose servers of tools can be imported.
package enum ServerSource: String, CaseIterable, ArgumentValue, Sendable {
  case claudeDesktop = "claude-desktop"
  case claude, cursor, vscode, gemini, qwen, codex, goose, opencode
  /// Standard input: the JSON that servers' documentation shows.
  case pasted = "-"

  package static let expectation =
    "a tool whose servers can be imported: " + allCases.map(\.rawValue).joined(separator: ", ")

  package init?(argument: String) { self.init(rawValue: argument) }

  /// Its name.
  package var title: String {
    switch self {
    case .claudeDesktop: "Claude Desktop"
    case .claude: "Claude Code"
    case .cursor: "Cursor"
    case .vscode: "VS Code"
    case .gemini: "Gemini CLI"
    case .qwen: "Qwen Code"
    case .codex: "Codex"
    case .goose: "Goose"
    case .opencode: "opencode"
    case .pasted: "standard input"
    }
  }

  /// How its file is written.
  var notation: SettingsDocument.Notation {
    switch self {
    case .codex: .toml
    case .goose: .yaml
    default: .json
    }
  }

  /// The names of the table of servers, one of which its file has.
  var tables: [String] {
    switch self {
    case .vscode: ["servers", "mcpServers"]
    case .codex: ["mcp_servers"]
    case .goose: ["extensions"]
    case .opencode: ["mcp", "mcpServers"]
    case .pasted: ["mcpServers", "servers", "mcp_servers", "mcp"]
    default: ["mcpServers"]
    }
  }

  /// The unit of a time limit of calls; `nil` where it is not said.
  var callLimit: (name: String, unit: Double)? {
    switch self {
    case .gemini, .qwen, .claude: ("timeout", 0.001)
    case .goose: ("timeout", 1)
    case .codex: ("tool_timeout_sec", 1)
    default: nil
    }
  }

  /// The units of a time limit of starting and listing.
  var startLimits: [(name: String, unit: Double)] {
    switch self {
    case .qwen: [("discoveryTimeoutMs", 0.001)]
    case .opencode: [("timeout", 0.001)]
    case .codex: [("startup_timeout_sec", 1), ("startup_timeout_ms", 0.001)]
    default: []
    }
  }

  /// Whether `$NAME` and `%NAME%` are variables.
  var hasBareVariables: Bool { self == .gemini || self == .qwen }

  /// Whether `url` alone is an address of the deprecated transport.
  var urlMeansEvents: Bool { self == .gemini || self == .qwen }

  /// Where it keeps its servers; the first that is there counts.
  ///
  /// Sources, read 2026-11-29: <https://modelcontextprotocol.io/docs/develop/connect-local-servers>,
  /// <https://code.claude.com/docs/en/mcp>, <https://cursor.com/docs/context/mcp>,
  /// <https://code.visualstudio.com/docs/copilot/reference/mcp-configuration>,
  /// <https://github.com/google-gemini/gemini-cli/blob/main/docs/tools/mcp-server.md>,
  /// <https://github.com/QwenLM/qwen-code/blob/main/docs/users/features/mcp.md>,
  /// <https://github.com/openai/codex/blob/main/codex-rs/config/src/mcp_types.rs>,
  /// <https://github.com/block/goose/blob/main/crates/goose/src/agents/extension.rs>,
  /// <https://opencode.ai/docs/mcp-servers>.
  ///
  /// - Throws: A usage error without a home folder.
  package func files(in environment: Environment) throws(ByokError) -> [String] {
    guard let home = environment.value("HOME"), home.hasPrefix("/") else { throw .noHome }
    let settings = environment.value("XDG_CONFIG_HOME") ?? "\(home)/.config"
    switch self {
    case .claudeDesktop:
      return [
        "\(settings)/Claude/claude_desktop_config.json",
        "\(home)/Library/Application Support/Claude/claude_desktop_config.json",
      ]
    case .claude: return ["\(home)/.claude.json"]
    case .cursor: return ["\(home)/.cursor/mcp.json"]
    case .vscode:
      return [
        "\(settings)/Code/User/mcp.json", "\(home)/Library/Application Support/Code/User/mcp.json",
      ]
    case .gemini: return ["\(home)/.gemini/settings.json"]
    case .qwen: return ["\(home)/.qwen/settings.json"]
    case .codex:
      return ["\(environment.value("CODEX_HOME") ?? "\(home)/.codex")/config.toml"]
    case .goose: return ["\(settings)/goose/config.yaml"]
    case .opencode:
      return ["\(settings)/opencode/opencode.json", "\(settings)/opencode/opencode.jsonc"]
    case .pasted: return ["-"]
    }
  }
}
