/// Tells thinking that stands between `<think>` and `</think>` at the start of a text from the answer.
///
/// The text may be split anywhere. If the tag never closes, thinking and answer cannot be told
/// apart, and all of it counts as the answer: nothing is lost.
struct ThinkTags: Sendable {
  private enum State {
    case start, thinking, gap, answer
  }

  private var state = State.start
  private var held = ""
  private static let opening = "<think>"
  private static let closing = "</think>"
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
    let visible = held.drop(while: \.isWhitespace)
    if visible.hasPrefix(Self.opening) {
      state = .thinking
      return think("")
    }
    if Self.opening.hasPrefix(visible) { return [] }
    state = .answer
    defer { held = "" }
    return [.text(held)]
  }

  private mutating func think(_ piece: String) -> [StreamEvent] {
    let searched = held.utf8.count - Self.closing.utf8.count
    held += piece
    let from = held.utf8.index(held.startIndex, offsetBy: max(0, searched))
    guard let end = held[from...].firstRange(of: Self.closing) else {
      guard held.utf8.count > Self.limit else { return [] }
      state = .answer
      defer { held = "" }
      return [.text(held)]
    }
    let thoughts = held[..<end.lowerBound].drop(while: \.isWhitespace).dropFirst(Self.opening.count)
    let rest = String(held[end.upperBound...])
    held = ""
    state = .gap
    return [.reasoning(String(thoughts))] + skipGap(rest)
  }

  private mutating func skipGap(_ piece: String) -> [StreamEvent] {
    let text = piece.drop(while: \.isWhitespace)
    guard !text.isEmpty else { return [] }
    state = .answer
    return [.text(String(text))]
  }
}
