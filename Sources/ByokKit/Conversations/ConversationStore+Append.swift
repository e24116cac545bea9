package import ByokCore

extension ConversationStore {
  /// What came of keeping a turn.
  package struct Kept: Sendable {
    /// The conversation with the turn, to go on with.
    package let conversation: StoredConversation
    /// The name of the conversation that was to be continued, where it is another one's now.
    package let forkedFrom: ConversationName?
    /// Whether the rest of a turn that was cut off has been removed.
    package let removedTorn: Bool
    /// Whether it is sure to survive a power loss.
    package let isDurable: Bool
    /// The names of attachments that were too large to be kept.
    package let attachmentsNotKept: [String]

    /// What a user should know of it, as sentences.
    package var notes: [String] {
      var notes: [String] = []
      let name = conversation.name.text
      if let forkedFrom {
        notes.append(
          "'\(forkedFrom.text)' was changed by another byok meanwhile; this turn is kept in '\(name)'"
        )
      }
      if removedTorn {
        notes.append("removed the rest of a turn of '\(name)' that was cut off")
      }
      if !isDurable { notes.append("this turn may not survive a power loss") }
      if !attachmentsNotKept.isEmpty {
        notes.append(
          "attachments over \(ConversationStore.attachmentLimit >> 20) MiB are not kept: "
            + attachmentsNotKept.joined(separator: ", "))
      }
      return notes
    }
  }

  /// The most bytes of an attachment that is kept.
  package static let attachmentLimit = 1 << 20

  /// Refuses to go on with a conversation that has no room for another turn, or is damaged.
  ///
  /// Call it before the model is asked, so that nothing is paid for that cannot be kept.
  ///
  /// - Throws: `damaged`; a failure when it is too large.
  package func checkCanContinue(_ conversation: StoredConversation) throws(ByokError) {
    if let damage = conversation.damage { throw damage }
    guard conversation.size + 2 * RecordFile.recordLimit <= RecordFile.fileLimit else {
      throw .conversationFull(conversation.name)
    }
  }

  /// Keeps a turn at the end of a conversation, and notes that it was used last.
  ///
  /// Where the conversation is no longer as it was read, another one begins as it did and goes on
  /// with this turn, so that nothing is lost.
  ///
  /// - Parameters:
  ///   - turn: What was asked and answered.
  ///   - conversation: As it was read, or new.
  /// - Returns: Where it is kept.
  /// - Throws: A failure when it cannot be written; the conversation is then as it was.
  package func append(
    _ turn: StoredTurn, to conversation: StoredConversation
  ) throws(ByokError) -> Kept {
    guard let folder = try folder(create: true) else { throw .noHome }
    // Taken before the conversation's: nobody removes an attachment that a turn is about to need.
    let attachments = try keepAttachments(of: turn)
    let kept = try append(attachments.turn, to: conversation, in: folder, attachments.notKept)
    try? noteLast(kept.conversation.name, in: folder)
    return kept
  }

  private func append(
    _ turn: StoredTurn, to conversation: StoredConversation, in folder: borrowing OpenFile,
    _ notKept: [String]
  ) throws(ByokError) -> Kept {
    if let state = conversation.state, conversation.damage == nil {
      var longer = conversation
      longer.take(.turn(turn))
      switch try append(.turn(turn), to: longer, after: state, in: folder) {
      case .done(let state, let removedTorn, let isDurable):
        longer.state = state
        longer.isTorn = false
        return Kept(
          conversation: longer, forkedFrom: nil, removedTorn: removedTorn, isDurable: isDurable,
          attachmentsNotKept: notKept)
      // Nothing is lost because another byok hangs.
      case .changed, .busy: break
      case .full: throw .conversationFull(conversation.name)
      }
    }
    var fresh =
      conversation.isNew
      ? conversation
      : conversation.beginning(of: conversation.name, turns: conversation.turns.count)
    fresh.take(.turn(turn))
    let (created, isDurable) = try create(fresh, orBranch: true, in: folder)
    return Kept(
      conversation: created,
      forkedFrom: created.name == conversation.name ? nil : conversation.name, removedTorn: false,
      isDurable: isDurable, attachmentsNotKept: notKept)
  }

