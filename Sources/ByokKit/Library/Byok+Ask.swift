public import ByokCore

extension Byok {
  /// What is asked besides the prompt; what is `nil` or empty is left to the configuration.
  public struct Options: Sendable {
    /// The instructions before the conversation.
    public var system: String?
    /// Earlier messages, the oldest first, which the prompt continues.
    public var conversation: [Message] = []
    /// Paths or `https` addresses of texts, images and PDFs that go with the prompt.
    public var files: [String] = []
    /// The form of the reply: a JSON Schema, the path of one, or fields such as `name, age int`.
    ///
    /// The reply is then checked, asked for once more if it does not match, and arrives whole.
    public var schema: String?
    /// The sampling temperature, mostly from 0 to 1 or 2.
    public var temperature: Double?
    /// The most tokens of the reply.
    public var maxTokens: Int?
    /// The label of the sealed key to use, or several separated by commas, to be tried in turn.
    public var key: String?
    /// The most that the request may cost, in USD, as estimated before it is sent.
    public var maxCost: Double?
    /// Whether `onEvent` gets what the model thinks also where that comes only if it is asked for.
    public var showsReasoning = false
    /// Seconds for one attempt, up to a day; 1800 where nothing else is configured.
    public var timeout: Double?

    /// Nothing but the prompt.
    public init() {}
  }

  /// One message of a conversation.
  public struct Message: Equatable, Sendable {
    /// Who speaks.
    public enum Role: Sendable {
      case user, assistant
    }

    /// Who speaks.
    public var role: Role
    /// What is said.
    public var text: String

    /// A message of text.
    public init(_ role: Role, _ text: String) {
      (self.role, self.text) = (role, text)
    }
  }

  /// A piece of a reply, as it arrives.
  public enum Event: Equatable, Sendable {
    /// More text of the answer.
    case text(String)
    /// More of the model's reasoning, which is not part of the answer.
    case reasoning(String)
  }

  /// A reply that is complete.
  public struct Reply: Equatable, Sendable {
    /// The answer.
    public let text: String
    /// The model that answered, as the provider calls it.
    public let model: String
    /// The id of the provider that answered.
    public let provider: String
    /// The label of the sealed key, or the variable that held the key; `nil` where none was needed.
    public let key: String?
    /// Why the model stopped; `nil` where the provider does not say.
    public let finishReason: FinishReason?
    /// The tokens that it took, and the cost in USD.
    public let usage: Usage
    /// How long it took, in milliseconds.
    public let milliseconds: Int
    /// The provider's name for the request, for its support; `nil` where it gives none.
    public let requestID: String?

    fileprivate init(_ summary: ChatSummary) {
      (text, provider, key) = (summary.text, summary.provider, summary.key.shortName)
      model = summary.reply.model ?? summary.request.model
      (finishReason, usage) = (summary.reply.finishReason, summary.reply.usage)
      (milliseconds, requestID) = (summary.milliseconds, summary.requestID ?? summary.reply.id)
    }
  }

