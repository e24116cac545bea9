package import ByokCore

/// The conversation that a chat goes on with: what is sent of it, and how a new turn is kept.
package struct ConversationUse: Sendable {
  /// Where turns are kept; `nil` for a conversation that ends with the process.
  var store: ConversationStore?
  package internal(set) var conversation: StoredConversation
  /// How many of the last turns are sent; `nil` for all.
  package var lastTurns: Int?
  /// Whether another turn is likely to follow within minutes.
  private var expectsMoreSoon = false
  let clock: Clock

  /// How long a provider's cache keeps the beginning of a request, in seconds.
  ///
  /// Source: <https://platform.claude.com/docs/en/build-with-claude/prompt-caching>, 2026-11-29.
  private static let cacheLifetime = 300

  /// Opens the conversation that the options name, before anything is sent.
  ///
  /// - Parameters:
  ///   - options: Which conversation; nothing is opened without one.
  ///   - session: The outside world.
  ///   - isRehearsal: Whether nothing will be kept, so that no keystore is made.
  /// - Returns: The conversation; `nil` where none is meant.
  /// - Throws: A usage error when there is none of that name; `locked`, `damaged`; a failure.
  package static func open(
    _ options: ConversationOptions, _ session: Session, isRehearsal: Bool
  ) throws(ByokError) -> ConversationUse? {
    try options.check()
    guard options.isOn else { return nil }
    let creates =
      !isRehearsal && !options.continuesLast && !options.mustExist
      && options.origin == nil
    let store = try ConversationStore.open(session, create: creates)
    let conversation = try conversation(options, store, session.console)
    if let store { try store.checkCanContinue(conversation) }
    if conversation.isTorn {
      session.console.note(
        "the last turn of '\(conversation.name.text)' was cut off while it was written")
    }
    let use = ConversationUse(
      store: store, conversation: conversation, lastTurns: options.lastTurns?.count,
      clock: session.clock)
    use.noteOmission(session.console)
    return use
  }

  private static func conversation(
    _ options: ConversationOptions, _ store: ConversationStore?, _ console: Console
  ) throws(ByokError) -> StoredConversation {
    if options.continuesLast {
      guard let store, let last = try store.last(),
        let conversation = try store.conversation(named: last.name)
      else { throw .noConversation }
      let words =
        "continuing '\(last.name.text)' (\(Self.count(conversation.turns.count, "turn")))"
      if last.isOfThisTerminal {
        console.detail(words)
      } else {
        console.note(words + ", which was last used elsewhere")
      }
      return conversation
    }
    guard let name = options.name else { throw .noConversation }
    if let origin = options.origin {
      guard let store else { throw .noConversation(origin.name) }
      return try store.fork(origin, as: name)
    }
    guard let known = try store?.conversation(named: name) else {
      guard !options.mustExist else { throw try store?.missing(name) ?? .noConversation(name) }
      return StoredConversation(name)
    }
    guard !options.mustBeNew else { throw .exists(name) }
    return known
  }

  /// A conversation that is not kept.
  ///
  /// - Parameter session: The outside world.
  package init(unkept session: Session) {
    guard let name = ConversationName(argument: "unnamed") else { preconditionFailure() }
    self.init(
      store: nil, conversation: StoredConversation(name), lastTurns: nil, clock: session.clock)
    expectsMoreSoon = true
  }

  private init(
    store: ConversationStore?, conversation: StoredConversation, lastTurns: Int?, clock: Clock
  ) {
    (self.store, self.conversation, self.clock) = (store, conversation, clock)
    self.lastTurns = lastTurns
  }

  /// Whether its turns are kept.
  package var isKept: Bool { store != nil }

  /// Says that more turns follow at once, as in a conversation at a terminal.
  package mutating func expectMoreSoon() { expectsMoreSoon = true }

  static func count(_ number: Int, _ noun: String) -> String {
    number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
  }

  /// The user's notes, as instructions; `nil` if there are none.
  ///
  /// - Throws: `locked`, `damaged`; a failure.
  package static func memory(_ session: Session) throws(ByokError) -> String? {
    guard let store = try ConversationStore.open(session, create: false) else { return nil }
    let notes = try MemoryNotes(store).all()
    guard !notes.isEmpty else { return nil }
    return "What the user wants you to know:\n"
      + notes.map { "- \($0.text)" }.joined(separator: "\n")
  }

  // MARK: Sending

  /// The turns that are sent.
  var sentTurns: ArraySlice<StoredTurn> {
    let rest = conversation.turns.dropFirst(lastTurns == nil ? conversation.summary?.upTo ?? 0 : 0)
    return lastTurns.map { rest.suffix($0) } ?? rest
  }

  private func noteOmission(_ console: Console) {
    let left = conversation.turns.count - sentTurns.count
    guard lastTurns != nil, left > 0 else { return }
    console.note(
      "the first \(Self.count(left, "turn")) of '\(conversation.name.text)' "
        + "\(left == 1 ? "is" : "are") not sent (--last-turns)")
  }

  /// What is said to the model: what is new, after what was said before.
  ///
  /// - Parameters:
  ///   - said: What is new.
  ///   - console: Told what is missing.
  /// - Returns: All of it.
  /// - Throws: `damaged` when an attachment cannot be read.
  package func content(
    _ said: ChatContent, _ console: Console
  ) throws(ByokError) -> ChatContent {
    var content = said
    content.system = said.system ?? conversation.system
    if lastTurns == nil, let summary = conversation.summary {
      let words = "Summary of the conversation so far:\n\(summary.text)"
      content.system = content.system.map { "\($0)\n\n\(words)" } ?? words
    }
    var missing: [String] = []
    for turn in sentTurns {
      for stored in turn.messages {
        guard let message = try self.message(stored, &missing) else { continue }
        // The results of one reply's calls belong together.
        if stored.role == .tool, content.history.last?.results.isEmpty == false {
          content.history[content.history.count - 1].parts += message.parts
        } else {
          content.history.append(message)
        }
      }
    }
    content.history = content.history.withCompleteCalls
    if !missing.isEmpty {
      let names = missing.map(\.quoted).joined(separator: ", ")
      console.note("not kept with the conversation, and so not sent again: \(names)")
    }
    if !content.history.isEmpty {
      content.cache = PromptCache(key: cacheKey, isSoonUsed: expectsMoreSoon || wasJustUsed)
    }
    return content
  }

  private var wasJustUsed: Bool {
    guard let last = conversation.lastUsed else { return false }
    return (0..<Self.cacheLifetime).contains(Int(clock.now()) - last.seconds)
  }

  /// What groups the requests of one conversation for a provider's cache; it does not reveal the name.
  private var cacheKey: String? {
    store?.root.fileName(for: "prompt cache\0\(conversation.name.text)")
  }

  private func message(
    _ stored: StoredMessage, _ missing: inout [String]
  ) throws(ByokError) -> ChatMessage? {
    let role: ChatMessage.Role
    switch stored.role {
    case .user, .tool: role = .user
    case .assistant: role = .assistant
    case .system: return nil
    }
    var parts: [ChatMessage.Part] = []
    for attachment in stored.attachments {
      let file = Attachment(
        name: attachment.name, mediaType: attachment.mediaType, source: .bytes([]))
      if case .url(let url) = attachment.content {
        parts.append(
          .file(Attachment(name: file.name, mediaType: file.mediaType, source: .url(url))))
      } else if let bytes = try self.bytes(of: attachment) {
        parts.append(
          .file(Attachment(name: file.name, mediaType: file.mediaType, source: .bytes(bytes))))
      } else {
        parts.append(.text(file.placeholder("is no longer available")))
        missing.append(attachment.name)
      }
    }
    if !stored.text.isEmpty { parts.append(.text(stored.text)) }
    if stored.role == .tool {
      guard let answer = stored.answer else { return nil }
      let result = ToolResult(
        callID: answer.id, name: answer.name,
        content: ChatMessage(role: role, parts: parts).content, isError: answer.isError)
      return ChatMessage(role: role, parts: [.toolResult(result)])
    }
    parts += stored.calls.map { .toolCall($0.call) }
    return parts.isEmpty ? nil : ChatMessage(role: role, parts: parts)
  }

  private func bytes(of attachment: StoredAttachment) throws(ByokError) -> [UInt8]? {
    if let store { return try store.bytes(of: attachment) }
    if case .bytes(let bytes) = attachment.content { return bytes }
    return nil
  }
}

extension Attachment {
  /// What a model reads in place of the file.
  func placeholder(_ predicate: String) -> String { "[The file \(name.quoted) \(predicate).]" }
}

extension ByokError {
  /// There is nothing to go on with.
  static let noConversation = Self(
    .usage, "there is no conversation to continue",
    hints: ["byok chat --conversation NAME 'a question'   begins one", "byok conversations list"])

  /// There is no keystore, and so no conversation of that name.
  package static func noConversation(_ name: ConversationName) -> Self {
    Self(
      .usage, "there is no conversation '\(name.text)'",
      hint: "byok chat --conversation \(name.text) PROMPT begins it")
  }
}
