package import ByokCore

extension ConversationStore {
  /// How often a change is tried anew, because the conversation was continued meanwhile.
  private static let tries = 5

  /// Appends what is kept next to a conversation that is there.
  ///
  /// - Parameters:
  ///   - name: The conversation.
  ///   - event: Makes it, of the conversation as it is.
  ///   - end: Makes the batch's last record, of the conversation with it; `nil` for the usual one.
  /// - Returns: The conversation with it.
  /// - Throws: What `event` throws; a usage error when there is no such conversation; `damaged`.
  private func change(
    _ name: ConversationName,
    _ event: (StoredConversation) throws(ByokError) -> StoredConversation.Event,
    end: ((StoredConversation) -> ConversationRecords.End)? = nil
  ) throws(ByokError) -> StoredConversation {
    guard let folder = try folder(create: false) else { throw try missing(name) }
    for _ in 0..<Self.tries {
      guard let before = try conversation(named: name) else { throw try missing(name) }
      if let damage = before.damage { throw damage }
      guard let state = before.state else { break }
      let event = try event(before)
      var conversation = before
      conversation.take(event)
      switch try append(
        event, to: conversation, after: state, in: folder, end: end?(conversation))
      {
      case .done(let state, _, let isDurable):
        if !isDurable { console.warn(.notDurable(before.file?.text ?? "")) }
        conversation.state = state
        return conversation
      case .changed: continue
      case .busy(let failure): throw failure
      case .full: throw .conversationFull(name)
      }
    }
    throw ByokError(
      .failure, "the conversation '\(name.text)' is being changed by another byok",
      hint: "try again")
  }

  /// Takes the last turn back, which is kept, but counts no more.
  ///
  /// - Returns: The conversation without it, and the turn.
  /// - Throws: A usage error when there is no such conversation, or no turn; `damaged`.
  package func undo(
    _ name: ConversationName
  ) throws(ByokError) -> (conversation: StoredConversation, turn: StoredTurn) {
    var turn: StoredTurn?
    let conversation = try change(name) { (before) throws(ByokError) in
      guard let last = before.turns.last else {
        throw ByokError(.usage, "the conversation '\(name.text)' has no turn to take back")
      }
      turn = last
      return .undo(1)
    }
    return (conversation, turn ?? StoredTurn([]))
  }

  /// Keeps a text in place of the first turns, which stay.
  ///
  /// - Returns: The conversation with it.
  /// - Throws: A usage error when there is no such conversation or turn; `damaged`.
  package func appendSummary(
    _ summary: StoredConversation.Summary, to name: ConversationName
  ) throws(ByokError) -> StoredConversation {
    try change(name) { (before) throws(ByokError) in
      guard (1...max(1, before.turns.count)).contains(summary.upTo), !before.turns.isEmpty else {
        throw .noSuchTurn(summary.upTo, of: before)
      }
      return .summary(summary)
    }
  }

  /// Gives a conversation another name.
  ///
  /// The file says both names before it is moved, so that it is all right at any moment.
  ///
  /// - Throws: A usage error when there is no such conversation, or one of the new name; `damaged`.
  package func rename(
    _ name: ConversationName, to other: ConversationName
  ) throws(ByokError) {
    guard let folder = try folder(create: false) else { throw try missing(name) }
    guard name != other, try existing(other, in: folder) == nil else { throw .exists(other) }
    let changed = try change(name) { _ in
      .rename
    } end: { conversation in
      ConversationRecords.End(
        conversation, name: other, formerName: name.text, created: conversation.created ?? now)
    }
    guard let path = changed.file else { return }
    var target = try self.path(other, root)
    for root in roots where try self.path(name, root) == path {
      target = try self.path(other, root)
    }
    do throws(Errno) {
      if try !AtomicFile.moveToNew(path, to: target, in: folder) {
        console.warn(.notDurable(target.text))
      }
    } catch {
      throw ByokError(.failure, "cannot rename '\(name.text)': \(error.text)")
    }
    try? renameLast(name, to: other, in: folder)
  }

  /// Removes conversations, and the attachments that no other refers to: all of them or none.
  ///
  /// - Throws: A usage error when there is none of a name; a failure when one cannot be removed.
  package func remove(_ names: [ConversationName]) throws(ByokError) {
    guard let folder = try folder(create: false) else {
      guard let first = names.first else { return }
      throw try missing(first)
    }
    var paths: [FilePath] = []
    for name in names {
      guard let path = try existing(name, in: folder) else { throw try missing(name) }
      paths.append(path)
    }
    var files: Set<String> = []
    for (name, path) in zip(names, paths) {
      if let conversation = try? read(path, named: name, in: folder) {
        files.formUnion(conversation.keptFiles)
      }
      try file(path).remove(in: folder)
    }
    try removeUnused(files)
  }

  /// Keeps a conversation that comes from elsewhere.
  ///
  /// - Parameters:
  ///   - turns: At least one.
  ///   - system: What is asked of the model before all.
  ///   - name: What it is called.
  /// - Throws: A usage error when there is one of that name; a failure when it cannot be written.
  package func add(
    _ turns: [StoredTurn], system: String?, as name: ConversationName
  ) throws(ByokError) {
    guard let folder = try folder(create: true) else { throw .noHome }
    var conversation = newConversation(name, system: system)
    for turn in turns { conversation.take(.turn(turn)) }
    let (_, isDurable) = try create(conversation, orBranch: false, in: folder)
    if !isDurable { console.warn(.notDurable(name.text)) }
  }
}
