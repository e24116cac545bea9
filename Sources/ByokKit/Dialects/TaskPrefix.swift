/// The words that some models want before a text to know what it is for.
///
/// Source: the model cards of nomic-embed-text, e5, qwen3-embedding, mxbai-embed-large and bge,
/// read 2026-11-29. Those that run them behind an API of their own add the words themselves, so they
/// are added for servers that run any model.
package struct TaskPrefix: Equatable, Sendable {
  let query: String
  let document: String

  /// The words before a text.
  package func text(for task: EmbeddingTask) -> String {
    switch task {
    case .query: query
    case .document: document
    }
  }

  /// The words for a model, recognized by its id; `nil` for one that wants none.
  package static func of(_ id: String) -> Self? {
    let id = id.lowercased()
    return all.first { id.contains($0.part) }?.prefix
  }

  private static let question = "Represent this sentence for searching relevant passages: "

  private static let all: [(part: String, prefix: Self)] = [
    ("nomic-embed", Self(query: "search_query: ", document: "search_document: ")),
    (
      "e5-mistral",
      Self(
        query: "Instruct: Given a web search query, retrieve relevant passages that answer the"
          + " query\nQuery: ", document: "")
    ),
    ("e5-", Self(query: "query: ", document: "passage: ")),
    (
      "qwen3-embedding",
      Self(
        query: "Instruct: Given a web search query, retrieve relevant passages that answer the"
          + " query\nQuery:", document: "")
    ),
    ("mxbai-embed", Self(query: question, document: "")),
    ("bge-large-en", Self(query: question, document: "")),
    ("bge-base-en", Self(query: question, document: "")),
    ("bge-small-en", Self(query: question, document: "")),
  ]
}
