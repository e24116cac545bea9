internal import ByokCore

/// Reads a server of another program's settings.
struct ImportedServerReader {
  let program: ServerSource
  var server: ImportedServer

  /// Why a server is not taken over, as the end of a sentence.
  struct Refusal: Error, Equatable {
    let reason: String
  }

  /// Members that say how far a server is trusted, which byok lets its user say anew.
  private static let trust: Set = [
    "trust", "alwaysAllow", "autoApprove", "default_tools_approval_mode", "approval_mode",
  ]
  /// Members that byok has no use for, with what is lost.
  private static let losses = [
    "headersHelper": "the program of headersHelper is not run",
    "oauth": "byok does not sign in by OAuth: the server may refuse it",
    "auth":
      "byok does not sign in by OAuth: the server may refuse it",
    "envFile": "the variables of envFile are not set", "sandbox": "it is not run in a sandbox",
    "excludeTools": "excludeTools is not taken over: see --deny-tool",
    "disabled_tools": "disabled_tools is not taken over: see --deny-tool",
    "disabledTools": "disabledTools is not taken over: see --deny-tool",
  ]

  /// Reads what is said of the server.
  ///
  /// - Parameters:
  ///   - table: Where.
  ///   - file: The settings.
  /// - Throws: Why it is not taken over.
  mutating func read(
    _ table: Int, _ file: borrowing SettingsDocument
  ) throws(Refusal) {
    let address = try address(table, file)
    if let address {
      server.members["url"] = .string(try text(address.index, "url", file))
      if address.isEvents { server.members["type"] = .string(ServerTransport.sse.rawValue) }
      try readHeaders(table, file)
    } else {
      try readProgram(table, file)
    }
    try readLimits(table, file)
    try readTools(table, file)
    for child in file.children(of: table) {
      guard let name = file.nodes[child].name else { continue }
      if Self.trust.contains(name) {
        server.notes.append("\(name) is not taken over: use --allow-tool, or allow in config.json")
      } else if let loss = Self.losses[name], !Self.isEmpty(child, file) {
        server.notes.append(loss)
      }
    }
  }

  private static func isEmpty(_ index: Int, _ file: borrowing SettingsDocument) -> Bool {
    switch file.kind(of: index) {
    case .table, .list: file.children(of: index).isEmpty
    default: ["", "false", "null"].contains(file.plainText(index))
    }
  }

  // MARK: Where it is

  /// The address; `nil` for a program.
  private func address(
    _ table: Int, _ file: borrowing SettingsDocument
  ) throws(Refusal) -> (index: Int, isEvents: Bool)? {
    let kind = file.text(named: "type", of: table)
    guard kind.map(Self.kinds.contains) ?? true else {
      throw Refusal(reason: "its type \((kind ?? "").quoted) is not one that byok knows")
    }
    let isEvents = kind == "sse"
    if let http = file.member("httpUrl", of: table) { return (http, false) }
    for name in ["url", "uri", "serverUrl"] {
      guard let index = file.member(name, of: table) else { continue }
      return (index, isEvents || (kind == nil && program.urlMeansEvents))
    }
    return nil
  }

  private static let kinds: Set = [
    "stdio", "http", "sse", "streamable-http", "streamable_http", "streamableHttp", "local",
    "remote",
  ]

  private mutating func readProgram(
    _ table: Int, _ file: borrowing SettingsDocument
  ) throws(Refusal) {
    guard let index = file.member("command", of: table) ?? file.member("cmd", of: table) else {
      throw Refusal(reason: "it has neither a program nor an address")
    }
    var words: [String] = []
    switch file.kind(of: index) {
    case .string: words = [try text(index, "command", file)]
    case .list: words = try texts(index, "command", file)
    default: throw Refusal(reason: "its program is not a string")
    }
    if let index = file.member("args", of: table) { words += try texts(index, "args", file) }
    // On Windows, 'cmd /c npx' starts a script: here, the script is a program.
    if words.count > 2, ["cmd", "cmd.exe"].contains(words[0]), words[1].lowercased() == "/c" {
      words.removeFirst(2)
    }
    guard let command = words.first, !command.isEmpty else {
      throw Refusal(reason: "it has no program")
    }
    server.members["command"] = .string(command)
    if words.count > 1 { server.members["args"] = .array(words.dropFirst().map(JSONValue.string)) }
    if let index = file.member("cwd", of: table) {
      server.members["cwd"] = .string(try text(index, "cwd", file))
    }
    try readVariables(table, file)
  }
}
