/// The change to another key file, of which a crash at any point leaves a key file that opens the
/// keystore.
///
/// The new key file is written beside the old one, as `unlock.key.new`; the keystore is written;
/// the old one is kept as `unlock.key.bak`; the new one takes its place. Until then, both are
/// tried.
///
/// See byok-keystore(5), Writing.
extension UnlockKey {
  /// Where a new key file waits for the keystore that it opens.
  static func pending(_ path: FilePath) -> FilePath { path.sibling("\(path.name).new") }

  /// Where the former key file stays.
  package static func former(_ path: FilePath) -> FilePath { path.sibling("\(path.name).bak") }

  /// The files in which the key may be, in the order to try them: the new one takes the place of
  /// the old one at any moment.
  static func places(_ path: FilePath) -> [FilePath] { [path, pending(path), path] }

  /// Makes the new key file, which is not in its place yet.
  ///
  /// - Returns: The 32 bytes.
  /// - Throws: A failure when an earlier change is in the way, or the file cannot be written.
  static func makePending(
    _ path: FilePath, storeID: String, clock: Clock
  ) throws(ByokError) -> Secret {
    try underLock(path, clock) { (folder) throws(ByokError) in
      try checkIsFree(path, storeID: storeID)
      let key = try Secret(randomBytes: Sealing.keyBytes)
      try write(try render(key, storeID: storeID), to: pending(path), in: folder)
      return key
    }
  }

  /// - Throws: A failure when what is there may still be needed.
  private static func checkIsFree(_ path: FilePath, storeID: String) throws(ByokError) {
    let (pending, former) = (pending(path), former(path))
    if let text = try readText(pending), self.storeID(of: text) != storeID {
      throw ByokError(
        .failure, "'\(pending.text)' is the new key file of another keystore",
        hint: "finish there what was interrupted: byok keys rekey --new-key-file")
    }
    guard let kept = try read(former) else { return }
    if let key = try read(path), key.equals(kept) { return }
    throw ByokError(
      .failure, "'\(former.text)' is still there, and may be needed for old copies of the keystore",
      hint: "once it is not: rm '\(former.text)'")
  }

  /// Puts the new key file in its place, if the keystore that is on the disk needs it.
  ///
  /// - Parameters:
  ///   - path: The key file.
  ///   - clock: For the wait on another writer.
  ///   - opens: Whether a key opens that keystore.
  /// - Throws: `damaged` when a key file is not safe; a failure when one cannot be written.
  static func finishChange(
    _ path: FilePath, clock: Clock, opens: (borrowing Secret) -> Bool
  ) throws(ByokError) {
    guard let key = try read(pending(path)) else { return try clean(path, clock) }
    guard opens(key) else { return }
    try underLock(path, clock) { (folder) throws(ByokError) in
      if let old = try readText(path), let oldKey = try parse(old), !oldKey.equals(key) {
        try write(old, to: former(path), in: folder)
      }
      do throws(Errno) {
        try AtomicFile.move(pending(path), to: path, in: folder)
      } catch {
        throw ByokError(
          .failure, "cannot move '\(pending(path).text)' to '\(path.text)': \(error.text)",
          hint: "both are used; the next change of the keystore tries again")
      }
    }
  }

  /// Removes what a change that was cut off left of its new key file.
  private static func clean(_ path: FilePath, _ clock: Clock) throws(ByokError) {
    guard let folder = try PrivateDirectory.open(holding: path),
      AtomicFile.hasLeftovers(of: pending(path), in: folder)
    else { return }
    try underLock(path, clock) { (_) throws(ByokError) in }
  }

  private static func underLock<Result: ~Copyable>(
    _ path: FilePath, _ clock: Clock,
    _ body: (borrowing OpenFile) throws(ByokError) -> Result
  ) throws(ByokError) -> Result {
    guard let folder = try PrivateDirectory.open(holding: path, create: true) else {
      throw ByokError(.failure, "cannot make '\(path.folder)'")
    }
    let lock = try FileLock.take(for: path, in: folder, clock: clock)
    defer { _ = lock }
    for each in [path, pending(path), former(path)] {
      AtomicFile.removeLeftovers(of: each, in: folder)
    }
    return try body(folder)
  }

  /// Writes a key file's text.
  static func write(
    _ text: borrowing Secret, to path: FilePath, in folder: borrowing OpenFile
  ) throws(ByokError) {
    try text.withBytes { (text) throws(ByokError) in
      guard try AtomicFile.replace(path, in: folder, with: text) else {
        throw ByokError(
          .failure, "'\(path.text)' is written, but may not survive a power loss",
          hint: "try again when the disk works")
      }
    }
  }
}

extension Keystore {
  /// Whether a key opens one of the slots.
  borrowing func isOpened(by key: borrowing Secret) -> Bool {
    slots.contains { $0.isOpened(by: key) }
  }

  /// Puts a new key file in its place that this keystore needs; what fails is only told, since both
  /// files are tried.
  borrowing func finishChangeOfKeyFile(_ access: KeystoreAccess) {
    do throws(ByokError) {
      try UnlockKey.finishChange(try access.locations.unlockKey(), clock: access.clock) { key in
        isOpened(by: key)
      }
    } catch {
      access.console.warn(error)
    }
  }

  /// Changes the data key as ``rekey(removing:rewrap:)`` does, and the key file with it.
  ///
  /// Call it in an ``update(_:create:keepsOld:change:)``, which puts the key file in its place.
  ///
  /// - Throws: What that throws; a failure when the new key file cannot be made; a usage error when
  ///   it is not known which slot it is for.
  package mutating func rekeyForNewKeyFile(_ access: KeystoreAccess) throws(ByokError) {
    let path = try access.locations.unlockKey()
    let number = try numberOfKeyFile(path)
    let rewrap = SlotRewrap(access: access)
    let newKey = try UnlockKey.makePending(path, storeID: document.storeID, clock: access.clock)
    try rekey(removing: nil) { (slot, dataKey, document) throws(ByokError) in
      guard slot.number == number else { return try rewrap.rewrap(slot, dataKey, document) }
      return try KeystoreSlot.keyFile(slot.title, wrapping: dataKey, with: newKey, in: document)
    }
    if number == nil { try addKeyFile(newKey) }
  }

  /// The slot of the key file; `nil` if no key file opens the keystore.
  private borrowing func numberOfKeyFile(_ path: FilePath) throws(ByokError) -> Int? {
    let keyFiles = slots.filter { !$0.isPassphrase }
    if let key = try UnlockKey.read(path) {
      if let slot = keyFiles.first(where: { $0.isOpened(by: key) }) {
        return slot.number
      }
      throw ByokError(
        .usage, "'\(path.text)' belongs to another keystore",
        hint: "use a separate folder for this keystore: BYOK_HOME")
    }
    guard keyFiles.count < 2 else {
      throw ByokError(
        .usage,
        "'\(path.text)' does not exist, and slots "
          + keyFiles.map(\.title.text).joined(separator: ", ") + " are for key files",
        hint: "remove those whose key files are lost: byok keys slots --remove SLOT")
    }
    return keyFiles.first?.number
  }
}
