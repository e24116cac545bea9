/// The machine's memory of the newest keystore it has seen, by which it notices an old one put back.
///
/// ```
/// byok-seen 1
/// STORE-ID SEQUENCE MAC [FILE] TAG
/// PLACE 0 STORE-ID -
/// ```
///
/// A line with a PLACE, the short digest of a path, names the store that was last there. Earlier versions
/// take it for the line of a store, and keep it.
///
/// FILE is the ``FileIdentity`` of a large keystore that was verified whole, see
/// ``Keystore/open(_:provider:label:)``. TAG is the keyed BLAKE2b-256 of the line before it, by a key derived from
/// the data key.
///
/// See byok-keystore(5), Roll-back.
package struct RollbackRecord: Equatable {
  /// One store's line.
  package struct Line: Equatable {
    let storeID: String
    package let sequence: Int
    let mac: String
    /// The file that was found genuine; `nil` where that is not known.
    var file: String?
    var tag = ""

    /// What the tag covers.
    var covered: String { "\(storeID) \(sequence) \(mac) " + (file.map { "\($0) " } ?? "") }
  }

  package static let version = "byok-seen 1"
  private static let limit = 1 << 20
  /// The most stores and the most places to remember: the one that was noted first goes first.
  package static let most = 2000

  private var lines: [Line] = []
  /// The stores that were last at a place, by its digest.
  private var places: [Place] = []

  private struct Place: Equatable {
    let digest: String
    let storeID: String
  }

  /// Reads the note; without a file, nothing has been seen.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - acceptsDamage: Whether lines that are invalid are left out.
  /// - Returns: The note.
  /// - Throws: `damaged` when the file is not safe, or is invalid; a failure when it cannot be read.
  package static func read(
    _ path: FilePath, acceptsDamage: Bool = false
  ) throws(ByokError) -> RollbackRecord {
    var note = RollbackRecord()
    guard let bytes = try PrivateDirectory.read(path, privacy: .notWritable, limit: limit) else {
      return note
    }
    let rows = String(decoding: bytes, as: UTF8.self).unicodeScalars.split(separator: "\n")
    var isValid = rows.first.map { String($0) } == version
    for row in rows.dropFirst() {
      guard let line = Line(Substring(row)) else {
        isValid = false
        continue
      }
      note.add(line)
    }
    guard isValid || acceptsDamage else { throw .seenNoteDamaged(path.text) }
    return note
  }

  /// What was last seen of a store.
  package subscript(storeID: String) -> Line? { lines.first { $0.storeID == storeID } }

  private mutating func add(_ line: Line) {
    guard line.sequence == 0, line.file == nil, line.tag == Self.placeTag else {
      return lines.append(line)
    }
    places.append(Place(digest: line.storeID, storeID: line.mac))
  }

  /// Notes the newest state of a store.
  package mutating func set(_ line: Line) {
    lines.removeAll { $0.storeID == line.storeID }
    lines.append(line)
    lines.removeFirst(max(0, lines.count - Self.most))
  }

  /// The store that was last at that path.
  package func storeID(at path: FilePath) -> String? {
    let digest = Self.digest(of: path)
    return places.first { $0.digest == digest }?.storeID
  }

  /// Notes which store is at a path.
  package mutating func set(_ storeID: String, at path: FilePath) {
    let digest = Self.digest(of: path)
    places.removeAll { $0.digest == digest }
    places.append(Place(digest: digest, storeID: storeID))
    places.removeFirst(max(0, places.count - Self.most))
  }

  private static func digest(of path: FilePath) -> String {
    Sealing.digest(of: Array(path.text.utf8))
  }

  /// Where other lines have a tag: no store could authenticate what is said of others.
  private static let placeTag = "-"

  /// The file's text.
  package var text: [UInt8] {
    Array("\(Self.version)\n".utf8) + lines.flatMap { Array("\($0.covered)\($0.tag)\n".utf8) }
      + places.flatMap { Array("\($0.digest) 0 \($0.storeID) \(Self.placeTag)\n".utf8) }
  }

  /// Changes the note under its lock: keystores share it, and who only reads one may write it.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - clock: For the wait on another writer.
  ///   - acceptsDamage: Whether lines that are invalid are left out.
  ///   - change: Answers whether there is something to write.
  /// - Throws: `damaged` as ``read(_:acceptsDamage:)``; a failure when it cannot be written.
  static func update(
    _ path: FilePath, clock: Clock, acceptsDamage: Bool, change: (inout RollbackRecord) -> Bool
  ) throws(ByokError) {
    guard let folder = try PrivateDirectory.open(holding: path, create: true) else { return }
    let lock = try FileLock.take(for: path, in: folder, clock: clock, patience: patience)
    defer { _ = lock }
    AtomicFile.removeLeftovers(of: path, in: folder)
    var note = try read(path, acceptsDamage: acceptsDamage)
    guard change(&note) else { return }
    _ = try AtomicFile.replace(path, in: folder, with: note.text.span)
  }

  /// Seconds to wait for another writer, who needs no time: a reader has better things to do.
  private static let patience = 1.0
}

extension RollbackRecord.Line {
  /// A line of the file; `nil` for one that is invalid.
  fileprivate init?(_ row: Substring) {
    let fields = row.split(separator: " ").map(String.init)
    guard (4...5).contains(fields.count), let sequence = Int(fields[1]) else { return nil }
    self.init(
      storeID: fields[0], sequence: sequence, mac: fields[2],
      file: fields.count == 5 ? fields[3] : nil, tag: fields[fields.count - 1])
  }
}

extension ByokError {
  fileprivate static func seenNoteDamaged(_ path: String) -> Self {
    Self(.damaged, "'\(path)' is damaged", hint: "if the keystore is the newest: byok keys accept")
  }

  /// What has been seen of keystores is not known, so that an old one might pass for the newest.
  static func unknownAge(of path: String, _ reason: ByokError) -> Self {
    Self(
      reason.kind,
      "cannot check whether the keystore '\(path)' is the newest: \(reason.message)",
      hints: reason.hints)
  }
}
