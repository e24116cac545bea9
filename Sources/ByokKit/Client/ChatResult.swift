package import ByokCore

/// What came of one request.
package struct ChatResult {
  package let provider: Provider
  package let request: ChatRequest
  package let key: KeySource
  /// When it began, on the monotonic clock.
  package var start: Double
  package var reply = ChatReply()
  package var failure: ByokError?
  var requestID: String?
  /// What the answer's head announces of the model, as the predicate of a sentence.
  var announcement: String?
  package var milliseconds = 0
  /// Where the turn is kept; `nil` for nowhere.
  package var conversation: KeptPlace?
  /// The passages of files that the answer was to come from, as JSON shows them; `nil` for none.
  package var sources: JSONValue?
  /// The calls of tools that were answered, in their order.
  package var toolRuns: [ToolRun] = []
  /// How many replies there were in a chat with tools; `nil` without tools.
  package var turns: Int?
  /// The calls and their results, as messages between what was asked and the answer.
  package var exchanged: [ChatMessage] = []
  /// The text of a reply that must not be taken for what was asked, as it breaks its form.
  package var rejectedText: String?

  package init(
    provider: Provider, request: ChatRequest, key: KeySource, start: Double,
    reply: ChatReply = ChatReply(), failure: ByokError? = nil, requestID: String? = nil,
    milliseconds: Int = 0, rejectedText: String? = nil
  ) {
    self.provider = provider
    self.request = request
    self.key = key
    self.start = start
    self.reply = reply
    self.failure = failure
    self.requestID = requestID
    self.milliseconds = milliseconds
    self.rejectedText = rejectedText
  }

  /// The exit status that it stands for.
  package var status: Int32 { failure?.kind.rawValue ?? 0 }

  /// The whole, with the reply's text, as JSON shows it.
  package func summary(text: String) -> ChatSummary {
    ChatSummary(
      reply: reply, text: text, provider: provider.id, request: request, key: key,
      requestID: requestID, conversation: conversation, sources: sources, toolRuns: toolRuns,
      turns: turns,
      milliseconds: milliseconds,
      millisecondsToText: reply.firstText.map { Int(($0 - start) * 1000) })
  }

  /// Tokens and cost for a person, with the age of the prices, by seconds since 1970, where byok
  /// estimated the cost.
  package func usageLine(now: Double) -> String {
    let day = reply.usage.billing.isEstimated ? request.facts?.priceAsOf : nil
    let age = day.map { " at prices as of \(PriceAge.words($0, now: now))" } ?? ""
    return reply.usage.line + age
  }

  /// What a person should know of how the reply ended, as sentences.
  package var notes: [String] {
    var notes: [String] = []
    if failure == nil { notes += reply.notesOnMissingText }
    let calls = reply.toolCalls.map {
      $0.name.isEmpty ? "?" : Sanitizer.oneLine($0.name, limit: 64)
    }
    if !calls.isEmpty {
      let names = calls.joined(separator: ", ")
      notes.append(
        "the reply calls tools that byok did not offer: \(Sanitizer.oneLine(names))")
    }
    if reply.finishReason == .length, request.settings.maxTokens != nil {
      notes.append("the reply ended at --max-tokens")
    }
    if case .other(let word) = reply.finishReason {
      notes.append("the reply ended with the reason \(word.quoted)\(reply.why)")
    }
    return notes + notices
  }

  /// What a person should know of the provider's terms, as sentences, also where many are asked.
  package var notices: [String] {
    let model = "\(provider.id)/\(request.model)".quoted
    var notices = (reply.notices + [announcement].compactMap(\.self)).map {
      "\(provider.name) announces that \(model) \(Sanitizer.oneLine($0))"
    }
    if reply.usage.billing.isImplausible {
      let rest = reply.usage.cost == nil ? "" : "; the cost is byok's own estimate"
      notices.append(
        "\(provider.name) reports impossible token counts or costs, which are ignored\(rest)")
    }
    return notices
  }
}

extension ChatReply {
  /// What a reply without text has in its place, and what else is not shown.
  fileprivate var notesOnMissingText: [String] {
    if !media.isEmpty {
      let kinds = media.map(\.rawValue).joined(separator: " and ")
      return ["the reply has content that byok does not show: \(kinds)"]
    }
    if hasVisibleText || !toolCalls.isEmpty { return [] }
    if hasReasoning { return ["the reply contains only reasoning"] }
    return finishReason == .length ? [] : ["the reply is empty"]
  }

  /// What the provider says of how it ended, as the end of a sentence.
  var why: String {
    finishMessage.isEmpty ? "" : ": \(Sanitizer.oneLine(finishMessage))"
  }

  /// Whether anything of a reply arrived.
  package var hasContent: Bool { hasOutput || finishReason != nil }

  /// Whether anything of the answer itself arrived.
  var hasOutput: Bool { firstText != nil || !refusal.isEmpty || !toolCalls.isEmpty }
}

/// A turn of a conversation.
package struct KeptPlace: Equatable, Sendable {
  /// The conversation.
  package let name: String
  /// Counted from 1.
  package let turn: Int

  package init(name: String, turn: Int) {
    (self.name, self.turn) = (name, turn)
  }
}
