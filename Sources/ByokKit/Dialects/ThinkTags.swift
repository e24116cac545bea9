internal import ByokCore

/// Tells thinking between `<think>` and `</think>` at the start of a text from the answer.
///
/// The text may be split anywhere. If the tag never closes, thinking and answer cannot be
/// determined apart, and all of it counts as the answer: nothing is lost.
struct ThinkTags: Sendable {
  private enum State {
    case start, thinking, gap, answer
  }

  private var state = State.start
  private var held = ""
  /// How many bytes of it hold no closing tag.
  private var searched = 0
  private static let opening = "<think>"
  static let closing = "</think>"
  /// More than this is not kept back in wait of a closing tag.
  private static let limit = 1 << 20

  /// Takes the next piece of the text.
  mutating func split(_ piece: String) -> [StreamEvent] {
    switch state {
    case .answer: [.text(piece)]
    case .gap: skipGap(piece)
    case .start: start(piece)
    case .thinking: think(piece)
    }
  }

  /// What is still held at the end of the text.
  mutating func finish() -> [StreamEvent] {
    defer { held = "" }
    return held.isEmpty || state == .gap ? [] : [.text(held)]
  }

  private mutating func start(_ piece: String) -> [StreamEvent] {
    held += piece
    let visible = held.unicodeScalars.drop(while: \.properties.isWhitespace)
    if visible.starts(with: Self.opening.unicodeScalars) {
      state = .thinking
      return think("")
    }
    if Self.opening.unicodeScalars.starts(with: visible) { return [] }
    state = .answer
    defer { held = "" }
    return [.text(held)]
  }

  private mutating func think(_ piece: String) -> [StreamEvent] {
    held += piece
    let from = held.utf8.index(held.startIndex, offsetBy: searched)
    guard let end = held[from...].firstRange(of: Self.closing) else {
      searched = max(0, held.utf8.count - Self.closing.utf8.count)
      guard held.utf8.count > Self.limit else { return [] }
      state = .answer
      defer { held = "" }
      return [.text(held)]
    }
    let visible = held.unicodeScalars[..<end.lowerBound].drop(while: \.properties.isWhitespace)
    let thoughts = String(visible.dropFirst(Self.opening.unicodeScalars.count))
    let rest = String(held.unicodeScalars[end.upperBound...])
    held = ""
    state = .gap
    return (thoughts.isEmpty ? [] : [.reasoning(thoughts)]) + skipGap(rest)
  }

  private mutating func skipGap(_ piece: String) -> [StreamEvent] {
    let text = piece.unicodeScalars.drop(while: \.properties.isWhitespace)
    guard !text.isEmpty else { return [] }
    state = .answer
    return [.text(String(text))]
  }
}
