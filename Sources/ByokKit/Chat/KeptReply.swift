package import ByokCore

/// Hands a reply on, and keeps its text.
package final class KeptReply: ReplySink {
  /// The most bytes that are kept.
  package static let limit = 8 << 20
  private let sink: any ReplySink
  /// What has come; `nil` once it is too long.
  package private(set) var text: String? = ""

  package init(_ sink: any ReplySink) { self.sink = sink }

  package func take(_ events: [StreamEvent]) throws(ByokError) {
    for case .text(let piece) in events {
      text?.append(piece)
      if let count = text?.utf8.count, count > Self.limit { text = nil }
    }
    try sink.take(events)
  }

  package var takesEachTurn: Bool { sink.takesEachTurn }

  package func take(_ step: ToolStep) throws(ByokError) {
    // The answer is the text of the last turn.
    if case .turn = step, takesEachTurn { text = "" }
    try sink.take(step)
  }
}
