internal import ByokCore

/// Tells the models that answer chats from those that embed, speak, draw or judge.
///
/// Source: the providers' own pages on listing models, collected 2026-11-23.
struct ChatModelFilter {
  /// The id of the provider's row.
  let provider: String
  /// How it lists its models.
  let list: ModelList
  /// Whether the list is the provider's own, not that of a server that stands in for it.
  let isOwn: Bool

  /// Whether the model answers chats, as far as id and row show.
  func admits(_ id: String, _ row: JSONValue) -> Bool {
    guard says(row), !names(Self.others + list.otherWords, in: id) else { return false }
    guard !list.beginnings.isEmpty, isOwn else { return true }
    return list.beginnings.contains(where: id.hasPrefix)
      || Catalogue.find(provider: provider, id: id) != nil
  }

  /// Words in the ids of models that do not chat, whoever has them.
  private static let others = [
    "embed", "embedding", "embeddings", "whisper", "tts", "transcribe", "dall-e", "moderation",
    "rerank", "reranker",
  ]

  /// Whether one of the words occurs in the id, between characters that are neither letters nor
  /// digits.
  private func names(_ words: [String], in id: String) -> Bool {
    let parts = id.lowercased().split { !$0.isLetter && !$0.isNumber }
    let text = "-\(parts.joined(separator: "-"))-"
    return words.contains { text.contains("-\($0)-") }
  }

  /// What the row itself says; one that says nothing passes.
  private func says(_ row: JSONValue) -> Bool {
    if let chats = row["capabilities"]?["completion_chat"] { return chats == .bool(true) }
    // Others name paths there, such as chat/completions.
    let endpoints = list.shape == .cohere ? row["endpoints"] : nil
    let lists: [(JSONValue?, String)] = [
      (row["supportedGenerationMethods"], "generateContent"), (endpoints, "chat"),
      (row["architecture"]?["output_modalities"], "text"),
    ]
    for (list, word) in lists {
      if let elements = list?.elements, !elements.contains(.string(word)) { return false }
    }
    guard let mark = list.chatMark,
      let value = mark.path.reduce(Optional(row), { $0?[$1] })
    else { return true }
    return (value.elements ?? [value]).contains(.string(mark.word))
  }
}
