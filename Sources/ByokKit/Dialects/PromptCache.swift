internal import ByokCore

/// How a provider may find the beginning of a conversation in its cache.
package struct PromptCache: Equatable, Sendable {
  /// What the requests of one conversation have in common; `nil` for nothing.
  package var key: String?
  /// Whether the next request is likely to come while the cache lasts: to write it may cost extra.
  package var isSoonUsed: Bool
}

extension ChatRequest {
  /// What it says of the cache.
  var cacheFields: [String: JSONValue] {
    guard let cache else { return [:] }
    switch quirks.promptCache {
    case .unsaid: return [:]
    case .key: return cache.key.map { ["prompt_cache_key": .string($0)] } ?? [:]
    case .mark:
      return cache.isSoonUsed ? ["cache_control": .object(["type": .string("ephemeral")])] : [:]
    }
  }
}
