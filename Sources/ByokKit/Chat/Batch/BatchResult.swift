internal import ByokCore

/// What came of one prompt of a batch.
struct BatchResult {
  private(set) var failure: ByokError?
  private(set) var usage = Usage()
  /// Whether any text came, which must not be lost.
  private(set) var hasText = false
  private let document: JSONValue

  /// A prompt that was not asked.
  init(failure: ByokError) {
    self.failure = failure
    document = failure.document
  }

  /// A request that is only shown.
  init(shown members: [String: JSONValue]) { document = .object(members) }

  init(_ result: ChatResult, text: String) {
    failure = result.failure
    usage = result.reply.usage
    let text = result.rejectedText ?? text
    hasText = !text.isEmpty
    let whole = result.summary(text: text).document
    if var failure = result.failure {
      if result.reply.hasContent || hasText { failure.partialResult = whole }
      document = failure.document
    } else {
      document = whole
    }
  }

  /// The result as a line of JSON.
  ///
  /// - Parameters:
  ///   - index: The place of the prompt.
  ///   - id: The user's own name for it.
  ///   - batch: The name of the provider's batch that it came in, where nothing is known of times.
  /// - Returns: The line with its end.
  func line(index: Int, id: JSONValue?, batch: String? = nil) -> [UInt8] {
    guard case .object(var members) = document else { return [] }
    if let batch {
      members["batch"] = .string(batch)
      for name in ["duration_ms", "time_to_first_token_ms"] where members[name] != nil {
        members[name] = .null
      }
    }
    members["index"] = .integer(index)
    members["id"] = id ?? .null
    members["status"] = .integer(Int(failure?.kind.rawValue ?? 0))
    return ((try? JSONValue.object(members).json()) ?? []) + [UInt8(ascii: "\n")]
  }
}
