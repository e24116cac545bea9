internal import ByokCore
internal import ByokKit

/// `byok mcp add`: a server of tools.
struct MCPAdd: Command {
  var common = CommonOptions()
  var server: String?
  var program: [String] = []
  var url: String?
  var transport: String?
  var variables: [ServerAssignment] = []
  var headers: [ServerHeader] = []
  var folder: String?
  var passedVariables: [String] = []
  var tools: [String] = []
  var allow: [String] = []
  var startTimeout: Seconds?
  var toolTimeout: Seconds?
  var replaces = false

  static let name = "mcp add"

  static let definition = CommandDefinition<Self>(
    summary: "Add an MCP server to config.json",
    detail: [
      "The words after -- are the program and its arguments, which are not read by a shell. --url adds a"
        + " server that is running. The command prints what will be run; nothing is started. Comments in"
        + " config.json are preserved.",
      "Values may contain ${NAME} and ${NAME:-TEXT} for environment variables, in single quotes because"
        + " of the shell. Secrets never belong in config.json or on the command line: write"
        + " '${key:mcp/LABEL}' in --env or --header, and seal the key with 'byok keys add mcp/LABEL --for"
        + " NAME'.",
      "--tools limits the tools that are ever offered to a model. --allow lists those that are offered"
        + " without being named: tools, patterns, or read-only (the default), which is what the server"
        + " says of a tool.",
    ],
    operands: [
      .required("NAME", \.server, words: .text),
      .command("COMMAND", \.program, optional: true),
    ],
    options: [
      .value("url", "URL", \.url, "Address of a server that is running"),
      .value("type", "http|sse", \.transport, "How to speak to it (default: http)"),
      .repeating("env", "NAME=TEXT", \.variables, "Environment variable for it (repeatable)"),
      .repeating("header", "NAME:TEXT", \.headers, "Header field of each request (repeatable)"),
      .value("cwd", "FOLDER", \.folder, "Folder in which it runs"),
      .repeating("pass-env", "NAME", \.passedVariables, "Variable that it inherits (repeatable)"),
      .repeating("tools", "TOOLS", \.tools, "The only tools ever offered, separated by commas"),
      .repeating("allow", "TOOLS", \.allow, "Tools offered without being named"),
      .value("start-timeout", "SECONDS", \.startTimeout, "Time until its tools are known"),
      .value("tool-timeout", "SECONDS", \.toolTimeout, "Time of a call without progress"),
      .flag("replace", \.replaces, "Replace a server of that name"),
    ],
    examples: [
      Example(
        line: "byok mcp add git -- mcp-server-git --repository ~/src/byok",
        purpose: "add a program, with its arguments"),
      Example(
        line: "byok mcp add db --env 'DB_TOKEN=${key:mcp/db}' -- uvx some-db-mcp",
        purpose: "give it a sealed key; then: byok keys add mcp/db --for db"),
      Example(
        line: "byok mcp add github --url https://mcp.example.com/mcp"
          + " --header 'Authorization: Bearer ${key:mcp/github}'",
        purpose: "add a server at an address"),
    ])

  static var refusalOfKey: ByokError? {
    ByokError(
      .usage, "byok mcp add takes a name, and the server's program after --; no key",
      hint: "byok mcp add NAME -- COMMAND [ARG...]")
  }

  func run(in session: inout Session) throws(ByokError) {
    guard let name = server else { return }
    guard ServerName.isValid(name) else {
      throw ByokError(
        .usage, "\(name.quoted) cannot be the name of a server", hint: "use \(ServerName.rule)")
    }
    try checkIsOne()
    try checkSecrets(of: name)
    let configuration = try Configuration.load(session.locations)
    guard replaces || configuration.servers[name] == nil else {
      throw ByokError(
        .failure, "there is an MCP server \(name.quoted) already",
        hints: ["byok mcp list", "--replace replaces it"])
    }
    var row = self
    row.folder = try folder.map(Self.absolute)
    let members = JSONValue.object(row.members)
    try Configuration.set(
      ["mcp", "servers", name], to: members.compactText, session.locations, clock: session.clock)
    try ServerNotes(session).added([name])
  }

