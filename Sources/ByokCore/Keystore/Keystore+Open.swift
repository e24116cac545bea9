extension Keystore {
  /// From this size on, it is noted which file was verified whole.
  package static let notedSize = 256 << 10

  /// Opens the keystore for reading, which takes no lock, and verifies all of it.
  ///
  /// - Returns: The keystore, or `nil` if there is none.
  /// - Throws: `locked` when nothing unlocks it; `damaged` when it is not as byok wrote it.
  package static func open(_ access: KeystoreAccess) throws(ByokError) -> Keystore? {
    let path = try access.locations.keystore()
    // Before the keystore: a write between the two would make a keystore that is newest look old.
    let seen = recordedWrites(access)
    guard let folder = try PrivateDirectory.open(holding: path),
      let (bytes, file) = try read(path, in: folder)
    else { return nil }
    do throws(ByokError) {
      return try open(bytes, file, path, access, seen)
    } catch {
      // The key file may have been changed meanwhile, and the keystore just before it.
      guard error.kind == .locked, let (newer, file) = try read(path, in: folder), newer != bytes
      else { throw error }
      return try open(newer, file, path, access, seen)
    }
  }

  /// Opens what was read, and compares it with what is known of the newest.
  private static func open(
    _ bytes: [UInt8], _ file: FileIdentity?, _ path: FilePath, _ access: KeystoreAccess,
    _ seen: RecordedWrites
  ) throws(ByokError) -> Keystore {
    let keystore = try open(bytes, path: path.text, access)
    let isNoted = bytes.count >= notedSize && file?.isSettled(access.clock) ?? false
    try keystore.checkIsNewest(access, seen, writes: false, file: isNoted ? file : nil)
    return keystore
  }

  /// Opens the keystore for reading some entries.
  ///
  /// A large keystore that this machine has verified whole is known by its ``FileIdentity``, noted
  /// under a key that only the opened keystore gives. As long as the kernel says that it is the same
  /// file, unchanged, just the entries that are wanted are read and checked; in every other case all
  /// of it is verified.
  ///
  /// - Parameters:
  ///   - access: Where it lies, and what unlocks it.
  ///   - provider: Whose entries are asked for; others may be missing.
  ///   - label: Which of them; `nil` for all.
  /// - Returns: The keystore, or `nil` if there is none.
  /// - Throws: As ``open(_:)``.
  package static func open(
    _ access: KeystoreAccess, provider: String, label: String?
  ) throws(ByokError) -> Keystore? {
    if let keystore = try openNoted(access, provider: provider, label: label) { return keystore }
    return try open(access)
  }

  /// Opens a keystore that was verified before; `nil` if it is not known that it was.
  ///
  /// - Throws: `locked` when nothing unlocks it; `damaged` when its file is not safe.
  private static func openNoted(
    _ access: KeystoreAccess, provider: String, label: String?
  ) throws(ByokError) -> Keystore? {
    let path = try access.locations.keystore()
    guard let folder = try PrivateDirectory.open(holding: path),
      let file = try PrivateDirectory.openFile(path, in: folder, privacy: .notWritable)
    else { return nil }
    guard let identity = try? FileIdentity(of: file), identity.size >= notedSize,
      let noted = VerifiedSnapshot(file, identity),
      let note = try? RollbackRecord.read(try access.locations.rollbackRecord()),
      let line = note[noted.document.storeID], line.file == identity.text,
      line.sequence == noted.document.sequence, line.mac == Base64.encode(noted.mac),
      let document = noted.document(provider: provider, label: label)
    else { return nil }
    let unlock = KeystoreUnlock(access: access, document: document, path: path.text)
    let dataKey: Secret
    do throws(ByokError) {
      dataKey = try unlock.dataKey()
    } catch {
      guard error.kind == .locked, try isReplaced(path, in: folder, identity) else { throw error }
      return nil
    }
    var keystore = try Keystore(document, dataKey: dataKey)
    keystore.mac = noted.mac
    if !keystore.isGenuine(line) { return nil }
    return keystore
  }

  /// Whether another file has taken the place of that one.
  private static func isReplaced(
    _ path: FilePath, in folder: borrowing OpenFile, _ identity: FileIdentity
  ) throws(ByokError) -> Bool {
    guard let file = try PrivateDirectory.openFile(path, in: folder, privacy: .notWritable) else {
      return false
    }
    return (try? FileIdentity(of: file)) != identity
  }

  /// The parsed document alone, neither unlocked nor known to be genuine.
  ///
  /// - Throws: `damaged` when it is not in form.
  package static func document(_ access: KeystoreAccess) throws(ByokError) -> KeystoreDocument? {
    let path = try access.locations.keystore()
    guard let folder = try PrivateDirectory.open(holding: path),
      let (bytes, _) = try read(path, in: folder)
    else { return nil }
    return try KeystoreDocument.parse(bytes, path: path.text).document
  }

  /// Opens the keystore whose folder is open, and verifies it whole; `nil` if there is none.
  ///
  /// - Throws: As ``open(_:)``, but for the warning about an old store.
  package static func open(
    _ path: FilePath, in folder: borrowing OpenFile, _ access: KeystoreAccess
  ) throws(ByokError) -> Keystore? {
    guard let (bytes, _) = try read(path, in: folder) else { return nil }
    return try open(bytes, path: path.text, access)
  }

  /// Opens a keystore's bytes, and verifies them whole.
  ///
  /// - Throws: `locked` when nothing unlocks them; `damaged` when byok did not write them so.
  package static func open(
    _ bytes: [UInt8], path: String, _ access: KeystoreAccess
  ) throws(ByokError) -> Keystore {
    let (document, covered, mac) = try KeystoreDocument.parse(bytes, path: path)
    let dataKey = try KeystoreUnlock(access: access, document: document, path: path).dataKey()
    var keystore = try Keystore(document, dataKey: dataKey)
    keystore.mac = mac
    let expected = Sealing.authenticate(bytes, count: covered, with: keystore.macKey)
    guard Sealing.areEqual(expected, mac) else { throw .keystoreChanged(path) }
    return keystore
  }

  /// Reads the file.
  ///
  /// - Returns: Its bytes, and what the kernel says of it: `nil` if that changed meanwhile.
  /// - Throws: `damaged` when it is not safe or too large; a failure when it cannot be read.
  package static func read(
    _ path: FilePath, in folder: borrowing OpenFile
  ) throws(ByokError) -> (bytes: [UInt8], file: FileIdentity?)? {
    guard let file = try PrivateDirectory.openFile(path, in: folder, privacy: .notWritable) else {
      return nil
    }
    let before = try? FileIdentity(of: file)
    let bytes: [UInt8]
    do {
      bytes = try file.readAll(limit: KeystoreGrammar.fileLimit)
    } catch .tooLarge {
      throw .keystoreTooLarge(path.text)
    } catch {
      throw ByokError(.failure, "cannot read '\(path.text)': \(error.text)")
    }
    let after = try? FileIdentity(of: file)
    return (bytes, before == after ? after : nil)
  }
}

