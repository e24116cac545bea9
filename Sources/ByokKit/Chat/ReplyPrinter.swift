/// Prints a reply as it arrives, or keeps its text for JSON.
///
/// To a terminal, characters that command it are made visible; to a pipe, bytes are unchanged.
struct ReplyPrinter {
  private let console: Console
  private let keepsText: Bool
  private let showsReasoning: Bool
  private let isTerminal: Bool
  private var sanitizer = Sanitizer()
  private var endsOpen = false

  /// The whole text, if it is kept.
  private(set) var text = ""

  init(_ console: Console, keepsText: Bool, showsReasoning: Bool) {
    self.console = console
    self.keepsText = keepsText
    self.showsReasoning = showsReasoning
    isTerminal = console.writesToTerminal
  }

  /// Prints what the events bring, at once.
  ///
  /// - Throws: A failure when the output cannot be written.
  mutating func take(_ events: [StreamEvent]) throws(ByokError) {
    var arrived = ""
    for event in events {
      switch event {
      case .text(let text): arrived += text
      case .reasoning(let text) where showsReasoning: console.writeAside(text)
      default: break
      }
    }
    guard !arrived.isEmpty else { return }
    if keepsText {
      guard text.utf8.count + arrived.utf8.count <= ReplyReceiver.keptLimit else {
        throw ByokError(
          .provider, "the reply is over \(ReplyReceiver.keptLimit >> 20) MiB, more than is kept",
          hint: "without --json, it is printed as it arrives")
      }
      text += arrived
    } else {
      endsOpen = arrived.utf8.last != UInt8(ascii: "\n")
      try console.write(isTerminal ? sanitizer.clean(arrived) : arrived)
    }
  }

  /// Ends the last line, if it is not ended.
  ///
  /// - Throws: A failure when the output cannot be written.
  mutating func finish() throws(ByokError) {
    guard endsOpen else { return }
    endsOpen = false
    try console.write((isTerminal ? sanitizer.finish() : "") + "\n")
  }
}