  /// A folder as the configuration takes it, from one that a shell would take.
  private static func absolute(_ folder: String) throws(ByokError) -> String {
    guard !["/", "~", "${"].contains(where: folder.hasPrefix) else { return folder }
    do throws(Errno) {
      return FilePath(folder, from: try FilePath.currentFolder()).text
    } catch {
      throw ByokError(.failure, "cannot tell the current folder: \(error.text)")
    }
  }

  private func checkIsOne() throws(ByokError) {
    if url != nil, !program.isEmpty { throw .conflict("--url", "-- COMMAND") }
    guard url != nil || !program.isEmpty else {
      throw ByokError(
        .usage, "missing '-- COMMAND' or --url",
        hints: [
          "byok mcp add NAME -- COMMAND [ARG...]",
          "byok mcp add NAME --url https://host.example/mcp",
        ])
    }
  }

  /// Refuses what other users can see on the command line.
  private func checkSecrets(of name: String) throws(ByokError) {
    let fields =
      variables.map { ("--env", $0.name, $0.text) } + headers.map { ("--header", $0.name, $0.text) }
    for (option, field, text) in fields where ServerSecrets.isName(field) && !text.isEmpty {
      guard !text.contains("${") else { continue }
      throw ByokError(
        .usage,
        "\(field) is a secret, and the command line and config.json are no place for it",
        hints: [
          "write \(option) '\(field)\(option == "--env" ? "=" : ": ")\(ReferenceText.key(name))'",
          "then: byok keys add \(KeyName.serverGroup)/\(name) --for \(name)",
        ])
    }
  }

  /// The row for config.json, checked as it is when it is read.
  private var members: [String: JSONValue] {
    func list(_ words: [String]) -> JSONValue {
      .array(words.flatMap { $0.split(separator: ",") }.map { .string(String($0)) })
    }
    var members: [String: JSONValue] = [:]
    if let url { members["url"] = .string(url) }
    if let command = program.first { members["command"] = .string(command) }
    if program.count > 1 { members["args"] = .array(program.dropFirst().map(JSONValue.string)) }
    if let transport { members["type"] = .string(transport) }
    if let folder { members["cwd"] = .string(folder) }
    if !variables.isEmpty {
      members["env"] = .object(Dictionary(variables.map { ($0.name, .string($0.text)) }) { $1 })
    }
    if !headers.isEmpty {
      members["headers"] = .object(Dictionary(headers.map { ($0.name, .string($0.text)) }) { $1 })
    }
    if !passedVariables.isEmpty { members["pass_env"] = list(passedVariables) }
    if !tools.isEmpty { members["tools"] = list(tools) }
    if !allow.isEmpty { members["allow"] = list(allow) }
    if let startTimeout { members["start_timeout"] = .seconds(startTimeout) }
    if let toolTimeout { members["tool_timeout"] = .seconds(toolTimeout) }
    return members
  }
}

extension JSONValue {
  fileprivate static func seconds(_ time: Seconds) -> Self {
    Int(exactly: time.count).map(JSONValue.integer) ?? .number(time.count)
  }
}

/// A variable for a server: `NAME=TEXT`.
struct ServerAssignment: ArgumentValue, Equatable {
  static let expectation = "NAME=TEXT"
  let name: String
  let text: String

  init?(argument: String) {
    guard let sign = argument.firstIndex(of: "="), sign > argument.startIndex else { return nil }
    (name, text) = (String(argument[..<sign]), String(argument[sign...].dropFirst()))
  }
}

/// A header field for a server: `NAME: TEXT`.
struct ServerHeader: ArgumentValue, Equatable {
  static let expectation = "NAME: TEXT"
  let name: String
  let text: String

  init?(argument: String) {
    guard let colon = argument.firstIndex(of: ":"), colon > argument.startIndex else { return nil }
    name = String(argument[..<colon])
    text = String(argument[colon...].dropFirst().drop { $0 == " " })
  }
}
