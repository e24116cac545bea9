internal import ByokCore

/// Holds the text of a reply back until it is accepted; everything else passes.
final class HeldText: ReplySink {
  private let sink: any ReplySink
  private let passes: Bool
  private let hint: String
  private(set) var text = ""

  /// - Parameters:
  ///   - sink: Takes everything else.
  ///   - passes: Whether the text passes, too, and is only kept.
  ///   - hint: What to do about a text that is too long.
  init(_ sink: any ReplySink, passes: Bool = false, hint: String) {
    (self.sink, self.passes, self.hint) = (sink, passes, hint)
  }

  func take(_ events: [StreamEvent]) throws(ByokError) {
    for case .text(let piece) in events { text += piece }
    try ReplyReceiver.checkKept(text.utf8.count, hint: hint)
    let others = passes ? events : events.filter { !$0.isText }
    if !others.isEmpty { try sink.take(others) }
  }
}

/// Hands everything on but the text of a chat whose answer is asked for once more.
final class FreeAnswer: ReplySink {
  private let sink: any ReplySink

  init(_ sink: any ReplySink) { self.sink = sink }

  var takesEachTurn: Bool { sink.takesEachTurn }

  func take(_ events: [StreamEvent]) throws(ByokError) {
    let others = takesEachTurn ? events : events.filter { !$0.isText }
    if !others.isEmpty { try sink.take(others) }
  }

  func take(_ step: ToolStep) throws(ByokError) { try sink.take(step) }
}

extension StreamEvent {
  fileprivate var isText: Bool { if case .text = self { true } else { false } }
}

extension ChatResult {
  /// This result as the end of what began with an earlier one: tokens, cost and time are of both.
  func after(_ first: ChatResult) -> ChatResult {
    var whole = self
    whole.start = first.start
    whole.milliseconds += first.milliseconds
    whole.reply.usage = reply.usage.added(to: first.reply.usage)
    return whole
  }
}
