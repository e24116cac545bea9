package import ByokCore

/// The conversations that are kept, sealed, under the names that users give them.
///
/// Each is a file of its own, whose name reveals nothing. Nothing is locked while a model is asked: who
/// comes second goes on in a conversation of its own.
///
/// See byok-conversations(1).
package struct ConversationStore: Sendable {
  /// What all that is new is sealed with.
  let root: ConversationRoot
  /// The same, and the roots that were in use before.
  let roots: [ConversationRoot]
  let locations: Locations
  let clock: Clock
  let console: Console

  /// Opens the keystore, whose data key the conversations are sealed with.
  ///
  /// - Parameters:
  ///   - session: The outside world.
  ///   - create: Whether to make a keystore where there is none.
  /// - Returns: `nil` where there is no keystore, so that no conversation can be read.
  /// - Throws: `locked` when nothing unlocks the keystore; `damaged` when it is not as byok wrote it.
  package static func open(
    _ session: Session, create: Bool
  ) throws(ByokError) -> ConversationStore? {
    if let keystore = try Keystore.open(session.keystore, provider: "", label: nil) {
      return try ConversationStore(keystore, session)
    }
    guard create else { return nil }
    try Keystore.update(session.keystore, create: true) { _ in }
    guard let keystore = try Keystore.open(session.keystore) else { return nil }
    session.console.note(
      "conversations are sealed with a new keystore, '\(try session.locations.keystore().text)'")
    return try ConversationStore(keystore, session)
  }

  private init(_ keystore: borrowing Keystore, _ session: Session) throws(ByokError) {
    root = try keystore.currentRoot()
    roots = [root] + (try keystore.formerRoots())
    (locations, clock, console) = (session.locations, session.clock, session.console)
  }

  /// The time to note.
  var now: Timestamp { Timestamp(seconds: Int(clock.now())) }

  // MARK: Files

  static let suffix = ".conv"

  /// The file of a conversation, if a root has sealed it.
  func path(_ name: ConversationName, _ root: ConversationRoot) throws(ByokError) -> FilePath {
    try locations.conversations(root.fileName(for: "conversation\0\(name.text)") + Self.suffix)
  }

  /// The folder of all conversations.
  ///
  /// - Returns: `nil` if there is none, and `create` is false.
  func folder(create: Bool) throws(ByokError) -> OpenFile? {
    try PrivateDirectory.open(holding: try locations.conversations("last"), create: create)
  }

  func file(_ path: FilePath) -> RecordFile {
    RecordFile(path, .conversation, roots: roots, clock: clock)
  }

  /// The path of a conversation that is there.
  func existing(
    _ name: ConversationName, in folder: borrowing OpenFile
  ) throws(ByokError) -> FilePath? {
    for root in roots {
      let path = try path(name, root)
      if try PrivateDirectory.openFile(path, in: folder, privacy: .notWritable) != nil {
        return path
      }
    }
    return nil
  }

  // MARK: Reading

  /// Whether there is a conversation of that name, readable or not.
  ///
  /// - Throws: A failure when the folder cannot be read; `damaged` when it is not safe.
  package func has(_ name: ConversationName) throws(ByokError) -> Bool {
    guard let folder = try folder(create: false) else { return false }
    return try existing(name, in: folder) != nil
  }

  /// Reads a conversation.
  ///
  /// - Returns: The conversation, with what is damaged in it; `nil` where there is none of that name.
  /// - Throws: `damaged` when nothing of it can be read; `locked` when it is sealed with another
  ///   keystore; a failure when it cannot be read.
  package func conversation(
    named name: ConversationName
  ) throws(ByokError) -> StoredConversation? {
    guard let folder = try folder(create: false), let path = try existing(name, in: folder) else {
      return nil
    }
    return try read(path, named: name, in: folder)
  }

  /// Reads the conversation of a file.
  func read(
    _ path: FilePath, named name: ConversationName, in folder: borrowing OpenFile
  ) throws(ByokError) -> StoredConversation? {
    let contents: RecordFile.Contents
    switch try file(path).read(in: folder) {
    case .missing: return nil
    case .flawed(let flaw): throw .unreadable(name.text, path, flaw)
    case .contents(let found): contents = found
    }
    guard let (found, end) = ConversationRecords.read(contents.batches, named: name) else {
      throw .unreadable(name.text, path, contents.flaw ?? .record(0))
    }
    // Else somebody has moved the file of another conversation there.
    guard [end.name, end.formerName].contains(name.text) else {
      throw .isAnother(name.text, path, really: end.name)
    }
    var conversation = found
    conversation.file = path
    conversation.state = contents.state
    conversation.isTorn = contents.isTorn
    if contents.flaw != nil { conversation.damage = .damaged(conversation) }
    return conversation
  }

  /// A conversation that is kept from its first turn on.
  ///
  /// - Parameters:
  ///   - name: What it is called.
  ///   - system: What is asked of the model before all.
  /// - Returns: It, without turns.
  package func newConversation(
    _ name: ConversationName, system: String? = nil
  ) -> StoredConversation {
    StoredConversation(name, system: system)
  }

  /// A new conversation with the first turns of another; it is kept from its next turn on.
  ///
  /// - Parameters:
  ///   - reference: The other, and its last turn that is taken.
  ///   - name: What the new one is called.
  /// - Returns: The new one.
  /// - Throws: A usage error when there is no such conversation or turn, or one of the new name;
  ///   `damaged` when a turn that is wanted cannot be read.
  package func fork(
    _ reference: ConversationReference, as name: ConversationName
  ) throws(ByokError) -> StoredConversation {
    guard let original = try conversation(named: reference.name) else {
      throw try missing(reference.name)
    }
    if let folder = try folder(create: false), try existing(name, in: folder) != nil {
      throw .exists(name)
    }
    if let damage = original.damage, reference.turn ?? .max > original.turns.count { throw damage }
    let count = reference.turn ?? original.turns.count
    guard count <= original.turns.count else {
      throw .noSuchTurn(count, of: original)
    }
    return original.beginning(of: name, turns: count)
  }

  /// The failure that there is no conversation of a name.
  ///
  /// - Throws: A failure when the folder cannot be read.
  package func missing(_ name: ConversationName) throws(ByokError) -> ByokError {
    let others = try list().foreign
    var hints = ["byok conversations list"]
    if others > 0 {
      hints.append(
        others == 1
          ? "1 conversation is sealed with another keystore"
          : "\(others) conversations are sealed with another keystore")
    }
    return ByokError(.usage, "there is no conversation '\(name.text)'", hints: hints)
  }
}

