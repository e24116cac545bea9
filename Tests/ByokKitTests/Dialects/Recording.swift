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
    self.init(dialect) { (decoder, take) throws(ReplyFailure) in
      var parser = EventStreamParser(framing: dialect.framing)
      for piece in pieces {
        for event in try parser.consume(piece) { take(try decoder.receive(event)) }
      }
      if let last = try parser.finish() { take(try decoder.receive(last)) }
      take(try decoder.finish())
      if !decoder.isComplete { throw .endedEarly }
    }
  }

  /// Decodes a reply in one piece.
  init(whole body: [UInt8], as dialect: any Dialect.Type = OpenAIChat.self) {
    self.init(dialect) { (decoder, take) throws(ReplyFailure) in
      take(try decoder.receive(whole: body))
      take(try decoder.finish())
      if !decoder.isComplete { throw .endedEarly }
    }
  }

  private init(
    _ dialect: any Dialect.Type,
    _ decode: (inout any Dialect, ([StreamEvent]) -> Void) throws(ReplyFailure) -> Void
  ) {
    var decoder = dialect.init()
    var events: [StreamEvent] = []
    do throws(ReplyFailure) {
      try decode(&decoder) { events += $0 }
    } catch {
      transcript.failure = error
    }
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
    // A decoder sees events, not pieces: the same events come to the same.
    let whole = try Self.events(of: [stream], as: dialect)
    for size in 1...16 {
      let events = try Self.events(of: stream.chopped(by: size), as: dialect)
      try #require(events == whole, "in pieces of \(size)")
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

  private static func events(
    of pieces: [[UInt8]], as dialect: any Dialect.Type
  ) throws -> [ServerSentEvent] {
    var parser = EventStreamParser(framing: dialect.framing)
    var events: [ServerSentEvent] = []
    for piece in pieces { events += try parser.consume(piece) }
    if let last = try parser.finish() { events.append(last) }
    return events
  }
}

extension ReplyFailure {
  /// The failure that the fixtures' providers report.
  static func broke(
    _ codes: String..., message: String = "It broke", requestID: String? = nil
  ) -> Self {
    .reported(ErrorReport(status: 200, message: message, codes: codes, requestID: requestID))
  }

  static let notJSON = Self.broken("it is not the JSON that was expected")
}
