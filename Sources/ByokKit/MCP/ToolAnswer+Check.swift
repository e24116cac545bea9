internal import ByokCore

extension ToolAnswer {
  /// How the structured answer breaks the schema that the server gave for it.
  ///
  /// - Parameter tool: The tool that answered.
  /// - Returns: The first violation, as a sentence; `nil` where it fits, where there is nothing to
  ///   check, and where byok does not understand the schema.
  func flaw(in tool: ServerTool) -> String? {
    guard !isError, let structured, let document = tool.outputSchema,
      let schema = try? JSONSchema(document)
    else { return nil }
    var budget = SchemaBudget()
    let violations = try? schema.violations(in: structured, &budget)
    return violations?.first.map { Sanitizer.oneLine($0.text, limit: 200) }
  }
}
