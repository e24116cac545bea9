internal import ByokCore

/// Joins characters whose halves arrive in two pieces of a text.
struct HalfCharacters: Sendable {
  /// A text that arrives in pieces.
  enum Text: Hashable {
    case answer, reasoning, refusal
    /// The arguments of a call, by its place.
    case arguments(Int)
  }

  private var held: [Text: UInt32] = [:]

  /// The text of a piece, with the half that was held back before it.
  ///
  /// - Parameters:
  ///   - piece: The next piece.
  ///   - text: What it is a piece of.
  /// - Returns: What is whole; empty if nothing is.
  mutating func join(_ piece: TextPiece, of text: Text) -> String {
    if held.isEmpty && !piece.hasHalves || piece.isEmpty { return piece.text }
    var whole = ""
    switch (held.removeValue(forKey: text), piece.low) {
    case (nil, nil): break
    case (let high?, let low?):
      whole.unicodeScalars.append(JSONEscape.joined(high, low) ?? "\u{FFFD}")
    case (_, nil), (nil, _): whole = "\u{FFFD}"
    }
    held[text] = piece.high
    return whole + piece.text
  }

  /// What is left of halves that stayed alone, at the end of the reply.
  mutating func finish(into events: inout [StreamEvent]) {
    for text in held.keys {
      switch text {
      case .answer: events.append(.text("\u{FFFD}"))
      case .reasoning: events.append(.reasoning("\u{FFFD}"))
      case .refusal: events.append(.refusal("\u{FFFD}"))
      case .arguments(let place):
        events.append(.toolCall(ToolCallPiece(index: place, arguments: "\u{FFFD}")))
      }
    }
    held = [:]
  }
}
