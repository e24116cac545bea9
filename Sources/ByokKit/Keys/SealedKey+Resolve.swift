package import ByokCore

extension KeyEntry {
  /// What the sealed text is.
  ///
  /// - Throws: `damaged` when a newer byok wrote it.
  package func keyKind() throws(ByokError) -> KeyKind {
    guard let kind = KeyKind(rawValue: kind) else {
      throw ByokError(
        .damaged,
        "the sealed key '\(name.text)' is of a kind that this version of byok does not know",
        hint: "update byok")
    }
    return kind
  }
}

extension SealedKey {
  /// The key itself: what is sealed, or what the sealed command or file gives now.
  ///
  /// - Parameter kind: What the sealed text is.
  /// - Returns: A key that may go into a header.
  /// - Throws: A failure of the command or the file; `damaged` when others can write the file; a
  ///   usage error when what they give is no key.
  package consuming func resolve(_ kind: KeyKind) throws(ByokError) -> Secret {
    switch kind {
    case .apiKey:
      return opened()
    case .command:
      guard let command = CommandWords(argument: reference) else {
        throw ByokError(.damaged, "the sealed command is invalid")
      }
      let raw = try SecretCommand.run(command, limit: KeystoreGrammar.secretLimit)
      return try KeyValidation.check(raw, from: "the command \(command.words[0].quoted)")
    case .file:
      return try Self.read(reference)
    case .oauth, .renewed:
      throw ByokError(.usage, "imported credentials are not a key", hint: "byok creds list")
    }
  }

  /// The source of the key, for an entry that is not the key itself.
  package var reference: String {
    secret.withBytes { String(decoding: Array(copying: $0), as: UTF8.self) }
  }

  /// Checks a file whose path is to be sealed, if it exists already, and warns if others can read
  /// it.
  ///
  /// - Throws: `damaged` when it would be refused at each use.
  package static func checkReference(_ path: String, _ console: Console) throws(ByokError) {
    guard let file = try? OpenFile(examining: path) else { return }
    try PrivateDirectory.checkOnlyOwnerWrites(file, path: path)
    if let warning = PrivateDirectory.readableByOthers(file, path: path) { console.warn(warning) }
  }

  private static func read(_ path: String) throws(ByokError) -> Secret {
    let limit = KeystoreGrammar.secretLimit + 1024
    let file: OpenFile
    do {
      file = try OpenFile(reading: path)
    } catch {
      throw ByokError(.noKey, "cannot read the key from \(path.quoted): \(error.text)")
    }
    try PrivateDirectory.checkOnlyOwnerWrites(file, path: path)
    let raw = try Secret.reading(file.descriptor, limit: limit) { failure in
      ByokError(.noKey, "cannot read the key from \(path.quoted): \(failure.text)")
    }
    guard let raw else { throw .keyTooLong(path.quoted) }
    return try KeyValidation.check(raw, from: path.quoted)
  }
}
