internal import ByokCore

/// Vectors of sealed indexes, which are sealed like them.
extension VectorFile {
  /// Opens all records into memory.
  func readSealed(
    _ roots: [ConversationRoot], in folder: borrowing OpenFile
  ) throws(ByokError) -> Contents? {
    switch try records(roots).read(in: folder) {
    case .missing: return nil
    case .flawed(.root): throw .vectorsOfAnotherKeystore(path)
    case .flawed: throw .vectorsDamaged(path)
    case .contents(let contents):
      guard contents.flaw == nil, let whole = joined(contents.batches) else {
        throw .vectorsDamaged(path)
      }
      return self.contents(MappedBytes(whole))
    }
  }

  private func records(_ roots: [ConversationRoot]) -> RecordFile {
    RecordFile(path, .vectors, roots: roots, clock: clock)
  }

  /// The first line, and the vectors of all records; `nil` where they have different lines.
  private func joined(_ batches: [[[UInt8]]]) -> [UInt8]? {
    guard let head = batches.first?.first?.prefix(Contents.headSize) else { return nil }
    var bytes = Array(head)
    bytes.reserveCapacity(batches.reduce(0) { $0 + $1.reduce(0) { $0 + $1.count } })
    for record in batches.joined() {
      guard record.starts(with: head) else { return nil }
      bytes += record[Contents.headSize...]
    }
    return bytes
  }

  /// Appends vectors, in sealed records.
  ///
  /// - Parameters:
  ///   - bytes: The vectors with their keys.
  ///   - dimensions: How many numbers each has.
  ///   - roots: What may have sealed those that there are; the first seals a new file.
  ///   - folder: The open folder that holds the file.
  /// - Throws: As ``append(_:_:)``.
  func append(
    _ bytes: [UInt8], _ dimensions: Int, sealedWith roots: [ConversationRoot],
    in folder: borrowing OpenFile
  ) throws(ByokError) {
    let head = head(dimensions)
    let size = Contents.keySize + 4 * dimensions
    let step = (RecordFile.recordLimit - Contents.headSize) / size * size
    let batch = stride(from: 0, to: bytes.count, by: step).map { start in
      head + bytes[start..<min(start + step, bytes.count)]
    }
    let file = records(roots)
    guard let state = try end(of: file, head, dimensions, in: folder) else {
      guard let root = roots.first,
        let made = try file.create([batch], root, in: folder)
      else { throw .vectorsChanged(path) }
      if !made.isDurable { throw .notDurable(path.text) }
      return
    }
    switch try file.append(batch, after: state, in: folder) {
    case .done(_, _, let isDurable): if !isDurable { throw .notDurable(path.text) }
    case .busy(let error): throw error
    case .changed: throw .vectorsChanged(path)
    case .full:
      throw ByokError(
        .failure, "'\(path.text)' would be over \(RecordFile.vectorLimit >> 20) MiB",
        hint: "embed with fewer dimensions: --dims N")
    }
  }

  /// How far the file goes; `nil` where there is none.
  private func end(
    of file: RecordFile, _ head: [UInt8], _ dimensions: Int, in folder: borrowing OpenFile
  ) throws(ByokError) -> RecordFile.State? {
    var memory: Secret?
    if let end = try file.readEnd(in: folder, memory: &memory) {
      guard end.text.starts(with: head) else { throw otherDimensions(than: dimensions) }
      return end.state
    }
    switch try file.read(in: folder) {
    case .missing: return nil
    case .flawed(.root): throw .vectorsOfAnotherKeystore(path)
    case .contents(let contents) where contents.flaw == nil:
      guard contents.batches.last?.last?.starts(with: head) == true else {
        throw otherDimensions(than: dimensions)
      }
      return contents.state
    case .flawed, .contents: throw .vectorsDamaged(path)
    }
  }
}

extension ByokError {
  fileprivate static func vectorsDamaged(_ path: FilePath) -> Self {
    Self(
      .damaged, "the vectors in '\(path.text)' are damaged",
      hint: "remove that file to embed anew")
  }

  fileprivate static func vectorsChanged(_ path: FilePath) -> Self {
    Self(.failure, "something else has changed '\(path.text)' meanwhile", hint: "try again")
  }

  fileprivate static func vectorsOfAnotherKeystore(_ path: FilePath) -> Self {
    Self(
      .locked, "the vectors in '\(path.text)' are sealed with another keystore",
      hint: "restore that keystore, or remove the file to embed anew")
  }
}
