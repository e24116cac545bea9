internal import ByokCore
internal import ByokKit

/// `byok search`: find passages in indexed files.
struct SearchCommand: Command {
  var common = CommonOptions()
  var words: [String] = []
  var indexes: [IndexName] = []
  var limit: Int?
  var printsPaths = false
  var mode: SearchMode?
  var reranker: String?

  static let name = "search"

  private static let usualLimit = 10

  static let definition = CommandDefinition<Self>(
    summary: "Find passages in indexed files",
    detail: [
      "Passages are ranked by BM25: those that hold more and rarer of the words come first. Endings of"
        + " English words are ignored, and so are capitals and accents; parts of identifiers are words, too."
        + " Each result is FILE:LINE: TEXT, with the line that holds most of the words. The exit status is 1"
        + " if nothing matches.",
      "An index with embeddings (byok index embed) is searched by meaning as well, and both rankings are"
        + " fused; the query is sent to the model's provider then. Without a key for it, and with --mode"
        + " lexical, only words are compared, and nothing is sent. --rerank sends the query and the best 50"
        + " passages to a model that ranks them.",
      "Without -i, the only index is searched; with several, name one or more.",
    ],
    operands: [.repeating("QUERY", \.words)],
    options: [
      .repeating("index", short: "i", "INDEX", \.indexes, "Index to search; may be given again"),
      .value("limit", short: "k", "N", \.limit, "Print at most N results (10)"),
      .value("mode", "MODE", \.mode, "Rank by: auto, lexical, vector or hybrid (default: auto)"),
      .value("rerank", "MODEL", \.reranker, "Rank the results with a reranker"),
      .flag("paths", \.printsPaths, "Print only the paths of files, each once"),
    ],
    json: true,
    unlocks: true,
    examples: [
      Example(line: "byok search rate limits", purpose: "search the only index"),
      Example(
        line: "byok search -i docs -k 3 --json 'exit status'", purpose: "three results as JSON"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    let query = words.joined(separator: " ")
    let store = try IndexStore(session)
    let console = session.console
    var results: [SearchResult] = []
    var gone = 0
    let limit = max(1, limit ?? Self.usualLimit)
    let search = try PassageSearch(session, mode: mode ?? .auto, reranker: reranker)
    let meant = try meant(store)
    for definition in meant {
      let index = try OpenIndex(definition, store)
      var passages = try search.prepared(index)
        .passages(for: query, limit: limit, note: console.note)
      let texts = index.texts(of: &passages)
      for (passage, text) in zip(passages, texts) {
        guard let text else {
          gone += 1
          continue
        }
        results.append(SearchResult(passage, text, query))
      }
    }
    if meant.count > 1 { results = PassageSearch.merged(results, \.passage) }
    results = try search.ranked(results.map { ($0.passage, $0.text) }, for: query, limit: limit)
      .map { SearchResult($0.passage, $0.text, query) }
    if gone > 0 {
      console.note(
        "\(gone.counted("result")) left out: the files have changed or are gone"
          + " (byok index update)")
    }
    try write(results, console)
    guard results.isEmpty else { return }
    var failure = ByokError(.failure, "no matches")
    failure.reporting = common.json ? .inWords : .everywhere
    throw failure
  }

  /// The indexes to search.
  private func meant(_ store: IndexStore) throws(ByokError) -> [IndexDefinition] {
    var distinct: [IndexName] = []
    for name in indexes where !distinct.contains(name) { distinct.append(name) }
    guard distinct.isEmpty else {
      return try distinct.map { (name) throws(ByokError) in try store.definition(name) }
    }
    let all = try store.definitions()
    if all.count == 1 { return all }
    guard !all.isEmpty else {
      throw ByokError(.usage, "there are no indexes yet", hint: "byok index add NAME PATH")
    }
    let names = all.map(\.name.text).joined(separator: ", ")
    throw ByokError(
      .usage, "there are several indexes: \(names)", hint: "byok search -i \(all[0].name.text) …")
  }

  private func write(_ results: [SearchResult], _ console: Console) throws(ByokError) {
    if common.json {
      return try console.write(.array(results.map(\.document)), pretty: true)
    }
    let places = DisplayedPath()
    var lines: [String] = []
    if printsPaths {
      for result in results {
        let path = places.text(result.passage.path)
        if !lines.contains(path) { lines.append(path) }
      }
    } else {
      lines = results.map { result in
        let place =
          result.passage.page > 0 ? "page \(result.passage.page)" : "\(result.line.number)"
        return "\(places.text(result.passage.path)):\(place): \(result.line.text)"
      }
    }
    try console.write(lines.map { $0 + "\n" }.joined())
  }
}

/// A passage that was found, with its text of now.
struct SearchResult {
  let passage: Passage
  let text: String
  /// The line that holds most of what was searched for.
  let line: PassageLine

  init(_ passage: Passage, _ text: String, _ query: String) {
    (self.passage, self.text) = (passage, text)
    line = PassageLine(in: text, from: passage.firstLine, query: query)
  }

  var document: JSONValue {
    func number(_ value: Double?) -> JSONValue { value.map(JSONValue.number) ?? .null }
    return .object([
      "index": .string(passage.index.text), "path": .string(passage.path),
      "first_line": .integer(passage.firstLine), "last_line": .integer(passage.lastLine),
      "page": passage.page > 0 ? .integer(passage.page) : .null,
      "heading": passage.heading.isEmpty ? .null : .string(passage.heading),
      "line": .integer(line.number), "text": .string(text),
      "hash": .string(passage.hash.text),
      "scores": .object([
        "lexical": number(passage.scores.lexical), "vector": number(passage.scores.vector),
        "fused": number(passage.scores.fused), "rerank": number(passage.scores.rerank),
      ]),
    ])
  }
}
