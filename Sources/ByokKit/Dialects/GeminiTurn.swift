internal import ByokCore

/// The parts of a reply of Gemini's, each with its signature.
///
/// Texts that follow each other become one, unless one of them is signed.
///
/// Source: <https://ai.google.dev/gemini-api/docs/thought-signatures>.
struct GeminiTurn: TurnBuilder {
  static let dialect = Gemini.name

  private var parts: [JSONValue] = []
  /// The last part, where it is text without a signature.
  private var text = ""
  private var isThought = false
  private var alternatives = Alternatives()

  mutating func take(_ piece: JSONValue) {
    let reply = piece["response"] ?? piece
    let candidates = (reply["candidates"]?.elements ?? [])
      .map { (number: $0["index"]?.integer ?? 0, candidate: $0) }
    for (number, candidate) in candidates.sorted(by: { $0.number < $1.number }) {
      let parts = candidate["content"]?["parts"]?.elements ?? []
      let hasText = parts.contains { $0["text"]?.text != nil && !($0["thought"]?.flag ?? false) }
      let isAnswer = alternatives.isAnswer(number, hasText: hasText)
      if isAnswer || !hasText { for part in parts { add(part) } }
    }
  }

  private mutating func add(_ part: JSONValue) {
    let isPlain = part.members.keys.allSatisfy { $0 == "text" || $0 == "thought" }
    guard isPlain, let text = part["text"]?.string else {
      flush()
      parts.append(part)
      return
    }
    let isThought = part["thought"]?.flag ?? false
    if isThought != self.isThought { flush() }
    self.isThought = isThought
    self.text += text
  }

  private mutating func flush() {
    parts += pending
    text = ""
  }

  private var pending: [JSONValue] {
    guard !text.isEmpty else { return [] }
    var part: [String: JSONValue] = ["text": .string(text)]
    if isThought { part["thought"] = .bool(true) }
    return [.object(part)]
  }

  var content: JSONValue? {
    let content = parts + pending
    return content.isEmpty ? nil : .array(content)
  }
}
