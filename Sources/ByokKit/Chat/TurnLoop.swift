package import ByokCore

/// Runs a conversation to its final answer: sends a request, and as long as a policy asks for more,
/// another that goes on from the reply.
///
/// Each request passes the limits of ``ProviderClient``, so no further turn costs more than allowed.
package struct TurnLoop {
  private let client: ProviderClient
  private let policies: [any TurnPolicy]

  /// - Parameters:
  ///   - client: Sends the requests.
  ///   - policies: What may follow a reply; the first that does not accept it decides.
  package init(_ client: ProviderClient, policies: [any TurnPolicy] = []) {
    (self.client, self.policies) = (client, policies)
  }

  /// - Parameters:
  ///   - request: The first request.
  ///   - key: The key to ask with.
  ///   - sink: Takes the events of the replies, and text once it is accepted.
  /// - Returns: What came of the last request, with the usage of all.
  package func run(
    _ request: ChatRequest, key: borrowing ChosenKey, to sink: any ReplySink
  ) -> ChatResult {
    guard !policies.isEmpty else { return client.chat(request, key: key, to: sink) }
    var (request, policies) = (request, policies)
    var earlier: ChatResult?
    while true {
      let held = HeldText(sink)
      var result = client.chat(request, key: key, to: held)
      if let earlier { result = result.after(earlier) }
      guard result.failure == nil else {
        // What was rejected before is all that there is where nothing new came.
        let rejected = result.reply.hasContent ? held.text : earlier?.rejectedText
        result.rejectedText = rejected ?? held.text
        return result
      }
      switch Self.decision(on: held.text, from: client, &policies) {
      case .accept(let text):
        do throws(ByokError) {
          if !text.isEmpty { try sink.take([.text(text)]) }
        } catch {
          result.failure = error
        }
        return result
      case .fail(let failure):
        (result.failure, result.rejectedText) = (failure, held.text)
        return result
      case .ask(let messages, let reason):
        client.session.console.note("\(reason); asking once more")
        // An empty message is refused by some.
        let said = held.text.isEmpty ? "{}" : held.text
        request.messages.append(ChatMessage(role: .assistant, parts: [.text(said)]))
        request.messages += messages
        result.rejectedText = held.text
        earlier = result
      }
    }
  }

  private static func decision(
    on text: String, from client: ProviderClient, _ policies: inout [any TurnPolicy]
  ) -> TurnDecision {
    var text = text
    for index in policies.indices {
      let decision = policies[index].decide(on: text, from: client)
      guard case .accept(let accepted) = decision else { return decision }
      text = accepted
    }
    return .accept(text)
  }
}

/// Says what follows a reply.
package protocol TurnPolicy: Sendable {
  /// - Parameters:
  ///   - text: The reply.
  ///   - client: The client of the provider that replied.
  /// - Returns: What follows.
  mutating func decide(on text: String, from client: ProviderClient) -> TurnDecision
}

/// What follows a reply.
package enum TurnDecision {
  /// This text is the answer.
  case accept(String)
  /// Another request follows, with these messages after the reply; the reason is for a person.
  case ask([ChatMessage], reason: String)
  /// The conversation has failed.
  case fail(ByokError)
}

/// Holds the text of a reply back until it is accepted; everything else passes.
private final class HeldText: ReplySink {
  private let sink: any ReplySink
  private(set) var text = ""

  init(_ sink: any ReplySink) {
    self.sink = sink
  }

  func take(_ events: [StreamEvent]) throws(ByokError) {
    var others: [StreamEvent] = []
    for event in events {
      if case .text(let piece) = event { text += piece } else { others.append(event) }
    }
    try ReplyReceiver.checkKept(text.utf8.count, hint: "without --schema, it is not kept")
    if !others.isEmpty { try sink.take(others) }
  }
}

extension ChatResult {
  /// This result as the end of what began with an earlier one: tokens, cost and time are of both.
  fileprivate func after(_ first: ChatResult) -> ChatResult {
    var whole = self
    whole.start = first.start
    whole.milliseconds += first.milliseconds
    whole.reply.usage = reply.usage.added(to: first.reply.usage)
    return whole
  }
}
