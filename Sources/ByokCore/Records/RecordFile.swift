/// A file of sealed records to which batches are appended.
///
/// Readers hold a shared lock on the file while they read, writers an exclusive one while they
/// append; nobody holds one while something else is waited for.
///
/// See byok-keystore(5), Conversations.
package struct RecordFile: Sendable {
  package let path: FilePath
  let purpose: RecordHeader.Purpose
  /// The roots that may have sealed it.
  let roots: [ConversationRoot]
  let clock: Clock

  /// The most bytes of a file.
  package static let fileLimit = 256 << 20
  /// The most bytes of a file of vectors.
  package static let vectorLimit = 512 << 20

  var limit: Int { purpose == .vectors ? Self.vectorLimit : Self.fileLimit }
  /// The most bytes of a record's text.
  package static let recordLimit = SealedRecords.recordLimit - 1

  package init(
    _ path: FilePath, _ purpose: RecordHeader.Purpose, roots: [ConversationRoot], clock: Clock
  ) {
    (self.path, self.purpose, self.roots, self.clock) = (path, purpose, roots, clock)
  }

  /// Which file it is, and how far it has been read: what is appended must go on there.
  package struct State: Equatable, Sendable {
    let id: String
    let position: SealedRecords.Position

    /// The bytes up to there.
    package var size: Int { position.offset }
  }

  /// What a file holds.
  package struct Contents: Sendable {
    package let header: RecordHeader
    /// The batches that are whole: the texts of their records.
    package var batches: [[[UInt8]]] = []
    /// What follows the last of them.
    package var state: State
    /// Whether an unfinished batch follows, which the next writer removes.
    package var isTorn = false
    /// Why reading ended there; `nil` at the end of the file.
    package var flaw: RecordFlaw?
  }

  /// What came of reading.
  package enum Reading: Sendable {
    case missing
    case flawed(RecordFlaw)
    case contents(Contents)
  }

  /// Reads the file whole.
  ///
  /// - Parameters:
  ///   - folder: The open folder that holds it.
  ///   - isLocked: Whether the caller keeps writers out.
  /// - Returns: What it holds.
  /// - Throws: `damaged` when it is not a safe file; a failure when it cannot be read.
  package func read(
    in folder: borrowing OpenFile, isLocked: Bool = false
  ) throws(ByokError) -> Reading {
    guard let file = try PrivateDirectory.openFile(path, in: folder, privacy: .notWritable) else {
      return .missing
    }
    if !isLocked { try file.lock(isExclusive: false, path, clock: clock) }
    return try read(file)
  }

  func read(_ file: borrowing OpenFile) throws(ByokError) -> Reading {
    let bytes: [UInt8]
    do {
      bytes = try file.readAll(limit: limit)
    } catch .tooLarge {
      throw ByokError(.damaged, "'\(path.text)' is over \(limit >> 20) MiB")
    } catch {
      throw ByokError(.failure, "cannot read '\(path.text)': \(error.text)")
    }
    return try contents(of: bytes)
  }

  /// Reads a file's bytes.
  ///
  /// - Throws: A failure when memory is out.
  package func contents(of bytes: [UInt8]) throws(ByokError) -> Reading {
    let header: RecordHeader
    do throws(RecordFlaw) {
      header = try RecordHeader(bytes, purpose)
    } catch {
      return .flawed(error)
    }
    guard let root = roots.first(where: { $0.id == header.root }) else { return .flawed(.root) }
    let records = try SealedRecords(header, root)
    var position = SealedRecords.Position(offset: RecordHeader.size(purpose))
    var contents = Contents(header: header, state: State(id: header.id, position: position))
    var batch: [[UInt8]] = []
    reading: while true {
      switch records.next(in: bytes, at: &position) {
      case .record(let text, let endsBatch):
        batch.append(text)
        guard endsBatch else { continue }
        contents.batches.append(batch)
        contents.state = State(id: header.id, position: position)
        batch = []
      case .end:
        contents.isTorn = !batch.isEmpty
        break reading
      case .torn:
        contents.isTorn = true
        break reading
      case .damaged:
        contents.flaw = .record(position.number)
        break reading
      }
    }
    // A file is there with its first batch, or not at all.
    if contents.batches.isEmpty, contents.flaw == nil { contents.flaw = .record(0) }
    return .contents(contents)
  }
}

extension RecordFile {
  /// What is known of a file by its end alone.
  package struct End: Sendable {
    package let header: RecordHeader
    /// The text of the last record.
    package let text: [UInt8]
    package let size: Int
    package let state: State
  }

  /// Most last records are shorter.
  private static let usualTail = 768

  /// Reads the first line and the last record.
  ///
  /// - Parameters:
  ///   - folder: The open folder that holds the file.
  ///   - memory: Locked memory for keys, which is used for one file after the other.
  /// - Returns: `nil` where the file must be read whole: it is damaged, is torn, or is being written.
  /// - Throws: `damaged` when it is not a safe file; a failure when it cannot be read.
  package func readEnd(
    in folder: borrowing OpenFile, memory: inout Secret?
  ) throws(ByokError) -> End? {
    guard let file = try PrivateDirectory.openFile(path, in: folder, privacy: .notWritable) else {
      return nil
    }
    return try readEnd(file, memory: &memory)
  }

  func readEnd(
    _ file: borrowing OpenFile, memory: inout Secret?
  ) throws(ByokError) -> End? {
    do throws(Errno) {
      let size = try FileIdentity(of: file).size
      let start = RecordHeader.size(purpose)
      guard size > start,
        let header = try? RecordHeader(try file.read(at: 0, count: start), purpose),
        let root = roots.first(where: { $0.id == header.root }),
        let records = try? SealedRecords(header, root, reusing: memory.take())
      else { return nil }
      var room = min(size, Self.usualTail)
      var last = records.last(inTail: try file.read(at: size - room, count: room), size: size)
      if case .isLonger(let needed)? = last, needed > room {
        room = needed
        last = records.last(inTail: try file.read(at: size - room, count: room), size: size)
      }
      memory = records.recycled()
      guard case .record(let text, let next)? = last else { return nil }
      return End(
        header: header, text: text, size: size, state: State(id: header.id, position: next))
    } catch {
      throw ByokError(.failure, "cannot read '\(path.text)': \(error.text)")
    }
  }
}
