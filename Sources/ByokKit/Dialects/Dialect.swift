package import ByokCore

/// How one family of HTTP APIs writes a chat down and sends the reply back.
///
/// A conforming value is the decoder of one reply: create it, feed it every event or the whole
/// body, then end it. It does no input or output.
package protocol Dialect: Sendable, SendableMetatype {
  /// The name in the configuration, such as `openai-chat`.
  static var name: String { get }

  /// The header field for the key, where a provider's row names no other.
  static var keyHeader: KeyHeader { get }

  /// The header fields of every request besides those of HTTP itself.
  static var headers: [(name: String, value: String)] { get }

  /// How the events of a streamed reply are distinguished.
  static var framing: StreamFraming { get }

  /// What a request of this dialect can say; anything else is refused before it is sent.
  static var parameters: Set<ChatParameter> { get }

  /// The word of `--api` for it, where a provider may have several APIs; `nil` for none.
  static var api: String? { get }

  /// The highest temperature that the API takes; `nil` where it has no limit.
  static var highestTemperature: Double? { get }

  /// The least limit of a reply's tokens that the API takes.
  static var leastReplyTokens: Int { get }

  /// Whether models think only if a request asks for it.
  static var thinksOnRequest: Bool { get }

  /// The most tools that a request may offer; `nil` for no limit.
  static var toolLimit: Int? { get }

  /// How servers of the dialect are asked for embeddings, where a row says nothing; `nil` for none.
  static var embeddings: EmbeddingAPI? { get }

  /// How they are asked for a ranking of documents; `nil` for none.
  static var reranking: RerankAPI? { get }

  /// The schema of a tool's arguments as the API takes it.
  ///
  /// - Parameter schema: One without references and with a plain object at its root.
  /// - Returns: The schema that is sent.
  static func toolSchema(_ schema: JSONValue) -> JSONValue

  /// Whether a file of that kind may be given by its address, which the provider then fetches.
  static func fetches(_ kind: Attachment.Kind, _ quirks: Quirks) -> Bool

  /// Whether the form of the reply can be said in a field of the request.
  static func hasField(for schema: ReplySchema, in request: ChatRequest) -> Bool

  /// The path below the provider's base URL, with its query.
  static func path(for request: ChatRequest) -> String

  /// The request's body.
  ///
  /// - Throws: A failure when a number cannot be written.
  static func body(for request: ChatRequest) throws(ByokError) -> [UInt8]

  /// What a broker passes on of other programs' requests.
  static var brokered: [BrokeredRequest] { get }

  /// The versions of the API that a path may name.
  static var pathVersions: [String] { get }

  /// Whether the usage of a streamed reply comes only where a request asks for it.
  static var hasUsageOption: Bool { get }

  /// A refusal in the API's own form of errors, which its SDKs understand.
  static func reply(to refusal: BrokerRefusal) -> RefusalReply

  /// A decoder at the start of a reply.
  init()

  /// Whether the reply ends with its turn as the provider wrote it; false at first.
  ///
  /// Else nothing of the reply is kept, whatever its length.
  var keepsTurn: Bool { get set }

  /// Takes the next event of a streamed reply.
  ///
  /// - Parameters:
  ///   - event: The event.
  ///   - events: Takes what it comes to, also where it ends in a failure.
  /// - Throws: What the provider reports, or how the event breaks the dialect.
  mutating func receive(
    _ event: ServerSentEvent, into events: inout [StreamEvent]
  ) throws(ReplyFailure)

  /// Takes a reply that came in one piece.
  ///
  /// - Parameters:
  ///   - body: The reply.
  ///   - events: Takes what it comes to, also where it ends in a failure.
  /// - Throws: What the provider reports, or how the reply breaks the dialect.
  mutating func receive(
    whole body: [UInt8], into events: inout [StreamEvent]
  ) throws(ReplyFailure)

  /// Ends the reply, complete or not.
  ///
  /// - Parameter events: Takes what was still held back.
  /// - Throws: How the reply failed, if it said so at its end.
  mutating func finish(into events: inout [StreamEvent]) throws(ReplyFailure)

  /// Whether the reply has said that it is complete.
  var isComplete: Bool { get }
}

extension Dialect {
  static var keyHeader: KeyHeader { .bearer }
  package static var headers: [(name: String, value: String)] { [] }
  package static var framing: StreamFraming { .events }
  package static var api: String? { nil }
  package static var highestTemperature: Double? { nil }
  package static var leastReplyTokens: Int { 1 }
  package static var thinksOnRequest: Bool { false }
  package static var toolLimit: Int? { nil }
  package static func toolSchema(_ schema: JSONValue) -> JSONValue { schema }
  package static func fetches(_ kind: Attachment.Kind, _ quirks: Quirks) -> Bool { false }

  package static func hasField(for schema: ReplySchema, in request: ChatRequest) -> Bool {
    parameters.contains(.schema) && request.facts?.hasStructuredOutput != false
  }

  package static var embeddings: EmbeddingAPI? { nil }
  package static var reranking: RerankAPI? { nil }

  /// The header fields of a request without a body, but for the key's.
  static func headers(accepting type: String) -> [(name: String, value: String)] {
    [("Accept", type), ("User-Agent", "byok/\(ProgramVersion.current)")] + headers
  }
}

/// How the events of a streamed reply are distinguished.
package enum StreamFraming: Sendable {
  /// A `text/event-stream`.
  case events
  /// A JSON document on each line.
  case lines
}

/// What a user can ask for besides model and text, named by the option that asks for it.
package enum ChatParameter: String, CaseIterable, Sendable {
  case temperature = "--temperature"
  case topP = "--top-p"
  case maxTokens = "--max-tokens"
  case seed = "--seed"
  case stop = "--stop"
  case reasoning = "--reasoning"
  case schema = "--schema"
  /// An image or a PDF as a part of a message.
  case file = "--file"
}

/// The dialects that byok speaks, also with providers of the user's own.
package enum Dialects {
  /// What a server speaks of which nothing else is said.
  static let usual: any Dialect.Type = OpenAIChat.self

  package static let all: [any Dialect.Type] = [
    OpenAIChat.self, OpenAIResponses.self, AnthropicMessages.self, Gemini.self, Cohere.self,
    OllamaChat.self,
  ]
}

/// Why a reply is no answer.
package enum ReplyFailure: Error, Equatable {
  /// The provider says so.
  case reported(ErrorReport)
  /// The reply breaks its own protocol; the text ends a sentence.
  case broken(String)
  /// It is not the JSON that it should be; the text is what it begins with.
  case unreadable(String)
  /// The stream ended before it was complete.
  case endedEarly
  /// The provider ended the reply before it was complete; the text is its reason.
  case cutOff(String)
}

extension ReplyFailure {
  /// What a reply's reason to end says of a conversation that outgrew its model.
  static let contextExceeded = Self.reported(
    ErrorReport(
      status: 200, message: "prompt and reply exceed the context window",
      codes: ["context_length_exceeded"]))

  /// What a reply says that failed without a word of why.
  static let unexplained = Self.reported(
    ErrorReport(status: 200, message: "the provider ended the reply with an error"))
}
