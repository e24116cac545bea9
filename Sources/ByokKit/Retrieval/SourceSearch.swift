package import ByokCore

/// Looks for the passages of an index that answer a question.
package struct SourceSearch: Sendable {
  private let search: IndexSearch

  /// - Parameters:
  ///   - name: The index.
  ///   - session: The outside world.
  ///   - isRehearsal: Whether nothing may be sent, so that words alone are compared.
  ///   - isUnlogged: Whether requests are left out of the usage log.
  /// - Throws: A usage error when there is no such index; `locked` when it is sealed and cannot be
  ///   opened; a failure when it must be built first.
  package init(
    _ name: IndexName, _ session: Session, isRehearsal: Bool, isUnlogged: Bool = false
  ) throws(ByokError) {
    let store = try IndexStore(session)
    let index = try OpenIndex(try store.definition(name), store)
    search = try PassageSearch(
      session, mode: isRehearsal ? .lexical : .auto, isUnlogged: isUnlogged
    ).prepared(index)
    if isRehearsal, let model = index.definition.embedding?.model {
      session.console.note(
        "a dry run searches by words alone: the question is not sent to \(model)")
    }
  }

  /// Who asks for the vector of a question; `nil` where words alone are compared.
  package var client: ProviderClient? { search.client }

  /// The passages that fit a question best, each text once.
  ///
  /// - Parameters:
  ///   - question: The question.
  ///   - count: The most passages.
  ///   - client: Who asks for the vector of the question; `nil` for its model's usual client.
  ///   - note: Told what a person should know.
  /// - Returns: Passages with their texts of now.
  /// - Throws: A failure of the network or the provider.
  package func passages(
    for question: String, count: Int, by client: ProviderClient? = nil,
    note: (String) -> Void
  ) throws(ByokError) -> [SourcePassage] {
    let index = search.index
    // Some may be gone, and some be there twice.
    var passages = try search.passages(for: question, limit: 2 * count, by: client, note: note)
    var seen: Set<ContentHash> = []
    passages = passages.filter { seen.insert($0.hash).inserted }
    var sources: [SourcePassage] = []
    var gone = 0
    let texts = index.texts(of: &passages)
    for (passage, text) in zip(passages, texts) where sources.count < count {
      guard let text else {
        gone += 1
        continue
      }
      sources.append(SourcePassage(passage, text))
    }
    if gone > 0 {
      let name = index.definition.name.text
      note(
        "\(gone.counted("passage")) left out: the files have changed or are gone"
          + " (byok index update \(name))")
    }
    return sources
  }
}

extension SourcePassage {
  fileprivate init(_ passage: Passage, _ text: String) {
    self.init(
      path: DisplayedPath().text(passage.path), firstLine: passage.firstLine,
      lastLine: passage.lastLine, page: passage.page > 0 ? passage.page : nil,
      scores: passage.scores.known, text: text)
  }
}
