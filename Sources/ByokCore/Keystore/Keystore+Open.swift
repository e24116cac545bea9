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
  ///   - access: Its place, and what unlocks it.
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
      note.storeID(at: path) ?? line.storeID == line.storeID,
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
  /// - Throws: `damaged` when it is invalid.
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
