/// A place from which a keystore may be unlocked.
package enum UnlockSource: Equatable {
  /// A file with an unlock key or a passphrase, and the option or variable that names it.
  case file(String, named: String)
  case descriptor(CInt, named: String)
  case command(CommandWords, named: String)
  /// `BYOK_PASSPHRASE`.
  case environment

  /// For messages.
  package var text: String {
    switch self {
    case .file(let path, let name): "\(path.quoted) (\(name))"
    case .descriptor(let number, let name): "descriptor \(number) (\(name))"
    case .command(_, let name): "the command of \(name)"
    case .environment: "BYOK_PASSPHRASE"
    }
  }
}

/// What a source gave: a key as it is, or a passphrase to stretch.
package struct UnlockMaterial: ~Copyable {
  package let secret: Secret
  package let isPassphrase: Bool

  /// The same again.
  ///
  /// - Throws: A failure when memory is out.
  borrowing func copy() throws(ByokError) -> UnlockMaterial {
    UnlockMaterial(secret: try secret.slice(0..<secret.count), isPassphrase: isPassphrase)
  }
}

extension KeystoreAccess {
  /// What `-` stands for where a file is expected.
  static let standardInputPath = "-"
  static let standardInput: CInt = 0

  /// The variables that name a file.
  static let fileVariables = ["BYOK_UNLOCK_FILE", "BYOK_PASSPHRASE_FILE"]

  /// The variable that names a descriptor.
  static let descriptorVariable = "BYOK_PASSPHRASE_FD"

  /// The most bytes of a key or passphrase.
  package static let materialLimit = 4096

  /// The source that the command line or the environment names; the command line comes first.
  ///
  /// - Throws: A usage error when two are named.
  package func explicitSource() throws(ByokError) -> UnlockSource? {
    var named: [UnlockSource] = []
    if let path = options.file { named.append(.file(path, named: "--unlock-file")) }
    if let number = options.descriptor {
      named.append(.descriptor(CInt(clamping: number), named: "--unlock-fd"))
    }
    if let command = options.command { named.append(.command(command, named: "--unlock-command")) }
    if named.isEmpty { named = try sourcesInEnvironment() }
    guard named.count < 2 else {
      throw ByokError(
        .usage,
        "more than one way to unlock is given: "
          + named.map(\.text).joined(separator: ", "))
    }
    if let source = named.first { return source }
    // What systemd hands to a service is meant for it.
    guard let folder = environment.value("CREDENTIALS_DIRECTORY") else { return nil }
    let path = folder + "/byok.unlock"
    return fileExists(path) ? .file(path, named: "CREDENTIALS_DIRECTORY") : nil
  }

  private func sourcesInEnvironment() throws(ByokError) -> [UnlockSource] {
    var named: [UnlockSource] = []
    for variable in Self.fileVariables {
      if let path = environment.value(variable) { named.append(.file(path, named: variable)) }
    }
    if let text = environment.value(Self.descriptorVariable) {
      guard let number = CInt(text), number >= 0 else {
        throw ByokError(
          .usage, "\(Self.descriptorVariable) must be a number, not \(text.quoted)")
      }
      named.append(.descriptor(number, named: Self.descriptorVariable))
    }
    if let line = environment.value("BYOK_PASSPHRASE_COMMAND") {
      guard let command = CommandWords(argument: line) else {
        throw ByokError(.usage, "BYOK_PASSPHRASE_COMMAND must be \(CommandWords.expectation)")
      }
      named.append(.command(command, named: "BYOK_PASSPHRASE_COMMAND"))
    }
    if memory.hasPassphrase { named.append(.environment) }
    return named
  }

  /// Reads what a source gives, once in a process.
  ///
  /// - Throws: When it cannot be read, is empty or not safe.
  package func material(from source: UnlockSource) throws(ByokError) -> UnlockMaterial {
    if let known = try memory.material(of: source) { return known }
    let raw = try raw(from: source).withoutByteOrderMark(from: source.text)
    let material = try Self.material(raw, from: source)
    try memory.keep(material, of: source)
    return material
  }

  private func raw(from source: UnlockSource) throws(ByokError) -> Secret {
    source.withhold()
    defer { source.end() }
    switch source {
    case .file(Self.standardInputPath, _): return try read(Self.standardInput, source)
    case .file(let path, _): return try readNamed(path, source)
    case .descriptor(let number, _): return try read(number, source)
    case .command(let command, _):
      return try SecretCommand.run(command, limit: Self.materialLimit)
    case .environment:
      guard let copy = try memory.copyOfPassphrase() else {
        throw ByokError(.locked, "BYOK_PASSPHRASE is empty")
      }
      return copy
    }
  }

  private static func material(
    _ raw: borrowing Secret, from source: UnlockSource
  ) throws(ByokError) -> UnlockMaterial {
    if let key = try UnlockKey.parse(raw) {
      return UnlockMaterial(secret: key, isPassphrase: false)
    }
    let passphrase = try raw.withoutLineEnd()
    guard passphrase.count > 0 else {
      throw ByokError(.locked, "\(source.text) is empty instead of a passphrase")
    }
    // Whoever gave more lines than one meant one of them, and nobody knows which.
    guard !passphrase.withBytes(Self.holdsLineEnd) else {
      throw ByokError(
        .locked, "\(source.text) contains several lines, and a passphrase is one line")
    }
    if case .command = source, passphrase.withBytes(Self.hasControl) {
      throw ByokError(.locked, "\(source.text) gives control characters")
    }
    return UnlockMaterial(secret: passphrase, isPassphrase: true)
  }

  private static func holdsLineEnd(_ bytes: Span<UInt8>) -> Bool {
    bytes.indices.contains { bytes[$0] == UInt8(ascii: "\n") }
  }

  private static func hasControl(_ bytes: Span<UInt8>) -> Bool {
    bytes.indices.contains { bytes[$0] < 0x20 || bytes[$0] == 0x7F }
  }

  private func readNamed(_ path: String, _ source: UnlockSource) throws(ByokError) -> Secret {
    let file: OpenFile
    do {
      file = try OpenFile(reading: path)
    } catch {
      throw ByokError(.locked, "cannot read \(path.quoted): \(error.text)")
    }
    try PrivateDirectory.checkOnlyOwnerWrites(file, path: path)
    return try read(file.descriptor, source)
  }

  private func read(_ descriptor: CInt, _ source: UnlockSource) throws(ByokError) -> Secret {
    let secret = try Secret.reading(descriptor, limit: Self.materialLimit) { failure in
      ByokError(.locked, "cannot read \(source.text): \(failure.text)")
    }
    guard let secret else {
      throw ByokError(.locked, "\(source.text) gives more than \(Self.materialLimit) bytes")
    }
    return secret
  }
}

extension Secret {
  /// Without one line end behind it, which is how files and programs end a passphrase.
  borrowing func withoutLineEnd() throws(ByokError) -> Secret {
    let end = withBytes { bytes in
      guard let last = bytes.indices.last, bytes[last] == UInt8(ascii: "\n") else { return count }
      return last > 0 && bytes[last - 1] == UInt8(ascii: "\r") ? last - 1 : last
    }
    return try slice(0..<end)
  }
}
