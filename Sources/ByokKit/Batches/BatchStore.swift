package import ByokCore

/// The batches of this machine: a file for each, and one with the ids of its prompts.
package struct BatchStore: Sendable {
  private let locations: Locations
  private let clock: Clock

  /// - Parameter session: Says where the files are.
  package init(_ session: Session) {
    (locations, clock) = (session.locations, session.clock)
  }

  /// The most bytes of the state of a batch.
  private static let limit = 16 << 20

  private func path(_ name: BatchName, _ suffix: String) throws(ByokError) -> FilePath {
    try locations.batches("\(name.text).\(suffix)")
  }

  /// Opens the folder; `nil` where there is none yet.
  func folder(create: Bool) throws(ByokError) -> OpenFile? {
    try PrivateDirectory.open(holding: try locations.batches("any"), create: create)
  }

  /// Takes the lock of a batch, which nobody else then changes.
  ///
  /// - Throws: A failure when another byok holds it.
  package func lock(_ name: BatchName) throws(ByokError) -> BatchLock {
    guard let folder = try folder(create: true) else { throw .noHome }
    let lock = try BatchLock(try path(name, "json"), folder, clock)
    lock.removeLeftovers(of: try path(name, "prompts"))
    return lock
  }

  /// Reads a batch; `nil` where there is none of that name.
  ///
  /// - Throws: `damaged` when it cannot be understood.
  package func read(_ name: BatchName) throws(ByokError) -> BatchRecord? {
    let path = try path(name, "json")
    guard let bytes = try PrivateDirectory.read(path, privacy: .ownerOnly, limit: Self.limit) else {
      return nil
    }
    guard let record = JSONValue(bytes).flatMap(BatchRecord.init) else {
      throw ByokError(
        .damaged, "'\(path.text)' is not the state of a batch",
        hint: "restore it from a backup; 'byok batch adopt' takes up a batch by its id")
    }
    return record
  }

  /// A batch that is there.
  ///
  /// - Throws: A usage error where there is none of that name.
  package func existing(_ name: BatchName) throws(ByokError) -> BatchRecord {
    if let record = try read(name) { return record }
    let nearest = Suggestion.nearest(to: name.text, among: try names().map(\.text))
    throw ByokError(
      .usage, "there is no batch '\(name.text)'",
      hint: nearest.map { "did you mean '\($0)'?" } ?? "byok batch list")
  }

  /// Writes a batch, which is on the disk when this returns.
  ///
  /// - Throws: A failure; what was there is then unchanged.
  package func write(_ record: BatchRecord) throws(ByokError) {
    let path = try path(record.name, "json")
    guard let folder = try folder(create: true) else { throw .noHome }
    let bytes = try record.document.json(pretty: true)
    guard try AtomicFile.replace(path, in: folder, with: bytes.span) else {
      throw .notDurable(path.text)
    }
  }

  /// The names of all batches, sorted.
  package func names() throws(ByokError) -> [BatchName] {
    try names(endingWith: ".json").compactMap(BatchName.init(argument:))
  }

  /// Writes the ids of the prompts.
  ///
  /// - Throws: A failure; what was there is then unchanged.
  func writePrompts(of name: BatchName, _ spool: SpoolFile) throws(ByokError) {
    try write(spool, as: "\(name.text).prompts")
  }

  /// Where the ids of the prompts are.
  func promptPath(of name: BatchName) throws(ByokError) -> FilePath { try path(name, "prompts") }

  /// The ids of the prompts, one after the other.
  ///
  /// - Parameters:
  ///   - name: The batch.
  ///   - take: Takes one.
  /// - Throws: `damaged` where they are not there; what `take` throws.
  func prompts(
    of name: BatchName, _ take: (BatchPromptID) throws(ByokError) -> Void
  ) throws(ByokError) {
    try prompts(of: name) { (prompt, _) throws(ByokError) in try take(prompt) }
  }

  /// The same, each with the offset at which its line ends.
  func prompts(
    of name: BatchName, _ take: (BatchPromptID, Int) throws(ByokError) -> Void
  ) throws(ByokError) {
    let path = try promptPath(of: name)
    guard var reader = try lines(of: "\(name.text).prompts") else {
      throw ByokError(.damaged, "'\(path.text)' is missing")
    }
    while true {
      let line: LineReader.Line?
      do throws(Errno) { line = try reader.next() } catch {
        throw ByokError(.damaged, "cannot read '\(path.text)': \(error.text)")
      }
      guard case .bytes(let bytes)? = line else { return }
      guard let id = BatchPromptID(bytes) else {
        throw ByokError(.damaged, "'\(path.text)' has a line that is invalid")
      }
      try take(id, reader.offset)
    }
  }

  /// Forgets a batch.
  ///
  /// - Throws: A failure when its files cannot be removed.
  package func remove(_ name: BatchName) throws(ByokError) {
    for suffix in ["prompts", "json"] { try removeFile("\(name.text).\(suffix)") }
  }
}

