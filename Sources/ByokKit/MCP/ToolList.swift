internal import ByokCore

/// The tools that a server lists.
struct ToolList: Equatable, Sendable {
  var tools: [ServerTool] = []
  /// What is left out, in words that follow the server's name.
  var notes: [String] = []
  /// How long it may be kept, in seconds; `nil` where the server does not say.
  var lifetime: Double?
  /// Whether it belongs to these credentials alone.
  var isPrivate = false

  /// The most pages that are asked for.
  static let pageLimit = 100
  /// The most tools that are taken.
  static let toolLimit = 10_000

  /// Takes a page.
  ///
  /// - Parameters:
  ///   - result: What the server answered.
  ///   - server: The user's name for it.
  /// - Returns: The cursor of the next page; `nil` after the last.
  /// - Throws: `broken` when it is no list.
  mutating func add(
    _ result: JSONValue, of server: String
  ) throws(ServerProblem) -> String? {
    guard let elements = result["tools"]?.elements else {
      throw .broken("listed its tools without a list 'tools'")
    }
    if let milliseconds = result["ttlMs"]?.double, milliseconds >= 0 {
      lifetime = min(lifetime ?? .infinity, milliseconds / 1000)
    }
    if result["cacheScope"]?.text == "private" { isPrivate = true }
    for element in elements { add(tool: element, of: server) }
    guard tools.count <= Self.toolLimit else {
      throw .broken("lists more than \(Self.toolLimit) tools")
    }
    return result["nextCursor"]?.string
  }

  private mutating func add(tool: JSONValue, of server: String) {
    guard let name = tool["name"]?.text, name.utf8.count <= 1024 else {
      notes.append("lists a tool without a usable name, which is left out")
      return
    }
    let shown = Sanitizer.oneLine(name, limit: 80).quoted
    guard let schema = tool["inputSchema"], schema.isObject else {
      notes.append("lists \(shown) without a schema of its arguments; it is left out")
      return
    }
    guard tool["execution"]?["taskSupport"]?.text != "required" else {
      notes.append("lists \(shown), which runs only as a task; it is left out")
      return
    }
    tools.append(
      ServerTool(
        server: server, name: name,
        description: tool["description"]?.text ?? tool["title"]?.text ?? "", inputSchema: schema,
        outputSchema: tool["outputSchema"].flatMap { $0.isObject ? $0 : nil },
        hints: ToolHints(tool["annotations"])))
  }

  /// Leaves out tools that cannot be called, and sorts the others.
  ///
  /// - Parameter usesHeaders: Whether arguments are also sent as header fields.
  mutating func finish(usesHeaders: Bool) {
    if usesHeaders { leaveOutWithoutHeaders() }
    leaveOutNamesakes()
    tools.sort { $0.name < $1.name }
  }

  private mutating func leaveOutWithoutHeaders() {
    var kept: [ServerTool] = []
    for tool in tools {
      do throws(ParameterHeaders.Flaw) {
        _ = try ParameterHeaders(tool.inputSchema)
        kept.append(tool)
      } catch {
        let shown = Sanitizer.oneLine(tool.name, limit: 80).quoted
        notes.append("lists \(shown), which \(error.reason); it is left out")
      }
    }
    tools = kept
  }

  /// Leaves out tools of one name, of which nobody knows which is meant.
  private mutating func leaveOutNamesakes() {
    var counts: [String: Int] = [:]
    for tool in tools { counts[tool.name, default: 0] += 1 }
    for (name, count) in counts.sorted(by: { $0.key < $1.key }) where count > 1 {
      let shown = Sanitizer.oneLine(name, limit: 80).quoted
      notes.append("lists \(count) tools named \(shown); they are left out")
    }
    tools.removeAll { counts[$0.name] != 1 }
  }
}

extension ToolList {
  /// The answer to a call of a tool that is not what it was; `nil` where it may be called.
  func refusal(of tool: ServerTool) -> ToolAnswer? {
    guard let now = tools.first(where: { $0.name == tool.name }) else {
      return ToolAnswer(failure: "the server has no such tool any more")
    }
    guard now.inputSchema != tool.inputSchema else { return nil }
    return ToolAnswer(
      failure: "the tool has changed; its arguments are now: \(now.inputSchema.compactText)")
  }
}

extension ToolHints {
  /// Source: <https://modelcontextprotocol.io/specification/2026-07-28/server/tools>, "annotations".
  init(_ annotations: JSONValue?) {
    self.init(
      isReadOnly: annotations?["readOnlyHint"]?.flag,
      isDestructive: annotations?["destructiveHint"]?.flag,
      isIdempotent: annotations?["idempotentHint"]?.flag,
      isOpenWorld: annotations?["openWorldHint"]?.flag)
  }
}
