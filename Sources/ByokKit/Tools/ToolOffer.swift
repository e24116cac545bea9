package import ByokCore

/// The tools that a model is offered, by the names that it calls them by.
package struct ToolOffer: Sendable {
  /// A tool as a model is offered it.
  package struct Entry: Sendable {
    package let name: String
    package let tool: ServerTool
    let description: String
    /// The schema that every provider takes.
    let schema: JSONValue
    /// What arguments are checked against; `nil` where byok does not understand the tool's own schema.
    let check: JSONSchema?
  }

  /// In the order of the servers, those of a server by name.
  package let entries: [Entry]
  /// What is not offered though it is allowed, as sentences.
  package let omissions: [String]
  private let places: [String: Int]

  /// The most bytes of a description.
  static let descriptionLimit = 4 << 10

  /// - Parameter tools: The tools that are allowed, those of a server together.
  package init(_ tools: [ServerTool]) {
    var servers: [String] = []
    for tool in tools where !servers.contains(tool.server) { servers.append(tool.server) }
    let sorted = servers.flatMap { server in
      tools.filter { $0.server == server }.sorted { $0.name < $1.name }
    }
    let names = sorted.map { ToolName.of($0.name, server: $0.server) }
    let counts = Dictionary(names.map { ($0, 1) }, uniquingKeysWith: +)
    var (entries, omissions): ([Entry], [String]) = ([], [])
    for (tool, name) in zip(sorted, names) {
      let shown = Sanitizer.oneLine("\(tool.server)/\(tool.name)", limit: 80).quoted
      guard counts[name] == 1 else {
        omissions.append("\(shown) is not offered: another tool has the same name")
        continue
      }
      do throws(ToolSchema.Flaw) {
        entries.append(try Entry(tool, name: name))
      } catch {
        omissions.append("\(shown) is not offered: its schema \(error.reason)")
      }
    }
    (self.entries, self.omissions) = (entries, ToolOffer.unique(omissions))
    places = Dictionary(entries.enumerated().map { ($1.name, $0) }) { first, _ in first }
  }

  private static func unique(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }

  /// The tool that a model means by a name; `nil` for one that was not offered.
  package subscript(name: String) -> Entry? { places[name].map { entries[$0] } }

  /// The tools as a provider takes them.
  func definitions(for dialect: any Dialect.Type) -> [ToolDefinition] {
    entries.map { entry in
      ToolDefinition(
        name: entry.name, description: entry.description,
        schema: dialect.toolSchema(entry.schema))
    }
  }

  /// Refuses to ask a model that cannot be offered them.
  ///
  /// - Throws: A usage error.
  package func check(
    _ provider: Provider, _ dialect: any Dialect.Type, model: String, _ facts: Model?
  ) throws(ByokError) {
    guard facts?.callsTools != false else {
      throw ByokError(
        .usage, "\("\(provider.id)/\(model)".quoted) cannot call tools",
        hint: "byok models --tools   lists those that can")
    }
    guard let limit = provider.quirks.toolLimit ?? dialect.toolLimit, entries.count > limit else {
      return
    }
    throw ByokError(
      .usage, "\(entries.count) tools are offered, and \(provider.name) takes \(limit)",
      hint: "--allow-tool PATTERN[,...] offers fewer")
  }
}

extension ToolOffer.Entry {
  fileprivate init(_ tool: ServerTool, name: String) throws(ToolSchema.Flaw) {
    let rewritten = try ToolSchema(rewriting: tool.inputSchema)
    (self.tool, self.name, schema) = (tool, name, rewritten.schema)
    let text = ([tool.description] + rewritten.notes).filter { !$0.isEmpty }
      .joined(separator: "\n")
    let limit = ToolOffer.descriptionLimit
    description = text.utf8.count <= limit ? text : text.beginning(bytes: limit) + "…"
    check = try? JSONSchema(tool.inputSchema)
  }

  /// Reads the arguments of a call.
  ///
  /// - Parameter text: What the model wrote.
  /// - Returns: The arguments; or what is wrong with them, for the model.
  func arguments(_ text: String) -> Result<JSONValue, ToolArgumentFlaw> {
    guard let value = JSONValue(Array(text.utf8)), value.isObject else {
      return .failure(ToolArgumentFlaw(text: "The arguments are not a JSON object."))
    }
    guard let check else { return .success(value) }
    var budget = SchemaBudget()
    guard let violations = try? check.violations(in: value, &budget), !violations.isEmpty else {
      return .success(value)
    }
    let list = violations.map { "- \($0.text)" }.joined(separator: "\n")
    return .failure(
      ToolArgumentFlaw(text: "The arguments do not match the schema of the tool:\n\(list)"))
  }
}

/// What is wrong with the arguments of a call, as a model reads it.
struct ToolArgumentFlaw: Error, Equatable {
  let text: String
}