// MARK: Files

extension BatchStore {
  /// What files of the folder are named before an ending, sorted.
  func names(endingWith ending: String) throws(ByokError) -> [String] {
    guard let folder = try folder(create: false) else { return [] }
    return folder.names().sorted().compactMap { name in
      name.hasSuffix(ending) && !name.hasPrefix(".") ? String(name.dropLast(ending.count)) : nil
    }
  }

  /// What standard input holds, in a temporary file.
  ///
  /// - Throws: A failure when it cannot be read or kept.
  package func spool(_ console: Console) throws(ByokError) -> SpoolFile {
    let spool = try makeSpool()
    try console.readInput { (bytes) throws(ByokError) in
      do throws(Errno) { try spool.append(bytes) } catch { throw .unwritableSpool(error) }
    }
    return spool
  }

  /// A temporary file that nobody else sees.
  func makeSpool() throws(ByokError) -> SpoolFile {
    guard let folder = try folder(create: true) else { throw .noHome }
    do throws(Errno) { return try SpoolFile(in: folder) } catch { throw .unwritableSpool(error) }
  }

  /// Puts what a temporary file holds in place of a file.
  ///
  /// - Throws: A failure; what was there is then unchanged.
  func write(_ spool: SpoolFile, as name: String) throws(ByokError) {
    let path = try locations.batches(name)
    guard let folder = try folder(create: true) else { throw .noHome }
    let isDurable = try AtomicFile.replace(path, in: folder) { (file) throws(Errno) in
      var offset = 0
      while offset < spool.count {
        let bytes = try spool.read(at: offset, count: 256 << 10)
        try file.writeAll(bytes.span)
        offset += bytes.count
      }
    }
    guard isDurable else { throw .notDurable(path.text) }
  }

  /// The lines of a file; `nil` where there is none.
  func lines(of name: String) throws(ByokError) -> LineReader? {
    let path = try locations.batches(name)
    do throws(Errno) {
      return try LineReader(path: path.text)
    } catch {
      guard error != .notFound else { return nil }
      throw ByokError(.failure, "cannot read '\(path.text)': \(error.text)")
    }
  }

  /// Removes a file, if it is there.
  func removeFile(_ name: String) throws(ByokError) {
    guard let folder = try folder(create: false) else { return }
    let path = try locations.batches(name)
    do throws(Errno) {
      _ = try AtomicFile.remove(path, in: folder, erasing: 0)
    } catch {
      guard error != .notFound else { return }
      throw ByokError(.failure, "cannot remove '\(path.text)': \(error.text)")
    }
  }
}

extension SpoolFile {
  /// Writes bytes at its end.
  func write(_ bytes: [UInt8]) throws(ByokError) {
    do throws(Errno) { try append(bytes.span) } catch { throw .unwritableSpool(error) }
  }
}

/// One prompt of a batch, without what was said.
struct BatchPromptID {
  /// The place of the prompt in the input, from 0.
  let index: Int
  /// The user's own name for it.
  let id: JSONValue?
  /// Which part it is in, from 1.
  let part: Int
  /// A digest of the request, so that a result tells what it is of.
  let tag: String
  /// The most tokens of its reply, where the user set a limit.
  let maxTokens: Int?

  init(index: Int, id: JSONValue?, part: Int, tag: String, maxTokens: Int?) {
    (self.index, self.id, self.part) = (index, id, part)
    (self.tag, self.maxTokens) = (tag, maxTokens)
  }

  /// The id that is sent, of at most 64 letters, digits and hyphens, as all providers take it.
  static func sent(_ index: Int, tag: String) -> String { "b\(tag)-\(index)" }

  var sent: String { Self.sent(index, tag: tag) }

  /// The place of the prompt that an id was sent for; `nil` where byok sent none such.
  static func index(ofSent id: String) -> Int? {
    id.split(separator: "-").last.flatMap { Int(argument: String($0)) }
  }

  init?(_ line: [UInt8]) {
    guard let value = JSONValue(line), let index = value["index"]?.integer,
      let part = value["part"]?.count, let tag = value["tag"]?.text
    else { return nil }
    self.init(
      index: index, id: value["id"], part: part, tag: tag, maxTokens: value["max_tokens"]?.integer)
  }

  /// The line for it, with its end.
  func line() throws(ByokError) -> [UInt8] {
    var members: [String: JSONValue] = [
      "index": .integer(index), "part": .integer(part), "tag": .string(tag),
    ]
    members["id"] = id
    members["max_tokens"] = maxTokens.map(JSONValue.integer)
    return try JSONValue.object(members).json() + [UInt8(ascii: "\n")]
  }
}