  /// Sends a prompt to a model, and waits for its reply.
  ///
  /// - Parameters:
  ///   - model: `PROVIDER/MODEL-ID`, an alias, or several separated by commas; `nil` for `BYOK_MODEL`,
  ///     the configured model, or the default model of the only provider with a key.
  ///   - prompt: What to ask.
  ///   - options: What else there is to say.
  ///   - onEvent: Takes the pieces of the reply as they arrive, on this thread.
  /// - Returns: The whole reply.
  /// - Throws: Why there is no complete reply, by its kind: a usage error before anything is sent,
  ///   `noKey`, `locked`, `keyRejected`, `limited`, `modelUnavailable`, `blocked`, `network`,
  ///   `provider`, `truncated`, `tooLong`. What had arrived by then, `onEvent` has.
  @discardableResult
  public func ask(
    _ model: String?, _ prompt: String, _ options: Options = Options(),
    onEvent: (Event) -> Void = { _ in }
  ) throws(ByokError) -> Reply {
    let planner = try ChatPlanner(session, try options.route, try options.limits)
    let candidates = try planner.candidates(model)
    let settings = try options.settings
    for candidate in candidates { _ = try candidate.accepted(settings) }
    let content = try options.content(prompt, planner.loader(for: candidates))
    let policies = try content.schema.map { (schema) throws(ByokError) in
      [SchemaPolicy(try ReplyForm(schema))]
    }
    return try withoutActuallyEscaping(onEvent) { (onEvent) throws(ByokError) in
      let sink = EventSink(onEvent)
      let result = try ChatFallback(candidates: candidates, console: session.console).run {
        (candidate, isLast) throws(ByokError) in
        try planner.plan(candidate, isLast: isLast)
      } ask: { (plan) throws(ByokError) in
        let request = try plan.request(content, settings)
        return TurnLoop(plan.client, policies: policies ?? [])
          .run(request, key: plan.key, to: sink)
      }
      if let failure = result.failure { throw failure }
      for note in result.notes { session.console.note(note) }
      return Reply(result.summary(text: sink.text))
    }
  }
}

extension Byok.Options {
  fileprivate var settings: ChatSettings {
    get throws(ByokError) {
      var settings = ChatSettings()
      if let temperature { settings.temperature = try Self.value(temperature, "temperature") }
      if let maxTokens { settings.maxTokens = try Self.value(maxTokens, "maxTokens") }
      return settings
    }
  }

  fileprivate var limits: ChatLimits {
    get throws(ByokError) {
      guard let maxCost else { return ChatLimits() }
      return ChatLimits(maxCost: try Self.value(maxCost, "maxCost"))
    }
  }

  fileprivate var route: RequestOptions {
    get throws(ByokError) {
      var route = RequestOptions()
      route.showsReasoning = showsReasoning
      if let key { route.keys = try Self.value(key, "key") }
      if let timeout { route.timeout = try Self.value(timeout, "timeout") }
      return route
    }
  }

  /// A value by the rules of the command line.
  private static func value<Value: ArgumentValue>(
    _ value: some CustomStringConvertible, _ name: String
  ) throws(ByokError) -> Value {
    guard let value = Value(argument: value.description) else {
      throw ByokError(.usage, "\(name) must be \(Value.expectation)")
    }
    return value
  }

  fileprivate func content(
    _ prompt: String, _ loader: FileLoader
  ) throws(ByokError) -> ChatContent {
    let schema = try schema.map { (text) throws(ByokError) in try SchemaArgument.read(text, nil) }
    let places = try files.map { (text) throws(ByokError) -> FileArgument in
      // Standard input is the program's own: here, '-' is a file.
      text == "-" ? .path(text) : try Self.value(text, "a file")
    }
    let parts = try loader.load(places).parts(before: prompt)
    guard !parts.isEmpty else { throw ByokError(.usage, "there is no prompt") }
    let earlier = conversation.map { message in
      ChatMessage(
        role: message.role == .user ? .user : .assistant, parts: [.text(message.text)])
    }
    return ChatContent(
      system: system, messages: earlier + [ChatMessage(role: .user, parts: parts)], schema: schema)
  }
}

/// Hands text and reasoning on, and gathers the text.
private final class EventSink: ReplySink {
  private let onEvent: (Byok.Event) -> Void
  private(set) var text = ""

  init(_ onEvent: @escaping (Byok.Event) -> Void) {
    self.onEvent = onEvent
  }

  func take(_ events: [StreamEvent]) throws(ByokError) {
    for event in events {
      switch event {
      case .text(let piece):
        text += piece
        try ReplyReceiver.checkKept(text.utf8.count, hint: "ask for less")
        onEvent(.text(piece))
      case .reasoning(let piece): onEvent(.reasoning(piece))
      default: break
      }
    }
  }
}
