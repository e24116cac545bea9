package import ByokCore

/// A model that may be asked, and with which key.
package struct ChatCandidate: Sendable {
  let choice: ModelChoice
  let dialect: any Dialect.Type
  /// The label of the key, if one is named.
  let label: Label?
  /// Where the user's configured settings for the model are.
  let configuration: Configuration

  /// The model as the user writes it, and the label where one is named.
  package var name: String {
    "\(choice.provider.id)/\(choice.model)" + (label.map { " with the key '\($0.text)'" } ?? "")
  }

  /// What is to be sent of `settings`, and of the user's configured settings.
  ///
  /// - Throws: A usage error when the model is known not to take them.
  package func accepted(_ settings: ChatSettings) throws(ByokError) -> ChatSettings {
    try configuration.settings(settings, for: choice.written, choice, dialect)
  }
}

/// A model to ask, with all that it takes to ask it.
///
/// Threads may share it: nothing of it changes.
package final class ChatPlan: Sendable {
  package let candidate: ChatCandidate
  package let client: ProviderClient
  package let key: ChosenKey
  let streams: Bool
  let showsReasoning: Bool

  package init(
    _ candidate: ChatCandidate, _ client: ProviderClient, key: consuming ChosenKey, streams: Bool,
    showsReasoning: Bool = false
  ) {
    self.candidate = candidate
    self.client = client
    self.key = key
    self.streams = streams
    self.showsReasoning = showsReasoning
  }

  /// The request that says `content` to the model.
  ///
  /// - Parameters:
  ///   - content: What is said.
  ///   - settings: What the user asks of the model.
  /// - Returns: The request.
  /// - Throws: A usage error when the model is known not to take the settings or the files.
  package func request(
    _ content: ChatContent, _ settings: ChatSettings
  ) throws(ByokError) -> ChatRequest {
    let choice = candidate.choice
    let check = AttachmentCheck(choice, client.dialect)
    try check.check(content.messages)
    var request = ChatRequest(
      model: choice.model, messages: check.adapted(content.history) + content.messages)
    request.cache = content.cache
    request.system = content.system
    request.schema = content.schema
    request.streams = streams
    request.settings = try candidate.accepted(settings)
    request.facts = choice.facts
    request.quirks = choice.provider.quirks
    request.wantsReasoning = showsReasoning && request.quirks.hidesReasoning
    request.leaveOutWhatIsNotTaken(client.dialect)
    return request
  }
}
