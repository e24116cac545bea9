package import ByokCore

/// Files that were sent with messages, each kept once, sealed, in `blobs/`.
///
/// A file's name comes from its content and the root's key. Who adds or removes one holds the lock of
/// the folder, so that none is removed that a turn is about to refer to.
extension ConversationStore {
  private static let blobs = "blobs/"

  func blob(_ name: String) throws(ByokError) -> FilePath {
    try locations.conversations(Self.blobs + name)
  }

  func blobFile(_ path: FilePath) -> RecordFile {
    RecordFile(path, .attachment, roots: roots, clock: clock)
  }

  /// Keeps the attachments of a turn whose bytes are here.
  ///
  /// - Returns: The turn, which refers to them, and the names of those that are too large.
  func keepAttachments(
    of turn: StoredTurn
  ) throws(ByokError) -> (turn: StoredTurn, notKept: [String]) {
    var turn = turn
    var notKept: [String] = []
    var isLocked = false
    var lock: OpenFile?
    defer { _ = lock.take() }
    for message in turn.messages.indices {
      for place in turn.messages[message].attachments.indices {
        let attachment = turn.messages[message].attachments[place]
        guard case .bytes(let bytes) = attachment.content else { continue }
        guard bytes.count <= Self.attachmentLimit else {
          turn.messages[message].attachments[place].content = .absent
          notKept.append(attachment.name)
          continue
        }
        if !isLocked {
          lock = try lockBlobs(create: true)
          isLocked = true
        }
        turn.messages[message].attachments[place].content = .kept(try keep(bytes))
      }
    }
    return (turn, notKept)
  }

  /// Keeps bytes, unless they are kept already; answers their file's name.
  private func keep(_ bytes: [UInt8]) throws(ByokError) -> String {
    let name = root.fileName(forContent: bytes)
    let path = try blob(name)
    guard let folder = try PrivateDirectory.open(holding: path, create: true) else { throw .noHome }
    if try PrivateDirectory.openFile(path, in: folder, privacy: .notWritable) != nil {
      // One that is damaged is of no use, and is made anew.
      if case .contents(let contents) = try blobFile(path).read(in: folder), contents.flaw == nil {
        return name
      }
    }
    _ = try blobFile(path).create([[bytes]], root, in: folder, replacing: true)
    return name
  }

  func lockBlobs(create: Bool) throws(ByokError) -> OpenFile? {
    let path = try blob("blobs")
    guard let folder = try PrivateDirectory.open(holding: path, create: create) else { return nil }
    try folder.lock(isExclusive: true, path, clock: clock)
    AtomicFile.removeAllLeftovers(in: folder)
    return folder
  }

  /// The bytes of an attachment; `nil` where they are not kept.
  ///
  /// - Throws: `damaged` when they are, and cannot be read.
  package func bytes(of attachment: StoredAttachment) throws(ByokError) -> [UInt8]? {
    let name: String
    switch attachment.content {
    case .bytes(let bytes): return bytes
    case .url, .absent: return nil
    case .kept(let file): name = file
    }
    let path = try blob(name)
    guard let folder = try PrivateDirectory.open(holding: path) else { return nil }
    switch try blobFile(path).read(in: folder) {
    case .missing: return nil
    case .contents(let contents):
      if contents.flaw == nil, let bytes = contents.batches.first?.first { return bytes }
    case .flawed: break
    }
    throw ByokError(
      .damaged, "the attachment '\(attachment.name)' is damaged",
      hint: "restore '\(path.text)' from a backup, or send the file again")
  }

  /// Removes attachments that no conversation refers to any more.
  ///
  /// - Parameter candidates: Their files' names.
  /// - Throws: A failure when they cannot be removed.
  func removeUnused(_ candidates: Set<String>) throws(ByokError) {
    guard !candidates.isEmpty, let lock = try lockBlobs(create: false),
      let folder = try folder(create: false)
    else { return }
    defer { _ = lock }
    var unused = candidates
    let listing = try list()
    // What cannot be read may refer to any.
    guard listing.foreign == 0, listing.damaged.isEmpty else { return }
    for item in listing.items where item.fileCount > 0 {
      guard let conversation = try read(item.path, named: item.name, in: folder) else { continue }
      guard conversation.damage == nil else { return }
      unused.subtract(conversation.keptFiles)
    }
    for name in unused.sorted() {
      let path = try blob(name)
      guard try PrivateDirectory.openFile(path, in: lock, privacy: .notWritable) != nil else {
        continue
      }
      try blobFile(path).remove(in: lock)
    }
  }
}
