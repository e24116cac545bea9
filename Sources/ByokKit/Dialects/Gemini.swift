internal import ByokCore

/// Google's `generateContent`, of the Gemini API and of Vertex AI.
///
/// Source: <https://ai.google.dev/api/generate-content>; recordings of both, collected 2026-11-23.
package struct Gemini: Dialect {
  package static let name = "gemini"
  package static let keyHeader = KeyHeader.googleAPIKey
  package static let parameters = Set(ChatParameter.allCases)
  package static let highestTemperature: Double? = 2

  private var calls = 0
  private var identity = ReplyIdentity()
  private var turn = TurnKeeper<GeminiTurn>()
  private var isEnded = false
  private var failure: ReplyFailure?

  package init() {}

  package var keepsTurn: Bool {
    get { turn.isOn }
    set { turn.isOn = newValue }
  }

  package mutating func receive(_ event: ServerSentEvent) throws(ReplyFailure) -> [StreamEvent] {
    guard case .json(let data) = event.payload else { return [] }
    try turn.take(data)
    return read(try GeminiChunk(data))
  }

  package mutating func receive(whole body: [UInt8]) throws(ReplyFailure) -> [StreamEvent] {
    try turn.take(body)
    return try read(whole: try GeminiChunk(body))
  }

  /// Takes a whole reply.
  ///
  /// - Throws: That it is none.
  mutating func read(whole reply: GeminiChunk) throws(ReplyFailure) -> [StreamEvent] {
    if reply.candidates == nil, reply.promptFeedback?.blockReason == nil {
      throw .broken("it has no candidates")
    }
    return read(reply)
  }

  package mutating func finish() throws(ReplyFailure) -> [StreamEvent] {
    if let failure { throw failure }
    return turn.finish()
  }

  package var isComplete: Bool { isEnded }

  /// Takes the next chunk of a reply.
  mutating func read(_ chunk: GeminiChunk) -> [StreamEvent] {
    var events: [StreamEvent] = []
    identity.note(model: chunk.modelVersion, id: chunk.responseId, in: &events)
    if let usage = chunk.usageMetadata?.value { events.append(.usage(usage)) }
    for candidate in chunk.candidates ?? [] where candidate.isFirst {
      for part in candidate.content?.parts ?? [] { events += read(part) }
      events += end(candidate)
    }
    if let feedback = chunk.promptFeedback, let words = feedback.words {
      isEnded = true
      events += [.finished(.contentFilter), .finishMessage(words)]
    }
    return events
  }

  private mutating func read(_ part: GeminiPart) -> [StreamEvent] {
    if let text = part.text, !text.isEmpty {
      return [part.isThought ? .reasoning(text) : .text(text)]
    }
    // A call without a name goes on with one that was told before.
    guard let call = part.functionCall, let name = call.name, !name.isEmpty else { return [] }
    calls += 1
    return [
      .toolCall(
        ToolCallPiece(
          index: calls - 1, id: call.id ?? "", name: name, arguments: call.argumentsText))
    ]
  }

  private mutating func end(_ candidate: GeminiCandidate) -> [StreamEvent] {
    guard let word = candidate.finishReason, !word.isEmpty else { return [] }
    isEnded = true
    failure = nil
    let message = candidate.finishMessage
    switch GeminiEnding(word) {
    case .finished(.stop):
      return [.finished(calls > 0 ? .toolCalls : .stop)]
    case .finished(.contentFilter):
      let words = GeminiSafety.words(
        for: word, ratings: candidate.safetyRatings, message: message)
      return [.finished(.contentFilter), .finishMessage(words)]
    case .finished(let reason):
      return [.finished(reason)] + (message.map { [.finishMessage($0)] } ?? [])
    case .failed:
      failure = .reported(
        ErrorReport(status: 200, message: message ?? "it ended with \(word)", codes: [word]))
      return []
    }
  }
}
