/// How one family of HTTP APIs writes a chat down and sends the reply back.
///
/// A conforming value is the decoder of one reply: create it, feed it every event or the whole body,
/// then end it. It does no input or output.
protocol WireFormat: Sendable, SendableMetatype {
  /// The name in the configuration, such as `openai-chat`.
  static var dialect: String { get }

  /// The path below the provider's base URL.
  static func path(for request: ChatRequest) -> String

  /// The request's body.
  ///
  /// - Throws: A failure when a number cannot be written.
  static func body(for request: ChatRequest) throws(ByokError) -> [UInt8]

  /// A decoder at the start of a reply.
  init()

  /// Takes the next event of a streamed reply.
  ///
  /// - Throws: What the provider reports, or how the event breaks the dialect.
  mutating func receive(_ event: ServerSentEvent) throws(ReplyFailure) -> [StreamEvent]

  /// Takes a reply that came in one piece.
  ///
  /// - Throws: What the provider reports, or how the reply breaks the dialect.
  mutating func receive(whole body: [UInt8]) throws(ReplyFailure) -> [StreamEvent]

  /// Ends the reply, complete or not, and returns what was still held back.
  mutating func finish() -> [StreamEvent]

  /// Whether the reply has said that it is complete.
  var isComplete: Bool { get }
}

/// The dialects that byok speaks.
enum WireFormats {
  static let all: [any WireFormat.Type] = [OpenAIChat.self]
}

/// Why a reply is no answer.
enum ReplyFailure: Error, Equatable {
  /// The provider says so.
  case reported(ErrorReport)
  /// The reply breaks its own protocol; the text ends a sentence.
  case broken(String)
  /// The stream ended before it was complete.
  case endedEarly
}