extension ByokError {
  static func unreadable(_ name: String, _ path: FilePath, _ flaw: RecordFlaw) -> Self {
    switch flaw {
    case .root:
      Self(
        .locked, "the conversation '\(name)' is sealed with another keystore",
        hint: "restore the keystore that it was made with, or one of a later 'byok keys rekey'")
    case .newer:
      Self(
        .damaged, "the conversation '\(name)' was written by a newer byok",
        hint: "update byok; nothing was changed")
    case .header, .record:
      Self(
        .damaged, "the conversation '\(name)' is damaged: nothing of it can be read",
        hint: "restore '\(path.text)' from a backup")
    }
  }

  static func damaged(_ conversation: StoredConversation) -> Self {
    let count = conversation.turns.count
    let before = count == 1 ? "the turn before is" : "the \(count) turns before are"
    return Self(
      .damaged,
      "the conversation '\(conversation.name.text)' is damaged at turn \(count + 1)"
        + (count == 0 ? "" : "; \(before) readable"),
      hints: count == 0
        ? ["restore it from a backup"]
        : [
          "byok conversations show \(conversation.name.text)",
          "go on from there: byok chat --fork \(conversation.name.text)@\(count) --conversation NEW",
        ])
  }

  static func isAnother(_ name: String, _ path: FilePath, really: String) -> Self {
    Self(
      .damaged,
      "the file of the conversation '\(name)' holds '\(really)': somebody has moved it there",
      hint: "restore '\(path.text)' from a backup")
  }

  package static func exists(_ name: ConversationName) -> Self {
    Self(
      .usage, "there is a conversation '\(name.text)' already",
      hint: "byok conversations show \(name.text)")
  }

  static func noSuchTurn(_ turn: Int, of conversation: StoredConversation) -> Self {
    let count = conversation.turns.count
    return Self(
      .usage,
      "the conversation '\(conversation.name.text)' has \(count) turn\(count == 1 ? "" : "s"), no turn \(turn)"
    )
  }
}
