/// A model that may be asked, and with which key.
struct ChatCandidate: Sendable {
  let choice: ModelChoice
  let wire: any WireFormat.Type
  /// The label of the key, if one is named.
  let label: Label?
  /// Where the user's standing wishes for the model are.
  let configuration: Configuration

  /// The model as the user writes it, and the label where one is named.
  var name: String {
    "\(choice.provider.id)/\(choice.model)" + (label.map { " with the key '\($0.text)'" } ?? "")
  }

  /// What is to be sent of `settings`, and of the user's standing wishes.
  ///
  /// - Throws: A usage error when the model is known not to take them.
  func accepted(_ settings: ChatSettings) throws(ByokError) -> ChatSettings {
    try configuration.settings(settings, for: choice.written, choice, wire)
  }
}

/// A model to ask, with all that it takes to ask it.
///
/// Threads may share it: nothing of it changes.
final class ChatPlan: Sendable {
  let candidate: ChatCandidate
  let exchange: ChatExchange
  let key: ChosenKey
  /// Where requests are noted; `nil` for nowhere.
  let log: UsageLog?
  let streams: Bool

  init(
    _ candidate: ChatCandidate, _ exchange: ChatExchange, key: consuming ChosenKey,
    log: UsageLog?, streams: Bool
  ) {
    self.candidate = candidate
    self.exchange = exchange
    self.key = key
    self.log = log
    self.streams = streams
  }

  /// The request that says `content` to the model.
  ///
  /// - Parameters:
  ///   - content: What is said.
  ///   - settings: What the user asks of the model.
  /// - Returns: The request.
  /// - Throws: A usage error when the model is known not to take the settings.
  func request(
    _ content: ChatContent, _ settings: ChatSettings
  ) throws(ByokError) -> ChatRequest {
    let choice = candidate.choice
    var request = ChatRequest(model: choice.model, messages: content.messages)
    request.system = content.system
    request.schema = content.schema
    request.streams = streams
    request.settings = try candidate.accepted(settings)
    request.facts = choice.facts
    request.quirks = choice.provider.quirks
    return request
  }
}
