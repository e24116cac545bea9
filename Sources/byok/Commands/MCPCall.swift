internal import ByokCore
internal import ByokKit

/// `byok mcp call`: one call of a tool, without a model.
struct MCPCall: Command {
  var common = CommonOptions()
  var tool: String?
  var arguments: String?
  var timeout: Seconds?

  static let name = "mcp call"

  static let definition = CommandDefinition<Self>(
    summary: "Call a tool of an MCP server",
    detail: [
      "Starts the server, calls the tool with the arguments, a JSON object, and prints what it answers. '-'"
        + " reads the object from standard input; without it, the tool is called without arguments. What"
        + " models may call does not matter here: you are the caller.",
      "The exit status is 1 if the tool fails, and 14 if the server does.",
    ],
    operands: [
      .required("SERVER/TOOL", \.tool, words: .names(.server)),
      .optional("JSON", \.arguments),
    ],
    options: [
      .value("timeout", "SECONDS", \.timeout, "Timeout of the call, in seconds (default: 120)")
    ],
    json: true, unlocks: true,
    examples: [
      Example(
        line: #"byok mcp call git/git_log '{"repo_path": ".", "max_count": 3}'"#,
        purpose: "call a tool")
    ])

  func run(in session: inout Session) throws(ByokError) {
    let (server, name) = try split()
    let arguments = try readArguments(session)
    let run = try ServerRun([server], session, restarts: false)
    let answer: ToolAnswer
    do throws(ByokError) {
      answer = try run.call(name, of: server, arguments, limit: timeout?.count)
    } catch {
      run.stop()
      throw error
    }
    run.stop()
    if common.json {
      try session.console.write(answer.document, pretty: true)
    } else {
      let text = answer.shownText
      let isEnded = text.utf8.last.map { $0 == UInt8(ascii: "\n") } ?? true
      try session.console.write(isEnded ? text : text + "\n")
    }
    if answer.hasFailed {
      var failure = ByokError(.failure, "the tool \(Sanitizer.oneLine(name).quoted) failed")
      failure.reporting = .inWords
      throw failure
    }
  }

  private func split() throws(ByokError) -> (server: String, tool: String) {
    let words = (tool ?? "").split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard words.count == 2, !words[0].isEmpty, !words[1].isEmpty else {
      throw ByokError(
        .usage, "\((tool ?? "").quoted) is not SERVER/TOOL", hint: "byok mcp tools   lists them")
    }
    return (String(words[0]), String(words[1]))
  }

  private func readArguments(_ session: Session) throws(ByokError) -> JSONValue {
    guard let arguments else { return .object([:]) }
    let isPiped = arguments == "-"
    let text = isPiped ? try session.console.readText() : arguments
    let value = try JSONValue(
      strict: Array(text.utf8), from: isPiped ? "standard input" : "the argument",
      hint: #"such as '{"name": "value"}'"#)
    guard value.isObject else {
      throw ByokError(
        .usage, "arguments of a tool are a JSON object", hint: #"such as '{"name": "value"}'"#)
    }
    return value
  }
}
