package import ByokCore

/// Runs a conversation to its final answer: sends a request, and as long as a policy asks for more,
/// another that goes on from the reply.
///
/// Each request passes the limits of ``ProviderClient``, so no further turn costs more than
/// allowed.
package struct TurnLoop {
  private let client: ProviderClient
  private let policies: [any TurnPolicy]
  private let tools: ToolUse?

  /// - Parameters:
  ///   - client: Sends the requests.
  ///   - policies: What may follow a reply; the first that does not accept it decides.
  ///   - tools: The tools that the model may call; `nil` for none.
  package init(
    _ client: ProviderClient, policies: [any TurnPolicy] = [], tools: ToolUse? = nil
  ) {
    (self.client, self.policies, self.tools) = (client, policies, tools)
  }

  /// The first request that is sent.
  ///
  /// - Parameters:
  ///   - plan: Makes it.
  ///   - content: What is said.
  ///   - settings: What the user asks of the model.
  /// - Returns: The request, which offers the tools.
  /// - Throws: A usage error when the model is known not to take what is asked.
  package func firstRequest(
    _ plan: ChatPlan, _ content: ChatContent, _ settings: ChatSettings
  ) throws(ByokError) -> ChatRequest {
    guard let tools else { return try plan.request(content, settings) }
    let choice = plan.candidate.choice
    try tools.offer.check(choice.provider, client.dialect, model: choice.model, choice.facts)
    // A form and tools are not taken together by all.
    var content = content
    content.schema = nil
    return tools.offering(try plan.request(content, settings), client.dialect)
  }

  /// Makes the request and runs it; with tools and a form, what is said is first answered freely.
  ///
  /// - Parameters:
  ///   - plan: Makes the requests.
  ///   - content: What is said.
  ///   - settings: What the user asks of the model.
  ///   - sink: Takes the events of the replies, and text once it is accepted.
  /// - Returns: What came of the last request, with the usage of all.
  /// - Throws: A usage error when the model is known not to take what is asked.
  package func run(
    _ plan: ChatPlan, _ content: ChatContent, _ settings: ChatSettings, to sink: any ReplySink
  ) throws(ByokError) -> ChatResult {
    let request = try firstRequest(plan, content, settings)
    guard let tools else { return run(request, key: plan.key, to: sink) }
    guard content.schema != nil else {
      return ToolLoop(client, tools).run(request, key: plan.key, to: sink).result
    }
    var (result, text) = ToolLoop(client, tools)
      .run(request, key: plan.key, to: FreeAnswer(sink))
    guard result.failure == nil else {
      result.rejectedText = text
      return result
    }
    let formed = try plan.request(content, settings)
    return run(formed, key: plan.key, after: result, text, to: sink)
  }

  /// Asks for the answer once more, in the form of the request.
  private func run(
    _ request: ChatRequest, key: borrowing ChosenKey, after first: ChatResult, _ text: String,
    to sink: any ReplySink
  ) -> ChatResult {
    var request = request
    request.messages += first.exchanged
    if !text.isEmpty {
      request.messages.append(
        ChatMessage(role: .assistant, parts: [.text(text)], turn: first.reply.turn))
    }
    request.messages.append(ChatMessage(role: .user, parts: [.text(Self.formPrompt)]))
    let turn = (first.turns ?? 0) + 1
    try? sink.take(.turn(turn))
    var result = run(request, key: key, to: sink).after(first)
    (result.toolRuns, result.turns, result.exchanged) = (first.toolRuns, turn, first.exchanged)
    return result
  }

  private static let formPrompt =
    "Now give that answer as one JSON document that follows the schema, and nothing else."

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
      let held = HeldText(sink, hint: "without --schema, there is no such limit")
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
        client.session.console.note("\(reason); retrying")
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
