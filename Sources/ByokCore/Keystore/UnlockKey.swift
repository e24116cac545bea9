/// The key file that unlocks a keystore without asking: 32 random bytes, kept apart from it.
///
/// ```
/// byok-unlock-key 1
/// store STORE-ID
/// key 43 CHARACTERS
/// ```
///
/// The store's id only tells a person which store the file was made for; whether it opens a slot is
/// decided by the key itself.
package enum UnlockKey {
  package static let version = "byok-unlock-key 1"
  private static let limit = 4096

  /// Reads the key.
  ///
  /// - Returns: The 32 bytes, or `nil` if there is no such file.
  /// - Throws: `damaged` when the file is not safe or not a key file.
  static func read(_ path: FilePath) throws(ByokError) -> Secret? {
    guard let text = try readText(path) else { return nil }
    return try parse(text)
  }

  /// Reads the file as it is, which is in form.
  ///
  /// - Throws: As ``read(_:)``.
  static func readText(_ path: FilePath) throws(ByokError) -> Secret? {
    guard let folder = try PrivateDirectory.open(holding: path),
      let file = try PrivateDirectory.openFile(path, in: folder, privacy: .ownerOnly)
    else { return nil }
    let text = try Secret.reading(file.descriptor, limit: limit) { failure in
      ByokError(.failure, "cannot read '\(path.text)': \(failure.text)")
    }
    guard let text, try parse(text) != nil else {
      throw ByokError(
        .damaged, "'\(path.text)' is not an unlock key, or is damaged",
        hint: "restore it from a backup: the keystore cannot be opened without it")
    }
    return text
  }

  /// The store that a file's text was made for.
  static func storeID(of text: borrowing Secret) -> String {
    let start = "\(version)\nstore ".utf8.count
    return text.withBytes { bytes in
      let end = start + Base64.characterCount(forBytes: 16)
      return String(decoding: Array(copying: bytes.extracting(start..<end)), as: UTF8.self)
    }
  }

  /// Makes a key file where there is none, and reads the one that is there otherwise.
  ///
  /// - Parameters:
  ///   - path: The place of the key file.
  ///   - storeID: The id of the keystore that it is made for.
  ///   - clock: Limits the wait for another writer.
  ///   - made: Called after a new file was written.
  /// - Returns: The key.
  /// - Throws: `damaged` when it is not safe; a failure when it cannot be written.
  static func readOrMake(
    _ path: FilePath, storeID: String, clock: Clock, made: () -> Void = {}
  ) throws(ByokError) -> Secret {
    if let key = try read(path) { return key }
    guard let folder = try PrivateDirectory.open(holding: path, create: true) else {
      throw ByokError(.failure, "cannot make '\(path.folder)'")
    }
    let lock = try FileLock.take(for: path, in: folder, clock: clock)
    defer { _ = lock }
    AtomicFile.removeLeftovers(of: path, in: folder)
    if let key = try read(path) { return key }
    // One that a keystore waits for must keep the place.
    if let text = try readText(pending(path)), let key = try parse(text) {
      try write(text, to: path, in: folder)
      return key
    }
    let key = try Secret(randomBytes: Sealing.keyBytes)
    try write(try render(key, storeID: storeID), to: path, in: folder)
    made()
    return key
  }

  static func render(
    _ key: borrowing Secret, storeID: String
  ) throws(ByokError) -> Secret {
    let head = Array("\(version)\nstore \(storeID)\nkey ".utf8)
    let text = try Base64.encode(key)
    return try text.withBytes { (text) throws(ByokError) in
      try unsafe Secret(capacity: head.count + text.count + 1) { base in
        for (index, byte) in head.enumerated() { unsafe base[index] = byte }
        for index in text.indices { unsafe base[head.count + index] = text[index] }
        unsafe base[head.count + text.count] = UInt8(ascii: "\n")
        return head.count + text.count + 1
      }
    }
  }

  static func parse(_ text: borrowing Secret) throws(ByokError) -> Secret? {
    let start = version.utf8.count + "\nstore ".utf8.count
    let storeEnd = start + Base64.characterCount(forBytes: 16)
    let keyStart = storeEnd + "\nkey ".utf8.count
    let keyEnd = keyStart + Base64.characterCount(forBytes: Sealing.keyBytes)
    guard text.count == keyEnd + 1 else { return nil }
    return try text.withBytes { (bytes) throws(ByokError) -> Secret? in
      guard bytes.holds("\(version)\nstore ", at: 0), bytes.holds("\nkey ", at: storeEnd),
        bytes.holds("\n", at: keyEnd),
        KeystoreGrammar.isBase64(Array(copying: bytes.extracting(start..<storeEnd))[...], of: 16)
      else { return nil }
      return try Base64.decode(bytes.extracting(keyStart..<keyEnd), count: Sealing.keyBytes)
    }
  }
}
