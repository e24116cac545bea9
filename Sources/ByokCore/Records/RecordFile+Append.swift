extension RecordFile {
  /// What came of appending.
  package enum Appended: Sendable {
    /// It is written; `removedTorn` tells whether the rest of an unfinished batch was removed first.
    case done(State, removedTorn: Bool, isDurable: Bool)
    /// The file is no longer as it was read: longer, another one, damaged, or gone.
    case changed
    /// Another holds the lock for too long.
    case busy(ByokError)
    /// The file would be over its limit.
    case full
  }

  /// Appends a batch to the file, if it is as it was read.
  ///
  /// - Parameters:
  ///   - batch: The texts of the records.
  ///   - state: How far it was read.
  ///   - folder: The open folder that holds it.
  /// - Returns: What came of it.
  /// - Throws: A failure when it cannot be written; it is then as it was.
  package func append(
    _ batch: [[UInt8]], after state: State, in folder: borrowing OpenFile
  ) throws(ByokError) -> Appended {
    let file: OpenFile
    do {
      file = try OpenFile(changing: path.name, below: folder)
    } catch  where error == .notFound {
      return .changed
    } catch {
      throw cannotWrite(error)
    }
    try PrivateDirectory.check(file, path: path.text, privacy: .notWritable)
    do throws(ByokError) {
      try file.lock(isExclusive: true, path, clock: clock)
    } catch {
      return .busy(error)
    }
    guard let isTorn = try isStill(state, file) else { return .changed }
    guard let header = try? RecordHeader(try file.read(at: 0, count: 160), purpose),
      let root = roots.first(where: { $0.id == header.root })
    else { return .changed }
    let records = try SealedRecords(header, root)
    var position = state.position
    let bytes = records.seal(batch, at: &position)
    guard position.offset <= limit else { return .full }
    let isDurable: Bool
    do throws(Errno) {
      isDurable = try write(bytes, to: file, at: state.position.offset, isTorn: isTorn)
    } catch {
      throw cannotWrite(error)
    }
    return .done(
      State(id: state.id, position: position), removedTorn: isTorn, isDurable: isDurable)
  }

  /// Whether a file is as it was read, and whether an unfinished batch follows; `nil` if it is not.
  private func isStill(_ state: State, _ file: borrowing OpenFile) throws(ByokError) -> Bool? {
    guard let isNameless = try? file.isNameless(), !isNameless else { return nil }
    var memory: Secret?
    if let end = try readEnd(file, memory: &memory) { return end.state == state ? false : nil }
    guard case .contents(let contents) = try read(file), contents.state == state,
      contents.flaw == nil
    else { return nil }
    return contents.isTorn
  }

  private func write(
    _ bytes: [UInt8], to file: borrowing OpenFile, at offset: Int, isTorn: Bool
  ) throws(Errno) -> Bool {
    if isTorn { try file.truncate(to: offset) }
    do throws(Errno) {
      try file.writeOnce(bytes.span)
    } catch {
      try? file.truncate(to: offset)
      throw error
    }
    do throws(Errno) {
      try file.synchronizeData()
      return true
    } catch {
      return false
    }
  }

  /// Makes a new file of batches, whole or not at all.
  ///
  /// - Parameters:
  ///   - batches: The texts of their records; at least one batch.
  ///   - root: What its key comes from.
  ///   - folder: The open folder that is to hold it.
  ///   - replacing: Whether to put it in the place of a file of that name.
  /// - Returns: How far it goes, and whether it is sure to survive a power loss; `nil` where there is
  ///   such a file.
  /// - Throws: A failure when it cannot be written.
  package func create(
    _ batches: [[[UInt8]]], _ root: ConversationRoot, in folder: borrowing OpenFile,
    replacing: Bool = false
  ) throws(ByokError) -> (state: State, isDurable: Bool)? {
    let header = RecordHeader(purpose, root: root)
    let records = try SealedRecords(header, root)
    var position = SealedRecords.Position(offset: RecordHeader.size(purpose))
    var bytes = header.line
    for batch in batches { bytes += records.seal(batch, at: &position) }
    guard position.offset <= limit else {
      throw ByokError(.failure, "'\(path.text)' would be over \(limit >> 20) MiB")
    }
    do throws(Errno) {
      try AtomicFile.put(
        path, in: folder, FileOwnership(mode: 0o600), isNew: !replacing
      ) { (file) throws(Errno) in
        try file.writeAll(bytes.span)
      }
    } catch  where error == .alreadyExists {
      return nil
    } catch {
      throw cannotWrite(error)
    }
    return (State(id: header.id, position: position), AtomicFile.isDurable(folder))
  }

  /// Removes the file, its first line before all, without which no key of it can be derived.
  ///
  /// - Throws: A failure when that cannot be done; the file is then as it was.
  package func remove(in folder: borrowing OpenFile) throws(ByokError) {
    do throws(Errno) {
      let file = try OpenFile(changing: path.name, below: folder)
      // Whoever appends meanwhile must find it gone.
      _ = try? file.lock(isExclusive: true, path, clock: clock)
      _ = try AtomicFile.remove(path, in: folder, erasing: RecordHeader.size(purpose))
    } catch {
      throw ByokError(.failure, "cannot remove '\(path.text)': \(error.text)")
    }
  }

  /// Seals the file anew under another name and root, and removes it.
  ///
  /// - Parameters:
  ///   - target: The new file.
  ///   - root: What its key comes from.
  ///   - folder: The open folder that holds both.
  /// - Returns: False where it cannot be read whole, or the new file is there and holds something else;
  ///   nothing is changed then.
  /// - Throws: A failure when it cannot be written or removed.
  package func reseal(
    as target: RecordFile, _ root: ConversationRoot, in folder: borrowing OpenFile
  ) throws(ByokError) -> Bool {
    let file: OpenFile
    do {
      file = try OpenFile(changing: path.name, below: folder)
    } catch {
      throw cannotWrite(error)
    }
    // Whoever appends meanwhile must find it gone.
    try file.lock(isExclusive: true, path, clock: clock)
    guard case .contents(let contents) = try read(file), contents.flaw == nil else { return false }
    if try target.create(contents.batches, root, in: folder) == nil {
      // It was cut off before, or somebody has gone on since.
      guard case .contents(let other) = try target.read(in: folder),
        other.batches.starts(with: contents.batches)
      else { return false }
    }
    do throws(Errno) {
      _ = try AtomicFile.remove(path, in: folder, erasing: RecordHeader.size(purpose))
    } catch {
      throw ByokError(.failure, "cannot remove '\(path.text)': \(error.text)")
    }
    return true
  }

  private func cannotWrite(_ failure: Errno) -> ByokError {
    ByokError(.failure, "cannot write '\(path.text)': \(failure.text); it is unchanged")
  }
}
