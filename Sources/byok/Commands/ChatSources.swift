internal import ByokCore
internal import ByokKit

/// The part of `chat` that has to do with answers from the user's files.
extension Chat {
  /// Where the answer comes from.
  static let sourceOptions = CommandOption<Self>.under(
    "Answers from files",
    [
      .value("rag", "INDEX", \.sources.index, "Answer from the files of an index (byok help rag)"),
      .value("rag-k", "N", \.sources.count, "Number of passages to send (default: 5)"),
      .flag("rag-only", \.sources.isRequired, "Fail if nothing in the index matches"),
      .value(
        "sources", "stdout|stderr", \.sources.listing, "Where to list sources (default: stderr)"),
    ])

  /// Refuses what makes no sense together.
  ///
  /// - Throws: A usage error.
  func checkSources() throws(ByokError) {
    try sources.check()
    guard sources.listing == .stdout else { return }
    if batch.isOn { throw .conflict("--sources stdout", batch.name) }
    let others = [
      (common.json, "--json"), (output.isEvents, "--ndjson"), (output.isCode, "--code"),
      (input.schema != nil, "--schema"),
    ]
    if let other = others.first(where: \.0)?.1 { throw .conflict("--sources stdout", other) }
  }

  /// Looks for the passages that answer what is said.
  ///
  /// - Returns: None without an index, or where nothing matches and nothing has to.
  /// - Throws: A failure where something has to match; what searching throws.
  func findSources(
    for said: ChatContent, _ session: Session
  ) throws(ByokError) -> [SourcePassage] {
    try SourceFinder(
      sources, session, isRehearsal: output.isDryRun, isUnlogged: route.isUnlogged
    )?.find(said.question, note: session.console.note) ?? []
  }

  /// Finds out which sources an answer cites.
  ///
  /// - Parameters:
  ///   - sources: What the model was given.
  ///   - text: The answer; `nil` where it is too long.
  ///   - isJSON: Whether it has a form.
  ///   - result: Gets them.
  /// - Returns: `nil` without sources.
  func cite(
    _ sources: [SourcePassage], in text: String?, isJSON: Bool, _ result: inout ChatResult
  ) -> CitedSources? {
    guard !sources.isEmpty else { return nil }
    let cited = CitedSources(sources, in: text ?? "", isJSON: isJSON)
    result.sources = cited.document
    return cited
  }
}
