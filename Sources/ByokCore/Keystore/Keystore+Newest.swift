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
    let path = try access.locations.keystore()
    let last = record.storeID(at: path)
    guard last == nil || last == document.storeID else {
      return try reportAnother(at: path, access, writes: writes)
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
      let isNew = file.map { $0.text != line.file } ?? false
      if isNew || last == nil { try? remember(access, .found(file)) }
      return
    }
    let failure = ByokError.rolledBack(path.text, now: document.sequence, seen: line.sequence)
    try report(failure, access, writes: writes)
  }

  /// Reports that another store was last at that path.
  private borrowing func reportAnother(
    at path: FilePath, _ access: KeystoreAccess, writes: Bool
  ) throws(ByokError) {
    // A writer may have made it since the note was read.
    if !writes, case .known(let newer) = Self.recordedWrites(access),
      newer.storeID(at: path) == document.storeID
    {
      return
    }
    try report(.anotherStore(path.text), access, writes: writes)
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
    let path = try access.locations.keystore()
    try RollbackRecord.update(
      try access.locations.rollbackRecord(), clock: access.clock,
      acceptsDamage: noting == .accepted
    ) { note in
      // A reader may come too late: a write has been noted meanwhile.
      guard isFound else {
        note.set(line)
        note.set(line.storeID, at: path)
        return true
      }
      let newest = note[line.storeID]
      let isNewer = newest.map { $0.sequence < line.sequence } ?? true
      let isSame = newest?.sequence == line.sequence && newest?.mac == line.mac
      let addsFile = !isNewer && isSame && line.file != nil
      let isFirst = note.storeID(at: path) == nil
      if isNewer || addsFile { note.set(line) }
      if isFirst { note.set(line.storeID, at: path) }
      return isNewer || addsFile || isFirst
    }
  }

  /// Notes that a keystore is about to be made where it belongs, and where another may have been.
  borrowing func rememberPlace(_ access: KeystoreAccess) throws(ByokError) {
    let path = try access.locations.keystore()
    let storeID = document.storeID
    try RollbackRecord.update(
      try access.locations.rollbackRecord(), clock: access.clock, acceptsDamage: false
    ) { note in
      guard let last = note.storeID(at: path), last != storeID else { return false }
      note.set(storeID, at: path)
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
