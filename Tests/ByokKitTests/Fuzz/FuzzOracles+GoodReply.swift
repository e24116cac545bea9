@testable import ByokCore
@testable import ByokKit

/// A complete reply of a dialect, to be put into any form and damaged.
struct GoodReply {
  let dialect: any Dialect.Type
  /// The documents of a stream, in order.
  let documents: [String]
  /// The reply in one piece.
  let whole: String
  let text: String

  /// The number of the dialects.
  static var dialectCount: Int { makers.count }

  private typealias Maker = @Sendable ([String], String) -> GoodReply

  private static let makers: [Maker] = [openAI, responses, anthropic, gemini, cohere, ollama]

  /// - Parameters:
  ///   - number: Which dialect.
  ///   - pieces: The text, in pieces.
  ///   - reason: Why it ended, in any API's word; `nil` for its own word that all is well.
  /// - Returns: The reply.
  static func make(_ number: Int, pieces: [String], reason: String? = nil) -> GoodReply {
    let own = ["stop", "completed", "end_turn", "STOP", "COMPLETE", "stop"]
    return makers[number](pieces, reason ?? own[number])
  }

  private static func quoted(_ text: String) -> String { JSONValue.string(text).compactText }

  private static let openAI: Maker = { pieces, reason in
    GoodReply(
      dialect: OpenAIChat.self,
      documents: [#"{"id":"a","model":"m","choices":[{"index":0,"delta":{"role":"assistant"}}]}"#]
        + pieces.map { #"{"choices":[{"index":0,"delta":{"content":\#(quoted($0))}}]}"# } + [
          #"{"choices":[{"index":0,"delta":{},"finish_reason":"\#(reason)"}]}"#,
          #"{"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":1}}"#,
        ],
      whole: #"{"choices":[{"index":0,"message":{"content":\#(quoted(pieces.joined()))},"#
        + #""finish_reason":"\#(reason)"}]}"#,
      text: pieces.joined())
  }

  private static let responses: Maker = { pieces, reason in
    let text = pieces.joined()
    let item =
      #"{"type":"message","status":"completed","content":[{"type":"output_text","text":\#(quoted(text))}]}"#
    let end = #"{"object":"response","status":"\#(reason)","output":[\#(item)]}"#
    return GoodReply(
      dialect: OpenAIResponses.self,
      documents: [
        #"{"type":"response.created","response":{"id":"r","status":"in_progress","output":[]}}"#,
        #"{"type":"response.output_item.added","output_index":0,"item":{"type":"message"}}"#,
      ]
        + pieces.map {
          #"{"type":"response.output_text.delta","output_index":0,"content_index":0,"#
            + #""delta":\#(quoted($0))}"#
        } + [
          #"{"type":"response.output_text.done","output_index":0,"content_index":0,"#
            + #""text":\#(quoted(text))}"#,
          #"{"type":"response.completed","response":\#(end)}"#,
        ],
      whole: end, text: text)
  }

  private static let anthropic: Maker = { pieces, reason in
    GoodReply(
      dialect: AnthropicMessages.self,
      documents: [
        #"{"type":"message_start","message":{"id":"a","content":[]}}"#,
        #"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"#,
      ]
        + pieces.map {
          #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":\#(quoted($0))}}"#
        } + [
          #"{"type":"content_block_stop","index":0}"#,
          #"{"type":"message_delta","delta":{"stop_reason":"\#(reason)"},"usage":{"output_tokens":1}}"#,
          #"{"type":"message_stop"}"#,
        ],
      whole: #"{"type":"message","content":[{"type":"text","text":\#(quoted(pieces.joined()))}],"#
        + #""stop_reason":"\#(reason)"}"#,
      text: pieces.joined())
  }

  private static let gemini: Maker = { pieces, reason in
    let chunk = { (text: String, more: String) in
      #"{"candidates":[{"content":{"parts":[{"text":\#(quoted(text))}]}\#(more)}]}"#
    }
    let end = #","finishReason":"\#(reason)""#
    return GoodReply(
      dialect: Gemini.self, documents: pieces.map { chunk($0, "") } + [chunk("", end)],
      whole: chunk(pieces.joined(), end), text: pieces.joined())
  }

  private static let cohere: Maker = { pieces, reason in
    GoodReply(
      dialect: Cohere.self,
      documents: [#"{"type":"message-start","id":"a","delta":{"message":{"role":"assistant"}}}"#]
        + pieces.map {
          #"{"type":"content-delta","index":0,"delta":{"message":{"content":{"text":\#(quoted($0))}}}}"#
        } + [#"{"type":"message-end","delta":{"finish_reason":"\#(reason)"}}"#],
      whole: #"{"message":{"content":[{"type":"text","text":\#(quoted(pieces.joined()))}]},"#
        + #""finish_reason":"\#(reason)"}"#,
      text: pieces.joined())
  }

  private static let ollama: Maker = { pieces, reason in
    let chunk = { (text: String, more: String) in
      #"{"model":"m","message":{"content":\#(quoted(text))},\#(more)}"#
    }
    let end = #""done":true,"done_reason":"\#(reason)""#
    return GoodReply(
      dialect: OllamaChat.self,
      documents: pieces.map { chunk($0, #""done":false"#) } + [chunk("", end)],
      whole: chunk(pieces.joined(), end), text: pieces.joined())
  }
}

extension GoodReply {
  /// The forms in which servers send the same reply.
  enum Form: CaseIterable {
    case events, eventsAndDone, eventsWithoutBlanks, lines, array, arrayAsEvent
    case whole, wholeAndDone, wholeAsEvent

    /// Whether it is made of the stream's documents.
    var isStream: Bool { ![.whole, .wholeAndDone, .wholeAsEvent].contains(self) }
  }

  /// The bytes of the reply in a form.
  func text(as form: Form) -> String {
    let events = documents.map { "data: \($0)\n\n" }.joined()
    return switch form {
    case .events: events
    case .eventsAndDone: events + "data: [DONE]\n\n"
    case .eventsWithoutBlanks: documents.map { "data: \($0)\n" }.joined()
    case .arrayAsEvent: "data: [\(documents.joined(separator: ","))]\n\n"
    case .lines: documents.map { $0 + "\n" }.joined()
    case .array: "[\(documents.joined(separator: "\n,\r\n"))]\n"
    case .whole: whole
    case .wholeAndDone: "\(whole)\n\ndata: [DONE]\n\n"
    case .wholeAsEvent: "data: \(whole)\n\n"
    }
  }
}
