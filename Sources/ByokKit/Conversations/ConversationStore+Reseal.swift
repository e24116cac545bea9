package import ByokCore

extension ConversationStore {
  /// What came of sealing everything with the root of the present data key.
  package struct Resealed: Equatable, Sendable {
    /// How many conversations, attachments, files of notes and of vectors were sealed anew.
    package var files = 0
    /// How many could not be, because they are damaged.
    package var failed = 0
    /// Whether the roots of old data keys are gone.
    package var forgetsRoots = false
  }

  /// Seals what is sealed with roots of old data keys anew, and removes those from the keystore.
  ///
  /// - Parameter access: The keystore.
  /// - Returns: What was done; the roots stay where something cannot be read.
  /// - Throws: A failure when a file cannot be written; `locked` or `damaged`.
  package func reseal(_ access: KeystoreAccess) throws(ByokError) -> Resealed {
    var result = Resealed()
    let old = Set(roots.dropFirst().map(\.id))
    if let folder = try folder(create: false) {
      try resealConversations(old, in: folder, &result)
      if let last = try last(), last.isNoted { try noteLast(last.name, in: folder, always: true) }
    }
    try resealAttachments(&result)
    try resealVectors(&result)
    if try MemoryNotes(self).reseal() { result.files += 1 }
    guard result.failed == 0, roots.count > 1 else { return result }
    try Keystore.update(access, create: false, keepsOld: true) { (keystore) throws(ByokError) in
      result.forgetsRoots = keystore.hasRoots
      try keystore.setFormerRoots([])
    }
    return result
  }

  private func resealConversations(
    _ old: Set<String>, in folder: borrowing OpenFile, _ result: inout Resealed
  ) throws(ByokError) {
    let any = try locations.conversations("last")
    guard let lock = try PrivateDirectory.open(holding: any) else { return }
    try lock.lock(isExclusive: true, any, clock: clock)
    let listing = try list()
    result.failed += listing.damaged.count
    for item in listing.items where old.contains(item.root) {
      let target = file(try path(item.name, root))
      if try file(item.path).reseal(as: target, root, in: folder) {
        result.files += 1
      } else {
        result.failed += 1
      }
    }
  }

  private func resealAttachments(_ result: inout Resealed) throws(ByokError) {
    guard let lock = try lockBlobs(create: false) else { return }
    for name in lock.names() where !name.hasPrefix(".") {
      let file = blobFile(try blob(name))
      guard case .contents(let contents) = try file.read(in: lock), contents.flaw == nil else {
        result.failed += 1
        continue
      }
      guard contents.header.root != root.id else { continue }
      _ = try file.create(contents.batches, root, in: lock, replacing: true)
      result.files += 1
    }
  }

  /// Those of sealed indexes, which cost money.
  private func resealVectors(_ result: inout Resealed) throws(ByokError) {
    guard let folder = try PrivateDirectory.open(holding: try locations.vectors("any")) else {
      return
    }
    for name in folder.names() where name.hasSuffix(Locations.sealedVectors) {
      let path = try locations.vectors(name)
      let lock = try FileLock.take(for: path, in: folder, clock: clock)
      defer { _ = lock }
      let file = RecordFile(path, .vectors, roots: roots, clock: clock)
      guard case .contents(let contents) = try file.read(in: folder), contents.flaw == nil else {
        result.failed += 1
        continue
      }
      guard contents.header.root != root.id else { continue }
      _ = try file.create(contents.batches, root, in: folder, replacing: true)
      result.files += 1
    }
  }
}
