package import ByokCore

/// The vectors of one space, in a file that grows at its end.
///
/// A first line of 256 bytes says which space, and how many numbers a vector has. Records of equal
/// size follow: the hash of the text (16 bytes), then the numbers as 32-bit floating-point, in
/// little-endian order, scaled to length 1. A record that a kill or a full disk cut off is not
/// counted, and removed by the next writer; nothing else is ever changed.
///
/// With roots, it is a file of sealed records, each of which is such a line and some of the vectors.
package struct VectorFile: Sendable {
  /// The vectors that are on the disk.
  package struct Contents: Sendable {
    let bytes: MappedBytes
    /// How many numbers each has.
    package let dimensions: Int
    package let count: Int

    static let headSize = 256
    static let keySize = 16

    var recordSize: Int { Self.keySize + 4 * dimensions }

    /// Where a record begins.
    func offset(of place: Int) -> Int { Self.headSize + place * recordSize }

    /// What text the vector of a place is of.
    package func key(at place: Int) -> ContentHash {
      let start = offset(of: place)
      return ContentHash(bytes.word(at: start), bytes.word(at: start + 8))
    }

    /// The keys of all, each with its place.
    package var keys: [ContentHash: Int] {
      var keys: [ContentHash: Int] = [:]
      keys.reserveCapacity(count)
      for place in 0..<count { keys[key(at: place)] = place }
      return keys
    }

    /// The vector of a place.
    package func vector(at place: Int) -> [Float] {
      let start = offset(of: place) + Self.keySize
      return (0..<dimensions).map {
        Float(bitPattern: UInt32(truncatingIfNeeded: bytes.number(at: start + 4 * $0)))
      }
    }
  }

  package let space: VectorSpace
  package let path: FilePath
  let clock: Clock
  /// What may have sealed it, first what seals all that is new; `nil` for one in clear.
  let roots: [ConversationRoot]?

  /// - Parameters:
  ///   - space: Whose vectors.
  ///   - locations: Where files are.
  ///   - clock: For waiting until another process is done.
  ///   - roots: What seals it, the newest first; `nil` for one in clear.
  /// - Throws: A usage error when a variable names no place for it.
  package init(
    _ space: VectorSpace, _ locations: Locations, clock: Clock, roots: [ConversationRoot]? = nil
  ) throws(ByokError) {
    (self.space, self.clock, self.roots) = (space, clock, roots)
    path = try locations.vectors(space.fileName(isSealed: roots != nil))
  }

  /// Maps the vectors that there are.
  ///
  /// - Returns: `nil` where there are none.
  /// - Throws: `damaged` when it is not a safe file, or not of this space; `locked` when another
  ///   keystore has sealed it; a failure when it cannot be read.
  package func read() throws(ByokError) -> Contents? {
    guard let folder = try PrivateDirectory.open(holding: path) else { return nil }
    if let roots { return try readSealed(roots, in: folder) }
    guard
      let file = try PrivateDirectory.openFile(path, in: folder, privacy: .notWritable)
    else { return nil }
    do throws(Errno) {
      let bytes = try MappedBytes(mapping: file)
      guard bytes.count > 0 else { return nil }
      return contents(bytes)
    } catch {
      throw ByokError(.failure, "cannot read '\(path.text)': \(error.text)")
    }
  }

  /// What the bytes of a file hold; `nil` where its first line was cut off.
  func contents(_ bytes: MappedBytes) -> Contents? {
    guard bytes.count >= Contents.headSize,
      let dimensions = dimensions(inHead: bytes.bytes(0..<Contents.headSize))
    else { return nil }
    let size = Contents.keySize + 4 * dimensions
    return Contents(
      bytes: bytes, dimensions: dimensions, count: (bytes.count - Contents.headSize) / size)
  }

  /// How many numbers the first line says that a vector has; `nil` for a line of something else.
  private func dimensions(inHead head: [UInt8]) -> Int? {
    let words = String(decoding: head, as: UTF8.self).split(separator: " ", maxSplits: 2)
    guard words.count == 3, words[0] == Self.mark, let dimensions = Int(words[1]),
      (1...Self.mostDimensions).contains(dimensions), self.head(dimensions) == head
    else { return nil }
    return dimensions
  }

  private static let mark = "byok-vectors-1"
  /// More numbers than that no model gives.
  static let mostDimensions = 1 << 16

  func head(_ dimensions: Int) -> [UInt8] {
    let text = Array("\(Self.mark) \(dimensions) \(space.text)".utf8.prefix(Contents.headSize - 1))
    let padding = [UInt8](repeating: 0x20, count: Contents.headSize - 1 - text.count)
    return text + padding + [UInt8(ascii: "\n")]
  }

  /// Keeps others from embedding the same texts meanwhile.
  ///
  /// - Returns: The lock, on a file beside this one; `nil` without a place for files.
  /// - Throws: A failure when another holds it for too long.
  package func lockForEmbedding() throws(ByokError) -> FileLock? {
    guard let folder = try PrivateDirectory.open(holding: path, create: true) else { return nil }
    let lock = try FileLock.take(for: path, in: folder, clock: clock)
    if roots != nil { AtomicFile.removeLeftovers(of: path, in: folder) }
    return lock
  }

  /// Appends vectors, so that they survive whatever ends the process next.
  ///
  /// - Parameters:
  ///   - keys: What texts they are of.
  ///   - vectors: As many, of finite numbers and none of length 0.
  /// - Throws: `damaged` when there are vectors of other dimensions, or the file is not safe; a
  ///   failure when it cannot be written.
  package func append(_ keys: [ContentHash], _ vectors: [[Float]]) throws(ByokError) {
    guard let dimensions = vectors.first?.count else { return }
    guard let folder = try PrivateDirectory.open(holding: path, create: true) else { return }
    if let roots {
      return try append(records(keys, vectors), dimensions, sealedWith: roots, in: folder)
    }
    let file: OpenFile
    do {
      file = try OpenFile(appendingTo: path.name, below: folder)
    } catch {
      throw cannotWrite(error)
    }
    try PrivateDirectory.check(file, path: path.text, privacy: .notWritable)
    try file.lock(isExclusive: true, path, clock: clock)
    do throws(Errno) {
      try prepare(file, dimensions)
      try file.writeAll(records(keys, vectors).span)
      try file.synchronizeData()
    } catch  where error == .invalidArgument {
      throw otherDimensions(than: dimensions)
    } catch {
      throw cannotWrite(error)
    }
  }

  private func records(_ keys: [ContentHash], _ vectors: [[Float]]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(vectors.count * (Contents.keySize + 4 * (vectors.first?.count ?? 0)))
    for (key, vector) in zip(keys, vectors) {
      bytes += key.bytes
      bytes += VectorText.bytes(of: Self.scaled(vector))
    }
    return bytes
  }

  func otherDimensions(than dimensions: Int) -> ByokError {
    ByokError(
      .damaged, "'\(path.text)' holds vectors of other dimensions than \(dimensions)",
      hint: "the model has changed: remove that file to embed anew")
  }

  /// Removes what was cut off at the end, and writes the first line of a new file.
  ///
  /// - Throws: The ``Errno`` of what failed; `invalidArgument` where the file is not of these dimensions.
  private func prepare(_ file: borrowing OpenFile, _ dimensions: Int) throws(Errno) {
    let size = try FileIdentity(of: file).size
    guard size >= Contents.headSize else {
      if size > 0 { try file.truncate(to: 0) }
      return try file.writeAll(head(dimensions).span)
    }
    guard try file.read(at: 0, count: Contents.headSize) == head(dimensions) else {
      throw .invalidArgument
    }
    let rest = (size - Contents.headSize) % (Contents.keySize + 4 * dimensions)
    if rest > 0 { try file.truncate(to: size - rest) }
  }

  /// The vector with length 1, so that a product of two is the cosine between them.
  package static func scaled(_ vector: [Float]) -> [Float] {
    let length = vector.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    guard length > 0, length.isFinite else { return vector }
    return vector.map { Float(Double($0) / length) }
  }

  private func cannotWrite(_ failure: Errno) -> ByokError {
    ByokError(.failure, "cannot write '\(path.text)': \(failure.text)")
  }
}