extension Keystore {
  /// What is known of the newest keystores seen.
  enum RecordedWrites {
    case known(RollbackRecord)
    case unreadable(ByokError)
  }

  /// Reads the note of the newest keystores seen.
  static func recordedWrites(_ access: KeystoreAccess) -> RecordedWrites {
    do throws(ByokError) {
      return .known(try RollbackRecord.read(try access.locations.rollbackRecord()))
    } catch {
      return .unreadable(error)
    }
  }

  /// Compares the store with the newest that this machine has seen.
  ///
  /// - Parameters:
  ///   - access: Where the note is, and whom to warn.
  ///   - seen: The note, read before the keystore unless a lock keeps writers out.
  ///   - writes: Whether the store is about to be changed, which an old one must not be.
  ///   - file: What to note of the file that was found genuine; `nil` for nothing.
  /// - Throws: `damaged` when an old store is to be changed, or one of which it is not known whether
  ///   it is old; a failure when the note cannot be read.
  borrowing func checkIsNewest(
    _ access: KeystoreAccess, _ seen: RecordedWrites, writes: Bool,
    file: FileIdentity? = nil
  ) throws(ByokError) {
    let record: RollbackRecord
    switch seen {
    case .known(let known): record = known
    case .unreadable(let error):
      // Who can put an old store in its place can spoil the note, too.
      return try report(
        .unknownAge(of: try access.locations.keystore().text, error), access, writes: writes)
    }
    guard let line = record[document.storeID] else {
      try? remember(access, .found(file))
      return
    }
    // A newer write is right whatever the line's tag, which a rekeying elsewhere leaves behind.
    guard document.sequence <= line.sequence else {
      try? remember(access, .found(file))
      return
    }
    let isSame = document.sequence == line.sequence && Base64.encode(mac) == line.mac
    if isSame, isGenuine(line) {
      if let file, file.text != line.file { try? remember(access, .found(file)) }
      return
    }
    let failure = ByokError.rolledBack(
      try access.locations.keystore().text, now: document.sequence, seen: line.sequence)
    try report(failure, access, writes: writes)
  }

  /// Warns a reader, and stops a writer.
  private borrowing func report(
    _ failure: ByokError, _ access: KeystoreAccess, writes: Bool
  ) throws(ByokError) {
    guard !writes else { throw failure }
    access.console.warn(failure)
  }

  /// Why a state of the store is noted as its newest.
  package enum Noting: Equatable {
    /// A reader found nothing newer; the file where it was found genuine and is to be noted, too.
    case found(FileIdentity?)
    /// It has just been written.
    case written
    /// The user says so, even of one that is older, and though the note may be damaged.
    case accepted
  }

  /// Notes that this is the newest state of the store.
  ///
  /// - Throws: `damaged` when the note is not safe or damaged; a failure when it cannot be written.
  package borrowing func remember(
    _ access: KeystoreAccess, _ noting: Noting
  ) throws(ByokError) {
    let (isFound, file): (Bool, FileIdentity?) =
      if case .found(let file) = noting { (true, file) } else { (false, nil) }
    var line = RollbackRecord.Line(
      storeID: document.storeID, sequence: document.sequence, mac: Base64.encode(mac),
      file: file?.text)
    line.tag = tag(of: line)
    try RollbackRecord.update(
      try access.locations.rollbackRecord(), clock: access.clock,
      acceptsDamage: noting == .accepted
    ) { note in
      // A reader may come too late: a write has been noted meanwhile.
      if isFound, let newest = note[line.storeID], newest.sequence > line.sequence { return false }
      note.set(line)
      return true
    }
  }

  /// Whether this keystore's owner wrote the line.
  borrowing func isGenuine(_ line: RollbackRecord.Line) -> Bool {
    Sealing.areEqual(Array(tag(of: line).utf8), Array(line.tag.utf8))
  }

  private borrowing func tag(of line: RollbackRecord.Line) -> String {
    let bytes = Array(line.covered.utf8)
    return Base64.encode(Sealing.authenticate(bytes, count: bytes.count, with: seenKey))
  }
}