  /// Appends what is kept next.
  ///
  /// - Parameters:
  ///   - event: What it is.
  ///   - conversation: The conversation with it.
  ///   - state: How far its file was read.
  ///   - folder: The open folder.
  ///   - end: What its last record says; `nil` for what the conversation is.
  /// - Returns: What came of it.
  /// - Throws: A failure when it cannot be written.
  func append(
    _ event: StoredConversation.Event, to conversation: StoredConversation,
    after state: RecordFile.State, in folder: borrowing OpenFile,
    end: ConversationRecords.End? = nil
  ) throws(ByokError) -> RecordFile.Appended {
    guard let path = conversation.file else { return .changed }
    let end =
      end ?? ConversationRecords.End(conversation, created: conversation.created ?? now)
    let batch = try Self.batch(ConversationRecords.documents(event), end)
    return try file(path).append(batch, after: state, in: folder)
  }

  /// A batch's records as bytes.
  private static func batch(
    _ documents: [JSONValue], _ end: ConversationRecords.End
  ) throws(ByokError) -> [[UInt8]] {
    var batch: [[UInt8]] = []
    for document in documents + [end.document] {
      let bytes = try document.json()
      guard bytes.count <= RecordFile.recordLimit else {
        throw ByokError(
          .failure,
          "a message of \(bytes.count >> 20) MiB is not kept: the limit is"
            + " \((RecordFile.recordLimit + 1) >> 20) MiB")
      }
      batch.append(bytes)
    }
    return batch
  }

  /// Makes the file of a new conversation.
  ///
  /// - Parameters:
  ///   - conversation: With all that is to be kept.
  ///   - branches: Whether to take another name where there is one of that name.
  ///   - folder: The open folder.
  /// - Returns: The conversation as it is kept; whether it is sure to survive a power loss.
  /// - Throws: A usage error when there is one of that name; a failure when it cannot be written.
  func create(
    _ conversation: StoredConversation, orBranch branches: Bool, in folder: borrowing OpenFile
  ) throws(ByokError) -> (StoredConversation, isDurable: Bool) {
    let path = try locations.conversations("last")
    guard let lock = try PrivateDirectory.open(holding: path) else { throw .noHome }
    try lock.lock(isExclusive: true, path, clock: clock)
    AtomicFile.removeAllLeftovers(in: folder)
    var name = conversation.name
    var number = 2
    while try existing(name, in: folder) != nil {
      guard branches, number <= ConversationName.branchLimit else { throw .exists(name) }
      name = conversation.name.branch(number)
      number += 1
    }
    return try write(conversation, as: name, in: folder)
  }

  /// Writes the file of a conversation, under the lock of the folder.
  private func write(
    _ conversation: StoredConversation, as name: ConversationName,
    in folder: borrowing OpenFile
  ) throws(ByokError) -> (StoredConversation, isDurable: Bool) {
    let created = conversation.created ?? now
    let path = try path(name, root)
    var grown = StoredConversation(
      name, system: conversation.firstSystem, created: created, origin: conversation.origin)
    var batches = [
      try Self.batch(
        [ConversationRecords.head(conversation, created: created)],
        ConversationRecords.End(grown, created: created))
    ]
    for event in conversation.events {
      grown.take(event)
      batches.append(
        try Self.batch(
          ConversationRecords.documents(event),
          ConversationRecords.End(grown, created: created)))
    }
    guard let made = try file(path).create(batches, root, in: folder) else { throw .exists(name) }
    grown.state = made.state
    grown.file = path
    return (grown, made.isDurable)
  }
}

extension ByokError {
  static func conversationFull(_ name: ConversationName) -> Self {
    Self(
      .failure,
      "the conversation '\(name.text)' has reached its limit of \(RecordFile.fileLimit >> 20) MiB",
      hints: [
        "begin another one with its summary: byok conversations compact \(name.text)",
        "or with some of its turns: byok chat --fork \(name.text)@TURN --conversation NEW",
      ])
  }
}
