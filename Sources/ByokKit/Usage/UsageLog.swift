package import ByokCore

/// The log of requests: what keys were used for, never what was said.
///
/// One JSON object a line, appended by a single `write`, so that the lines of many processes never
/// mix. Writers hold a shared lock on the file, and whoever puts another in its place an exclusive
/// one, so that no line goes into a file that nobody sees any more.
///
/// See byok-usage(1), The log.
package struct UsageLog: Sendable {
  /// One line.
  struct Record {
    var time: String
    var provider: String
    var model: String
    var key: String?
    var inputTokens: Int?
    var outputTokens: Int?
    /// Tokens of the prompt that came from a cache.
    var cachedTokens: Int?
    /// Tokens of the prompt that went into one.
    var cacheWriteTokens: Int?
    /// Tokens of the model's thinking.
    var reasoningTokens: Int?
    var cost: Double?
    var status: Int32
    var milliseconds: Int
    /// The broker's token that it was asked with; `nil` for a request of byok's own.
    var token: String?

    /// The line's object; what is not known is left out.
    var document: JSONValue {
      var members: [String: JSONValue] = [
        "time": .string(time), "provider": .string(provider), "model": .string(model),
        "status": .integer(Int(status)), "ms": .integer(milliseconds),
      ]
      members["token"] = token.map(JSONValue.string)
      members["key"] = key.map(JSONValue.string)
      members["input_tokens"] = inputTokens.map(JSONValue.integer)
      members["output_tokens"] = outputTokens.map(JSONValue.integer)
      members["cached_tokens"] = cachedTokens.map(JSONValue.integer)
      members["cache_write_tokens"] = cacheWriteTokens.map(JSONValue.integer)
      members["reasoning_tokens"] = reasoningTokens.map(JSONValue.integer)
      members["cost_usd"] = cost.flatMap { $0.isFinite ? .number($0) : nil }
      return .object(members)
    }
  }

  package let path: FilePath
  private let folder: KeptFolder

  package init(path: FilePath) {
    self.path = path
    folder = KeptFolder(holding: path)
  }

  package static let newline = UInt8(ascii: "\n")
  /// How long another writer is waited for, in seconds.
  package static let patience = 10.0

  /// The user's log; `nil` without a home folder, which a key from the environment does not need.
  ///
  /// - Throws: A usage error when a variable names no place for it.
  package static func own(_ locations: Locations) throws(ByokError) -> UsageLog? {
    guard try locations.hasPlace(for: .state) else { return nil }
    return UsageLog(path: try locations.usageLog())
  }

  /// Notes a request; that it cannot be noted is reported, and is no failure of its answer.
  func note(_ record: Record, tell: (String) -> Void) {
    do {
      try append(record)
    } catch {
      tell(
        "\(error.message); the request is not in the usage log"
          + " (--no-log, or log: false in config.json, switches it off)")
    }
  }

  /// Appends a line.
  ///
  /// - Throws: `damaged` when the file or its folder is not safe; a failure when it cannot be
  ///   written.
  func append(_ record: Record) throws(ByokError) { try append([record]) }

  /// Appends lines, all by one write.
  ///
  /// - Parameters:
  ///   - records: What they say.
  ///   - patience: How long another writer is waited for, in seconds.
  /// - Throws: `damaged` when the file or its folder is not safe; a failure when it cannot be
  ///   written.
  func append(_ records: [Record], patience: Double = Self.patience) throws(ByokError) {
    var lines: [UInt8] = []
    for record in records { lines += try record.document.json() + [Self.newline] }
    _ = try folder.withFolder { (folder) throws(ByokError) in
      if try write(lines, in: folder, isAlone: false, patience) { return }
      _ = try write(lines, in: folder, isAlone: true, patience)
    }
  }

  /// Writes lines at the end of the file.
  ///
  /// - Parameters:
  ///   - lines: Each with its end.
  ///   - folder: The open folder that holds the file.
  ///   - isAlone: Whether no other may write meanwhile.
  ///   - patience: How long another writer is waited for, in seconds.
  /// - Returns: False where the last line has no end, which only who is alone can know to stay so:
  ///   it was cut off by a full disk then, and must not take this one with it.
  /// - Throws: `damaged` when the file is not safe; a failure when it cannot be written.
  private func write(
    _ lines: [UInt8], in folder: borrowing OpenFile, isAlone: Bool, _ patience: Double
  ) throws(ByokError) -> Bool {
    let file = try open(in: folder, isExclusive: isAlone, patience: patience)
    do {
      let isTorn = try isTorn(file)
      guard !isTorn || isAlone else { return false }
      try file.writeOnce((isTorn ? [Self.newline] + lines : lines).span)
      return true
    } catch {
      throw failure(error)
    }
  }

  /// Opens the file under its lock, and makes it if it is missing.
  ///
  /// - Parameters:
  ///   - folder: The open folder that holds it.
  ///   - isExclusive: Whether nobody else may write.
  ///   - patience: How long another writer is waited for, in seconds.
  /// - Returns: The file that has the name at this moment, and as long as it is open.
  /// - Throws: `damaged` when it is not safe; a failure when it stays locked or cannot be opened.
  package func open(
    in folder: borrowing OpenFile, isExclusive: Bool, patience: Double = Self.patience
  ) throws(ByokError) -> OpenFile {
    let clock = Clock.system
    let end = clock.monotonic() + patience
    while true {
      let file: OpenFile
      do {
        file = try OpenFile(appendingTo: path.name, below: folder)
      } catch {
        throw failure(error)
      }
      try PrivateDirectory.check(file, path: path.text, privacy: .notWritable)
      if try locks(file, isExclusive: isExclusive) { return file }
      guard clock.monotonic() < end else {
        throw ByokError(
          .failure, "another byok has locked the usage log for \(Int(patience)) s",
          hint: "'fuser \(path.text)' names the process")
      }
      clock.sleep(0.005)
    }
  }

  /// Takes the lock on a file, unless it is taken or another file has been put in its place.
  ///
  /// - Throws: A failure when it cannot be locked.
  func locks(_ file: borrowing OpenFile, isExclusive: Bool) throws(ByokError) -> Bool {
    do throws(Errno) {
      guard try file.locks(isExclusive: isExclusive) else { return false }
      return try !file.isNameless()
    } catch {
      throw failure(error)
    }
  }

  /// Whether the last line has no end.
  private func isTorn(_ file: borrowing OpenFile) throws(Errno) -> Bool {
    let size = try FileIdentity(of: file).size
    guard size > 0 else { return false }
    return try file.read(at: size - 1, count: 1) != [Self.newline]
  }

  /// The failure that the log cannot be read.
  package func unreadable(_ error: Errno) -> ByokError {
    ByokError(.failure, "cannot read the usage log '\(path.text)': \(error.text)")
  }

  private func failure(_ error: Errno) -> ByokError {
    ByokError(.failure, "cannot write the usage log '\(path.text)': \(error.text)")
  }
}
