package import ByokCore

/// The indexes that there are: what they are of, and their files.
///
/// See byok-index(1).
package struct IndexStore: Sendable {
  package let session: Session
  package let converter: FileConverter

  /// - Throws: A usage error in the configuration.
  package init(_ session: Session) throws(ByokError) {
    let configuration = try Configuration.load(session.locations)
    self.init(session, loaders: configuration.loaders)
  }

  /// - Parameters:
  ///   - session: The outside world.
  ///   - loaders: The programs that convert files; see ``FileConverter``.
  package init(_ session: Session, loaders: [String: [String]]) {
    self.session = session
    converter = FileConverter(loaders, showsErrors: session.console.isVerbose)
  }

  private static let limit = 4 << 20

  // MARK: Definitions

  /// All indexes, by their names.
  ///
  /// - Throws: `damaged` when the file is not as byok writes it; a failure when it cannot be read.
  package func definitions() throws(ByokError) -> [IndexDefinition] {
    guard try session.locations.hasPlace(for: .state) else { return [] }
    let path = try session.locations.indexes()
    guard let folder = try PrivateDirectory.open(holding: path) else { return [] }
    return try read(path, in: folder)
  }

  private func read(
    _ path: FilePath, in folder: borrowing OpenFile
  ) throws(ByokError) -> [IndexDefinition] {
    guard
      let bytes = try PrivateDirectory.read(
        path, in: folder, privacy: .notWritable, limit: Self.limit)
    else { return [] }
    guard case .object(let members)? = JSONValue(bytes)?["indexes"] else {
      throw .definitionsDamaged(path)
    }
    let definitions = members.compactMap { IndexDefinition($0.key, $0.value) }
    guard definitions.count == members.count else { throw .definitionsDamaged(path) }
    return definitions.sorted { $0.name < $1.name }
  }

  /// An index.
  ///
  /// - Throws: A usage error when there is none of that name; what ``definitions()`` throws.
  package func definition(_ name: IndexName) throws(ByokError) -> IndexDefinition {
    let all = try definitions()
    guard let found = all.first(where: { $0.name == name }) else {
      throw .noIndex(name, among: all.map(\.name.text))
    }
    return found
  }

  /// Adds an index, or changes what is said of one.
  ///
  /// - Parameters:
  ///   - definition: What it is of.
  ///   - isNew: Whether there must be none of that name.
  /// - Throws: A usage error when there is one; a failure when it cannot be written.
  package func set(_ definition: IndexDefinition, isNew: Bool) throws(ByokError) {
    try change { (all) throws(ByokError) in
      let place = all.firstIndex { $0.name == definition.name }
      if isNew, place != nil { throw .indexExists(definition.name) }
      if let place { all[place] = definition } else { all.append(definition) }
    }
  }

  private func change(
    _ body: (inout [IndexDefinition]) throws(ByokError) -> Void
  ) throws(ByokError) {
    let path = try session.locations.indexes()
    guard let folder = try PrivateDirectory.open(holding: path, create: true) else { throw .noHome }
    let lock = try FileLock.takeReplaceable(path, in: folder, clock: session.clock)
    defer { _ = lock }
    AtomicFile.removeLeftovers(of: path, in: folder)
    var all = try read(path, in: folder)
    try body(&all)
    let members = all.map { ($0.name.text, JSONValue.object($0.members)) }
    let document = JSONValue.object([
      "indexes": .object(Dictionary(members, uniquingKeysWith: { $1 }))
    ])
    let bytes = try document.json(pretty: true)
    guard try AtomicFile.replace(path, in: folder, with: bytes.span) else {
      throw .notDurable(path.text)
    }
  }

  /// Removes an index and its files.
  ///
  /// - Throws: A usage error when there is none of that name; a failure when it cannot be removed.
  package func remove(_ name: IndexName) throws(ByokError) {
    try change { (all) throws(ByokError) in
      guard let place = all.firstIndex(where: { $0.name == name }) else {
        throw .noIndex(name, among: all.map(\.name.text))
      }
      all.remove(at: place)
    }
    let path = try file(name)
    guard let folder = try PrivateDirectory.open(holding: path) else { return }
    do throws(Errno) {
      try folder.removeFiles()
      try removeFolder(path.folder)
    } catch {
      throw ByokError(.failure, "cannot remove '\(path.folder)': \(error.text)")
    }
  }

  // MARK: Files

  /// The file of an index.
  package func file(_ name: IndexName) throws(ByokError) -> FilePath {
    try session.locations.index(name.text, "lexical.bin")
  }

  /// Reads an index as it was when it was updated last.
  ///
  /// - Returns: `nil` where it has not been built, or must be built anew.
  /// - Throws: `locked` when it is sealed and the keystore cannot be opened; a failure when it cannot be
  ///   read.
  package func read(_ definition: IndexDefinition) throws(ByokError) -> IndexFile? {
    let path = try file(definition.name)
    guard let folder = try PrivateDirectory.open(holding: path) else { return nil }
    if definition.isSealed { return try readSealed(path, in: folder) }
    guard let open = try PrivateDirectory.openFile(path, in: folder, privacy: .notWritable) else {
      return nil
    }
    do throws(Errno) {
      return IndexFile(try MappedBytes(mapping: open))
    } catch {
      throw ByokError(.failure, "cannot read '\(path.text)': \(error.text)")
    }
  }

  private func readSealed(
    _ path: FilePath, in folder: borrowing OpenFile
  ) throws(ByokError) -> IndexFile? {
    guard let keystore = try Keystore.open(session.keystore, provider: "", label: nil) else {
      return nil
    }
    let roots = [try keystore.currentRoot()] + (try keystore.formerRoots())
    let file = RecordFile(path, .index, roots: roots, clock: session.clock)
    guard case .contents(let contents) = try file.read(in: folder), contents.flaw == nil else {
      return nil
    }
    let pieces = contents.batches.first ?? []
    return IndexFile(MappedBytes(pieces.flatMap(\.self)))
  }

  /// Puts an index into its file.
  ///
  /// - Parameters:
  ///   - sections: Its bytes.
  ///   - definition: What it is of.
  ///   - folder: The open folder that holds the file.
  /// - Throws: A failure when it cannot be written; the old one is then as it was.
  func write(
    _ sections: [[UInt8]], _ definition: IndexDefinition, in folder: borrowing OpenFile
  ) throws(ByokError) {
    let path = try file(definition.name)
    guard definition.isSealed else {
      // It is a cache: whether it survives a power loss is no matter.
      _ = try AtomicFile.replace(path, in: folder) { (file) throws(Errno) in
        for section in sections { try file.writeAll(section.span) }
      }
      return
    }
    guard let keystore = try Keystore.open(session.keystore) else { throw .noKeystore }
    let root = try keystore.currentRoot()
    let file = RecordFile(path, .index, roots: [root], clock: session.clock)
    var pieces: [[UInt8]] = []
    for section in sections {
      for start in stride(from: 0, to: section.count, by: RecordFile.recordLimit) {
        pieces.append(Array(section[start..<min(start + RecordFile.recordLimit, section.count)]))
      }
    }
    _ = try file.create([pieces], root, in: folder, replacing: true)
  }
}

extension ByokError {
  static func definitionsDamaged(_ path: FilePath) -> Self {
    Self(
      .damaged, "'\(path.text)' is damaged",
      hint: "restore it from a backup, or remove it and add the indexes again")
  }

  static func noIndex(_ name: IndexName, among names: [String]) -> Self {
    Self(
      .usage, "there is no index '\(name.text)'",
      hint: names.isEmpty ? "byok index add \(name.text) PATH" : "byok index list")
  }

  static func indexExists(_ name: IndexName) -> Self {
    Self(
      .usage, "there is an index '\(name.text)' already",
      hints: ["byok index update \(name.text)", "byok index rm \(name.text)"])
  }

  static let noKeystore = Self(
    .locked, "there is no keystore to seal the index with", hint: "byok keys add PROVIDER makes one"
  )

  /// An index has not been built, or must be built anew.
  package static func notBuilt(_ name: IndexName) -> Self {
    Self(
      .failure, "the index '\(name.text)' must be built first",
      hint: "byok index update \(name.text)")
  }
}
