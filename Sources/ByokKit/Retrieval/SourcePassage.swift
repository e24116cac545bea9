package import ByokCore

/// A passage of a file that a model is given to answer from.
package struct SourcePassage: Equatable, Sendable {
  /// The file, as it is shown.
  package let path: String
  /// The first and the last line, counted from 1.
  package let firstLine: Int
  package let lastLine: Int
  /// The page, counted from 1; `nil` where the file has none.
  package let page: Int?
  /// How well it fits the question, in parts by name, such as `lexical` and `fused`.
  package let scores: [String: Double]
  package let text: String

  package init(
    path: String, firstLine: Int, lastLine: Int, page: Int? = nil, scores: [String: Double] = [:],
    text: String
  ) {
    (self.path, self.firstLine, self.lastLine) = (path, firstLine, lastLine)
    (self.page, self.scores, self.text) = (page, scores, text)
  }

  /// The part of the score that decided on its place.
  package var score: Double? {
    ["rerank", "fused", "vector", "lexical"].lazy.compactMap { scores[$0] }.first
  }

  /// The place in a form that editors and terminals understand, such as `docs/a.md:10-32`.
  package var place: String {
    let lines = firstLine == lastLine ? "\(firstLine)" : "\(firstLine)-\(lastLine)"
    return "\(Sanitizer.oneLine(path, limit: 4096)):\(lines)"
  }
}

/// The sources of an answer, numbered from 1, and which of them it cites.
package struct CitedSources: Equatable, Sendable {
  package let sources: [SourcePassage]
  package let citations: Citations

  /// - Parameters:
  ///   - sources: What the model was given.
  ///   - answer: What it answered.
  ///   - isJSON: Whether the answer is a JSON document, in whose strings alone sources are cited.
  package init(_ sources: [SourcePassage], in answer: String, isJSON: Bool = false) {
    self.sources = sources
    citations = Citations(in: answer, isJSON: isJSON)
  }

  /// The sources that are cited, with their numbers.
  package var cited: [(number: Int, source: SourcePassage)] {
    sources.enumerated().map { ($0.offset + 1, $0.element) }
      .filter { citations.numbers.contains($0.0) }
  }

  /// What is cited and was not given.
  package var unknown: [Int] {
    citations.numbers.filter { !(1...max(1, sources.count)).contains($0) || sources.isEmpty }
      .sorted()
  }

  /// The list for a person: a line for each source that is cited; empty where none is.
  package var listing: String {
    let lines = cited.map { "[\($0.number)] \($0.source.place)\n" }
    return lines.isEmpty ? "" : "Sources:\n" + lines.joined()
  }

  /// What a person should know of the citations, as sentences.
  package var notes: [String] {
    let names = unknown.map { "[\($0)]" }.joined(separator: ", ")
    if !names.isEmpty {
      return ["the answer cites \(names), which \(unknown.count == 1 ? "was" : "were") not given"]
    }
    let count = sources.count.counted("source")
    return cited.isEmpty && !sources.isEmpty ? ["the answer cites none of the \(count)"] : []
  }

  /// As `--json` prints them.
  package var document: JSONValue {
    .array(
      sources.enumerated().map { index, source in
        var members: [String: JSONValue] = [
          "id": .integer(index + 1), "file": .string(source.path),
          "first_line": .integer(source.firstLine), "last_line": .integer(source.lastLine),
          "page": source.page.map(JSONValue.integer) ?? .null,
          "cited": .bool(citations.numbers.contains(index + 1)),
        ]
        members["score"] = source.score.map(JSONValue.number) ?? .null
        members["scores"] = .object(source.scores.mapValues(JSONValue.number))
        return .object(members)
      })
  }
}
