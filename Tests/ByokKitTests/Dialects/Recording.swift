import ByokTestSupport
import Testing

@testable import ByokCore
@testable import ByokKit

/// What a recorded reply comes to, in a form that is easy to write down.
struct Transcript: Equatable {
  var text = ""
  var reasoning = ""
  var refusal = ""
  /// Each `index:id:name(arguments)`.
  var calls: [String] = []
  /// Input, output, cached and reasoning tokens.
  var usage: [Int?]?
  var finish: FinishReason?
  var failure: ReplyFailure?
}

/// A decoded reply.
struct Decoded: Equatable {
  var transcript = Transcript()
  var model: String?
  var id: String?
  var cost: Double?

  /// Decodes a stream that arrives in `pieces`.
  init(stream pieces: [[UInt8]], as dialect: any Dialect.Type = OpenAIChat.self) {
    let (events, failure) = StreamEvent.events(of: pieces, as: dialect)
    self.init(events, failure)
  }

  /// Decodes a reply in one piece.
  init(whole body: [UInt8], as dialect: any Dialect.Type = OpenAIChat.self) {
    var decoder = dialect.init()
    var events: [StreamEvent] = []
    do throws(ReplyFailure) {
      try decoder.receive(whole: body, into: &events)
      try decoder.finish(into: &events)
      if !decoder.isComplete { throw .endedEarly }
      self.init(events, nil)
    } catch {
      self.init(events, error)
    }
  }

  private init(_ events: [StreamEvent], _ failure: ReplyFailure?) {
    transcript.failure = failure?.withoutWords
    var reply = ChatReply()
    for event in events {
      reply.take(event, now: 0)
      if case .text(let text) = event { transcript.text += text }
      if case .reasoning(let text) = event { transcript.reasoning += text }
    }
    transcript.refusal = reply.refusal
    transcript.calls = reply.toolCalls.map { "\($0.index):\($0.id):\($0.name)(\($0.arguments))" }
    transcript.finish = reply.finishReason
    let usage = reply.usage
    if usage != Usage() {
      transcript.usage = [usage.input, usage.output, usage.cachedInput, usage.reasoning]
    }
    (model, id, cost) = (reply.model, reply.id, usage.cost)
  }
}

/// A fixture and what it comes to.
struct Recording: Sendable, CustomTestStringConvertible {
  let name: String
  let expected: Transcript

  init(
    _ name: String, text: String = "Hello", reasoning: String = "", refusal: String = "",
    calls: [String] = [], usage: [Int?]? = nil, finish: FinishReason? = .stop,
    failure: ReplyFailure? = nil
  ) {
    self.name = name
    expected = Transcript(
      text: text, reasoning: reasoning, refusal: refusal, calls: calls, usage: usage,
      finish: finish, failure: failure)
  }

  /// A recording of a failure.
  init(_ name: String, text: String, failsWith failure: ReplyFailure) {
    self.init(name, text: text, finish: nil, failure: failure)
  }

  var testDescription: String { name }

  /// Expects the stream of that name to come to what it says, also in small pieces.
  func expectStream(in folder: String, as dialect: any Dialect.Type) throws {
    let suffix = dialect.framing == .lines ? "ndjson" : "sse"
    let stream = try Fixture.bytes("\(folder)/\(name).\(suffix)")
    #expect(Decoded(stream: [stream], as: dialect).transcript == expected)
    for size in [1, 2, 3, 7, 16] {
      let transcript = Decoded(stream: stream.chopped(by: size), as: dialect).transcript
      try #require(transcript == expected, "in pieces of \(size)")
    }
  }

  /// Expects the stream of that name to come to what it says, wherever it is cut in two.
  func expectEverySplit(in folder: String, as dialect: any Dialect.Type) throws {
    let stream = try Fixture.bytes("\(folder)/\(name).sse")
    for pieces in stream.allSplits {
      let transcript = Decoded(stream: pieces, as: dialect).transcript
      try #require(transcript == expected, "cut at \(pieces[0].count)")
    }
  }
}

extension StreamEvent {
  /// What a stream that arrives in pieces comes to, and how it failed.
  static func events(
    of pieces: [[UInt8]], as dialect: any Dialect.Type
  ) -> ([StreamEvent], ReplyFailure?) {
    var events: [StreamEvent] = []
    let receiver = ReplyReceiver(dialect.init()) { (more) throws(ByokError) in events += more }
    var goesOn = receiver.receive(ResponseHead(status: 200))
    for piece in pieces where goesOn { goesOn = receiver.receive(piece) }
    do throws(ReplyFailure) {
      try receiver.finish()
      return (events, nil)
    } catch {
      return (events, error)
    }
  }
}

extension ReplyFailure {
  /// The failure that the fixtures' providers report.
  static func broke(
    _ codes: String..., message: String = "It broke", requestID: String? = nil
  ) -> Self {
    .reported(ErrorReport(status: 200, message: message, codes: codes, requestID: requestID))
  }

  /// What cannot be read; its words are left out.
  static let notJSON = Self.unreadable("")

  /// The failure without the words of what cannot be read.
  var withoutWords: Self {
    if case .unreadable = self { .notJSON } else { self }
  }
}

extension Dialect {
  /// Takes an event, and returns what it comes to.
  mutating func receive(_ event: ServerSentEvent) throws(ReplyFailure) -> [StreamEvent] {
    var events: [StreamEvent] = []
    try receive(event, into: &events)
    return events
  }

  /// Takes a whole reply, and returns what it comes to.
  mutating func receive(whole body: [UInt8]) throws(ReplyFailure) -> [StreamEvent] {
    var events: [StreamEvent] = []
    try receive(whole: body, into: &events)
    return events
  }

  /// Ends a reply, and returns what was held back.
  mutating func finish() throws(ReplyFailure) -> [StreamEvent] {
    var events: [StreamEvent] = []
    try finish(into: &events)
    return events
  }
}
