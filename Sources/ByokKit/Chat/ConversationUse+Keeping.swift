package import ByokCore

/// How turns are kept.
extension ConversationUse {
  /// Keeps a turn, if the reply is one.
  ///
  /// A reply that the provider cut off is kept: the conversation can go on from there. One that failed
  /// or is empty is not.
  ///
  /// - Parameters:
  ///   - said: What was asked, as ``content(_:_:)`` was given it.
  ///   - result: What came of it.
  ///   - text: The reply's text; `nil` where it is too long to be kept.
  /// - Returns: What a user should know of it, as sentences; `nil` where nothing was kept.
  /// - Throws: A failure when it cannot be written.
  package mutating func keep(
    _ said: ChatContent, _ result: ChatResult, text: String?
  ) throws(ByokError) -> [String]? {
    if let kind = result.failure?.kind, ![.truncated, .unfinished].contains(kind) { return nil }
    guard let text else {
      throw ByokError(
        .failure,
        "the reply exceeds \(KeptReply.limit >> 20) MiB and is not kept in"
          + " '\(conversation.name.text)'")
    }
    guard text.utf8.contains(where: { $0 > 0x20 }) else {
      return isKept ? ["the reply has no text, so this turn is not kept"] : nil
    }
    let turn = self.turn(said, result, text)
    guard let store else {
      conversation.take(.turn(turn))
      return []
    }
    let kept = try store.append(turn, to: conversation)
    conversation = kept.conversation
    return kept.notes
  }

  /// The last turn's place, where it is kept.
  package var place: KeptPlace? {
    isKept ? KeptPlace(name: conversation.name.text, turn: conversation.turns.count) : nil
  }

  private func turn(_ said: ChatContent, _ result: ChatResult, _ text: String) -> StoredTurn {
    let now = Timestamp(seconds: Int(clock.now()))
    var messages: [StoredMessage] = []
    if let system = said.system, system != conversation.system {
      messages.append(StoredMessage(.system, system))
    }
    messages += said.messages.map { message in
      var stored = StoredMessage(
        message.role == .user ? .user : .assistant, message.allText, at: now)
      stored.attachments = message.parts.compactMap { part in
        guard case .file(let file) = part else { return nil }
        return StoredAttachment(file)
      }
      return stored
    }
    let summary = result.summary(text: "").document
    var reply = StoredMessage(.assistant, text, at: now)
    (reply.provider, reply.model) = (result.provider.id, result.request.model)
    (reply.usage, reply.cost) = (summary["usage"], result.reply.usage.cost)
    reply.finish = summary["finish_reason"]?.text
    reply.other["sources"] = result.sources
    let exchanged = result.exchanged.flatMap { Self.stored($0, result, at: now) }
    return StoredTurn(messages + exchanged + [reply])
  }

  /// A message with calls of tools, or those with their results.
  private static func stored(
    _ message: ChatMessage, _ result: ChatResult, at now: Timestamp
  ) -> [StoredMessage] {
    guard message.role == .assistant else {
      return message.results.map { result in
        var stored = StoredMessage(.tool, result.content.allText, at: now)
        stored.answer = StoredAnswer(result)
        stored.attachments = result.content.compactMap { piece in
          guard case .file(let file) = piece else { return nil }
          return StoredAttachment(file)
        }
        return stored
      }
    }
    var stored = StoredMessage(.assistant, message.allText, at: now)
    (stored.provider, stored.model) = (result.provider.id, result.request.model)
    stored.calls = message.calls.map(StoredCall.init)
    return [stored]
  }

  /// Keeps a conversation that was not kept so far, under a name.
  ///
  /// - Parameters:
  ///   - name: What it is called from now on.
  ///   - session: The outside world.
  /// - Returns: What a user should know of it, as sentences.
  /// - Throws: A usage error when there is one of that name; `locked`; a failure.
  package mutating func save(
    as name: ConversationName, _ session: Session
  ) throws(ByokError) -> [String] {
    guard let store = try ConversationStore.open(session, create: true) else {
      throw .noConversation
    }
    guard try store.conversation(named: name) == nil else { throw .exists(name) }
    var fresh = store.newConversation(name)
    var notes: [String] = []
    for turn in conversation.turns {
      let kept = try store.append(turn, to: fresh)
      fresh = kept.conversation
      notes += kept.notes
    }
    (self.store, conversation) = (store, fresh)
    return notes
  }

  mutating func keepSummary(_ summary: StoredConversation.Summary) throws(ByokError) {
    if let store {
      conversation = try store.appendSummary(summary, to: conversation.name)
    } else {
      conversation.take(.summary(summary))
    }
  }

  /// Takes the last turn back.
  ///
  /// - Returns: Whether there was one.
  /// - Throws: A failure when it cannot be written.
  package mutating func undo() throws(ByokError) -> Bool {
    guard !conversation.turns.isEmpty else { return false }
    if let store, !conversation.isNew {
      conversation = try store.undo(conversation.name).conversation
    } else {
      conversation.take(.undo(1))
    }
    return true
  }

  /// What helps where the conversation no longer fits the model.
  package var hintsWhenTooLong: [String] {
    guard conversation.turns.count > 1 else { return [] }
    let name = conversation.name.text
    return (isKept ? ["byok conversations compact \(name)   summarises the older turns"] : [])
      + ["--last-turns \(max(1, sentTurns.count / 2))   sends only the last turns"]
  }
}

extension StoredAttachment {
  fileprivate init(_ file: Attachment) {
    let content: Content =
      switch file.source {
      case .bytes(let bytes): .bytes(bytes)
      case .url(let url): .url(url)
      }
    self.init(name: file.name, mediaType: file.mediaType, content: content)
  }
}

extension ChatMessage {
  /// Its texts, a blank line between them.
  fileprivate var allText: String {
    parts.compactMap { part in
      if case .text(let text) = part { text } else { nil }
    }.joined(separator: "\n\n")
  }
}

extension [ChatMessage.Content] {
  /// The texts, each on lines of its own.
  fileprivate var allText: String {
    compactMap { if case .text(let text) = $0 { text } else { nil } }.joined(separator: "\n")
  }
}
