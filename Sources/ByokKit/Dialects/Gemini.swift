internal import ByokCore

/// Google's `generateContent`, of the Gemini API and of Vertex AI.
///
/// Source: <https://ai.google.dev/api/generate-content>; recordings of both, collected 2026-11-23.
package struct Gemini: Dialect {
  package static let name = "gemini"
  package static let keyHeader = KeyHeader.googleAPIKey
  package static let parameters = Set(ChatParameter.allCases)
  package static let embeddings: EmbeddingAPI? = EmbeddingAPI(form: .gemini, maxTexts: 100)
  package static let highestTemperature: Double? = 2
  /// Source: <https://github.com/google-gemini/gemini-cli/issues/19083>.
  package static let toolLimit: Int? = 512

  private var calls = 0
  private var identity = ReplyIdentity()
  private var turn = TurnKeeper<GeminiTurn>()
  private var alternatives = Alternatives()
  private var halves = HalfCharacters()
  private var end = ReplyEnd()
  private var isBlocked = false

  package init() {}

  package var keepsTurn: Bool {
    get { turn.isOn }
    set { turn.isOn = newValue }
  }

  package mutating func receive(
    _ event: ServerSentEvent, into events: inout [StreamEvent]
  ) throws(ReplyFailure) {
    guard case .json(let data) = try event.payload() else { return }
    try turn.take(data)
    let piece = try ReportedChunk<GeminiChunk>(data)
    try read(piece.chunk, into: &events)
    try piece.check()
  }

  package mutating func receive(
    whole body: [UInt8], into events: inout [StreamEvent]
  ) throws(ReplyFailure) {
    try turn.take(body)
    let piece = try ReportedChunk<GeminiChunk>(body)
    try read(whole: piece.chunk, into: &events)
    try piece.check()
  }

  /// Takes a whole reply.
  ///
  /// - Throws: That it is none.
  mutating func read(
    whole reply: GeminiChunk, into events: inout [StreamEvent]
  ) throws(ReplyFailure) {
    if reply.candidates?.isEmpty ?? true, reply.promptFeedback?.blockReason == nil {
      throw .broken("it has no candidates")
    }
    try read(reply, into: &events)
  }

  package mutating func finish(into events: inout [StreamEvent]) throws(ReplyFailure) {
    halves.finish(into: &events)
    try end.check()
    events += turn.finish()
  }

  package var isComplete: Bool { isBlocked || end.isReached }

  /// Takes the next chunk of a reply.
  ///
  /// - Throws: What one of its candidates reports beside what came.
  mutating func read(
    _ chunk: GeminiChunk, into events: inout [StreamEvent]
  ) throws(ReplyFailure) {
    identity.note(model: chunk.modelVersion, id: chunk.responseId, in: &events)
    if let usage = chunk.usageMetadata?.value { events.append(.usage(usage)) }
    if let notice = chunk.modelStatus?.notice { events.append(.notice(notice)) }
    // What is 0 is left out of JSON that is made of protocol buffers.
    let candidates = (chunk.candidates ?? []).map { ($0.index ?? 0, $0) }
    for (number, candidate) in candidates.sorted(by: { $0.0 < $1.0 }) {
      let parts = candidate.content?.parts ?? []
      let hasText = parts.contains { $0.text?.isEmpty == false && !$0.isThought }
      let isAnswer = alternatives.isAnswer(number, hasText: hasText)
      if isAnswer || !hasText { for part in parts { read(part, into: &events) } }
      if isAnswer || !end.isReached { take(endOf: candidate, into: &events) }
    }
    for (_, candidate) in candidates {
      if let report = candidate.report { throw .reported(report) }
    }
    if let feedback = chunk.promptFeedback, let words = feedback.words {
      isBlocked = true
      events += [.finished(.contentFilter), .finishMessage(words)]
    }
  }

  private mutating func read(_ part: GeminiPart, into events: inout [StreamEvent]) {
    if let piece = part.text, !piece.isEmpty {
      let text = halves.join(piece, of: part.isThought ? .reasoning : .answer)
      if !text.isEmpty { events.append(part.isThought ? .reasoning(text) : .text(text)) }
      return
    }
    if let media = part.media { events.append(.media(media)) }
    // A call without a name goes on with one that was told before.
    guard let call = part.functionCall, let name = call.name, !name.isEmpty else { return }
    calls += 1
    events.append(
      .toolCall(
        ToolCallPiece(
          index: calls - 1, id: call.id ?? "", name: name, arguments: call.argumentsText)))
  }

  private mutating func take(
    endOf candidate: GeminiCandidate, into events: inout [StreamEvent]
  ) {
    guard let word = candidate.finishReason else { return }
    var message = candidate.finishMessage
    if ReplyEnding(word) == .finished(.contentFilter) {
      message = GeminiSafety.words(for: word, ratings: candidate.safetyRatings, message: message)
    }
    end.take(word, message: message, hasCalls: calls > 0, into: &events)
  }
}
