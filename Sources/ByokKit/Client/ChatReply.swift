package import ByokCore

/// Takes the events of a reply as they arrive.
package protocol ReplySink: AnyObject {
  /// Takes what has arrived together.
  ///
  /// - Throws: A failure, which ends the reply.
  func take(_ events: [StreamEvent]) throws(ByokError)

  /// Takes what happens between the replies of a chat whose model calls tools.
  ///
  /// - Throws: A failure, which ends the chat.
  func take(_ step: ToolStep) throws(ByokError)

  /// Whether it takes the text of each turn as it arrives, and not only that of the last.
  var takesEachTurn: Bool { get }
}

extension ReplySink {
  package func take(_ step: ToolStep) throws(ByokError) {}
  package var takesEachTurn: Bool { false }
}

/// Takes events that nobody is shown.
package final class NoSink: ReplySink {
  package init() {}

  package func take(_ events: [StreamEvent]) {}
}

/// What a reply came to, gathered from its events.
package struct ChatReply {
  /// The model that the provider says it used.
  var model: String?
  var id: String?
  package var usage = Usage()
  /// Why it ended; `nil` where the provider does not say.
  var finishReason: FinishReason?
  /// What the provider says of how it ended; empty if nothing.
  var finishMessage = ""
  /// The words with which the model declined; empty if it did not.
  var refusal = ""
  /// The calls of tools, whole.
  var toolCalls: [ToolCallPiece] = []
  /// The turn as the provider wrote it, where it was asked for.
  var turn: ProviderTurn?
  /// What the provider announces of the model, as predicates of sentences.
  var notices: [String] = []
  /// When the first text came, on the monotonic clock.
  var firstText: Double?
  /// Whether any of the text can be seen.
  var hasVisibleText = false
  var hasReasoning = false
  /// What it has besides text.
  var media: [Media] = []

  /// Takes an event, besides whoever prints it.
  mutating func take(_ event: StreamEvent, now: @autoclosure () -> Double) {
    switch event {
    case .model(let model): self.model = model
    case .replyID(let id): self.id = id
    case .usage(let usage): self.usage = usage.filled(from: self.usage)
    case .refusal(let text): refusal += text
    case .finished(let reason): finishReason = reason
    case .finishMessage(let text): finishMessage = text
    case .turn(let turn): self.turn = turn
    case .notice(let text): if !notices.contains(text) { notices.append(text) }
    case .toolCall(let piece): take(piece)
    case .text(let text):
      firstText = firstText ?? now()
      hasVisibleText = hasVisibleText || text.utf8.contains { $0 > 0x20 }
    case .reasoning: hasReasoning = true
    case .media(let media): if !self.media.contains(media) { self.media.append(media) }
    }
  }

  /// Removes what is repeated of a key, wherever a person is shown words of a provider or model.
  mutating func redact(_ key: borrowing Secret) {
    refusal = Redaction.redact(refusal, key: key)
    finishMessage = Redaction.redact(finishMessage, key: key)
    for index in notices.indices { notices[index] = Redaction.redact(notices[index], key: key) }
    for index in toolCalls.indices {
      toolCalls[index].name = Redaction.remove(key, from: toolCalls[index].name)
    }
    if case .other(let word) = finishReason {
      finishReason = .other(Redaction.remove(key, from: word))
    }
  }

  private mutating func take(_ piece: ToolCallPiece) {
    guard let place = toolCalls.firstIndex(where: { $0.index == piece.index }) else {
      toolCalls.append(piece)
      return
    }
    if !piece.id.isEmpty { toolCalls[place].id = piece.id }
    if !piece.name.isEmpty { toolCalls[place].name = piece.name }
    toolCalls[place].arguments += piece.arguments
  }
}
