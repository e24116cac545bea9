extension OpenAIChunk {
  /// Reads a chunk of the shape that nearly all have, in a stream or alone: one choice with a text,
  /// and counts of tokens.
  ///
  /// Foundation's decoder takes many times as long. What this reads, both read alike; it is `nil` for
  /// every other shape, which is no verdict.
  ///
  /// - Parameter bytes: The chunk's JSON.
  init?(common bytes: [UInt8]) {
    self.init()
    var cursor = JSONCursor()
    guard read(&cursor, bytes.span), cursor.isAtEnd(bytes.span), choices != nil else { return nil }
  }

  private mutating func read(_ cursor: inout JSONCursor, _ bytes: Span<UInt8>) -> Bool {
    guard cursor.take("{", bytes) else { return false }
    var seen = Seen()
    repeat {
      guard let name = cursor.name(bytes) else { return false }
      if bytes.holds("id", in: name) {
        id = cursor.text(bytes)
        guard id != nil, seen.isFirst(1) else { return false }
      } else if bytes.holds("model", in: name) {
        model = cursor.text(bytes)
        guard model != nil, seen.isFirst(2) else { return false }
      } else if bytes.holds("choices", in: name) {
        guard let choice = OpenAIChoice(common: &cursor, bytes), seen.isFirst(4) else {
          return false
        }
        choices = [choice]
      } else if bytes.holds("usage", in: name) {
        guard seen.isFirst(8) else { return false }
        if cursor.null(bytes) { continue }
        guard let usage = cursor.value(bytes), usage.isObject else { return false }
        self.usage = OpenAIUsage(usage)
      } else if bytes.isOneOf(["error", "x_groq", "base_resp"], name) {
        guard cursor.null(bytes) else { return false }
      } else if bytes.holds("type", in: name) || bytes.holdsEscape(name) {
        return false
      } else {
        guard cursor.skip(bytes) else { return false }
      }
    } while cursor.take(",", bytes)
    return cursor.take("}", bytes)
  }
}

/// Which members came already: of two of a name, decoders take either.
private struct Seen {
  private var bits: UInt8 = 0

  mutating func isFirst(_ bit: UInt8) -> Bool {
    defer { bits |= bit }
    return bits & bit == 0
  }
}

extension OpenAIChoice {
  /// Reads an array of one choice that brings text, or ends.
  fileprivate init?(common cursor: inout JSONCursor, _ bytes: Span<UInt8>) {
    guard cursor.take("[", bytes), cursor.take("{", bytes) else { return nil }
    var seen = Seen()
    repeat {
      guard let name = cursor.name(bytes) else { return nil }
      if bytes.holds("index", in: name) {
        index = cursor.smallNumber(bytes)
        guard index != nil, seen.isFirst(1) else { return nil }
      } else if bytes.holds("delta", in: name) {
        delta = OpenAIMessage(common: &cursor, bytes)
        guard delta != nil, seen.isFirst(2) else { return nil }
      } else if bytes.holds("message", in: name) {
        message = OpenAIMessage(common: &cursor, bytes)
        guard message != nil, seen.isFirst(8) else { return nil }
      } else if bytes.holds("finish_reason", in: name) {
        guard seen.isFirst(4) else { return nil }
        if cursor.null(bytes) { continue }
        finishReason = cursor.text(bytes)
        guard finishReason != nil else { return nil }
      } else {
        guard !bytes.holdsEscape(name), cursor.skip(bytes) else { return nil }
      }
    } while cursor.take(",", bytes)
    guard cursor.take("}", bytes), cursor.take("]", bytes) else { return nil }
  }
}

extension OpenAIMessage {
  /// Reads a message, or a piece of one, that is a text and facts.
  fileprivate init?(common cursor: inout JSONCursor, _ bytes: Span<UInt8>) {
    guard cursor.take("{", bytes) else { return nil }
    if cursor.take("}", bytes) { return }
    var seen = Seen()
    repeat {
      guard let name = cursor.name(bytes) else { return nil }
      if bytes.holds("content", in: name) {
        guard seen.isFirst(1) else { return nil }
        if cursor.null(bytes) { continue }
        guard let text = cursor.text(bytes) else { return nil }
        content = OpenAIContent(text)
      } else if bytes.isOneOf(Self.others, name) {
        guard cursor.null(bytes) else { return nil }
      } else {
        guard !bytes.holdsEscape(name), cursor.skip(bytes) else { return nil }
      }
    } while cursor.take(",", bytes)
    guard cursor.take("}", bytes) else { return nil }
  }

  private static let others: [StaticString] = [
    "refusal", "reasoning", "reasoning_content", "reasoning_details", "tool_calls", "function_call",
  ]
}

extension Span<UInt8> {
  fileprivate func isOneOf(_ names: [StaticString], _ range: Range<Int>) -> Bool {
    for name in names where holds(name, in: range) { return true }
    return false
  }

  /// Whether a name is written with escapes, and may be any.
  fileprivate func holdsEscape(_ range: Range<Int>) -> Bool {
    for index in range where self[index] == UInt8(ascii: "\\") { return true }
    return false
  }
}
