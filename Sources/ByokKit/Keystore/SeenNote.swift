/// The machine's memory of the newest keystore it has seen, by which it notices an old one put back.
///
/// ```
/// byok-seen 1
/// STORE-ID SEQUENCE MAC [FILE] TAG
/// ```
///
/// FILE is the ``FileIdentity`` of a large keystore that was verified whole, see
/// ``Keystore/open(_:provider:label:)``. TAG is the keyed BLAKE2b-256 of the line before it, by a key derived from
/// the data key.
///
/// Source: SECURITY.md B.7.
struct SeenNote: Equatable {
  /// One store's line.
  struct Line: Equatable {
    let storeID: String
    let sequence: Int
    let mac: String
    /// The file that was found genuine; `nil` where that is not known.
    var file: String?
    var tag = ""

    /// What the tag covers.
    var covered: String { "\(storeID) \(sequence) \(mac) " + (file.map { "\($0) " } ?? "") }
  }

  private static let version = "byok-seen 1"
  private static let limit = 1 << 20

  private var lines: [Line] = []

  /// Reads the note; without a file, or with one that is not in form, nothing has been seen.
  ///
  /// - Throws: `damaged` when the file is not safe.
  static func read(_ path: FilePath) throws(ByokError) -> SeenNote {
    var note = SeenNote()
    guard let bytes = try SafeFolder.read(path, privacy: .notWritable, limit: limit) else {
      return note
    }
    let rows = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    guard rows.first.map(String.init) == version else { return note }
    for row in rows.dropFirst() {
      let fields = row.split(separator: " ").map(String.init)
      guard (4...5).contains(fields.count), let sequence = Int(fields[1]) else { continue }
      note.lines.append(
        Line(
          storeID: fields[0], sequence: sequence, mac: fields[2],
          file: fields.count == 5 ? fields[3] : nil, tag: fields[fields.count - 1]))
    }
    return note
  }

  /// What was last seen of a store.
  subscript(storeID: String) -> Line? { lines.first { $0.storeID == storeID } }

  /// Notes the newest state of a store.
  mutating func set(_ line: Line) {
    lines.removeAll { $0.storeID == line.storeID }
    lines.append(line)
  }

  /// The file's text.
  var text: [UInt8] {
    Array("\(Self.version)\n".utf8) + lines.flatMap { Array("\($0.covered)\($0.tag)\n".utf8) }
  }

  /// Removes what a writer of the note that died left behind.
  ///
  /// - Throws: `damaged` when its folder is not safe.
  static func removeLeftovers(_ path: FilePath) throws(ByokError) {
    guard let folder = try SafeFolder.open(holding: path) else { return }
    AtomicFile.removeLeftovers(of: path, in: folder)
  }

  /// Writes the note.
  ///
  /// - Throws: A failure when it cannot be written.
  func write(_ path: FilePath) throws(ByokError) {
    guard let folder = try SafeFolder.open(holding: path, create: true) else { return }
    _ = try AtomicFile.replace(path, in: folder, with: text.span)
  }
}
