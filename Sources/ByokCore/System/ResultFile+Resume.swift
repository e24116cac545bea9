internal import Glibc

/// Going on with a file of an earlier run.
extension ResultFile {
  /// What becomes of a line of an earlier run.
  package enum Worth {
    case kept
    case dropped
    /// It is none of byok's, and not byok's to drop.
    case foreign
  }

  /// A file to go on with, or a new one: it keeps the lines that are of worth, byte for byte.
  ///
  /// A last line without an end was cut off, and is dropped.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - judge: Tells what a whole line is worth.
  /// - Returns: The file, at its end.
  /// - Throws: A failure when it cannot be read or written, or another byok writes to it; a usage
  ///   error when it holds what is foreign. It is then as it was.
  package static func resume(
    _ path: String, judge: ([UInt8]) -> Worth
  ) throws(ByokError) -> ResultFile {
    let inherited = try reporting(path) { () throws(Errno) in try OpenFile.inherited(by: path) }
    guard inherited == nil else { throw .notResumable(path) }
    let file = try open(path, O_RDWR)
    let findings = try reporting(path) { () throws(Errno) in try examine(file, judge) }
    guard findings.isRegular else { throw .notResumable(path) }
    if let line = findings.foreign { throw .foreignResult(path, line: line) }
    let end = findings.kept.reduce(0) { $0 + $1.count }
    if findings.kept.allSatisfy({ $0.lowerBound == 0 }) {
      if end < findings.size {
        try reporting(path) { () throws(Errno) in try file.truncate(to: end) }
      }
      return ResultFile(file, path, end: end)
    }
    if try rewrite(file, path, keeping: findings.kept) {
      return ResultFile(try open(path, O_WRONLY), path, end: end)
    }
    try reporting(path) { () throws(Errno) in try compact(file, keeping: findings.kept) }
    return ResultFile(file, path, end: end)
  }

  /// What an earlier run left.
  private struct Findings {
    let mode: mode_t
    let size: Int
    /// Where the lines of worth stand; neighbours are one range.
    var kept: [Range<Int>] = []
    /// Which line is foreign; nothing is known of those behind it.
    var foreign: Int?

    var isRegular: Bool { mode & S_IFMT == S_IFREG }

    mutating func keep(_ line: Range<Int>) {
      if let last = kept.last, last.upperBound == line.lowerBound {
        kept[kept.count - 1] = last.lowerBound..<line.upperBound
      } else {
        kept.append(line)
      }
    }
  }

  private static func examine(
    _ file: borrowing OpenFile, _ judge: ([UInt8]) -> Worth
  ) throws(Errno) -> Findings {
    let status = try file.status()
    var findings = Findings(mode: status.st_mode, size: Int(status.st_size))
    guard findings.isRegular else { return findings }
    let size = try wholeSize(of: file, findings.size)
    var reader = LineReader(descriptor: file.descriptor)
    var start = 0
    var number = 0
    while start < size, let line = try reader.next() {
      number += 1
      let range = start..<reader.offset
      start = range.upperBound
      switch worth(line, judge) {
      case .kept: findings.keep(range)
      case .dropped: continue
      case .foreign:
        findings.foreign = number
        return findings
      }
    }
    return findings
  }

  private static func worth(_ line: LineReader.Line, _ judge: ([UInt8]) -> Worth) -> Worth {
    guard case .bytes(let bytes) = line else { return .foreign }
    return bytes.isEmpty ? .dropped : judge(bytes)
  }

  /// The size without a last line that has no end.
  private static func wholeSize(
    of file: borrowing OpenFile, _ size: Int
  ) throws(Errno) -> Int {
    var end = size
    while end > 0 {
      let begin = max(0, end - piece)
      let bytes = try file.read(at: begin, count: end - begin)
      if let last = bytes.lastIndex(of: UInt8(ascii: "\n")) { return begin + last + 1 }
      end = begin
    }
    return 0
  }

  /// Puts a file with some of the bytes in the place of the one that is there.
  ///
  /// - Returns: Whether that could be done: not for a file or in a folder of somebody else's.
  private static func rewrite(
    _ file: borrowing OpenFile, _ path: String, keeping kept: [Range<Int>]
  ) throws(ByokError) -> Bool {
    let status = try reporting(path) { () throws(Errno) in try file.status() }
    guard status.st_nlink == 1, let place = FilePlace(of: file, openedBy: path) else {
      return false
    }
    AtomicFile.removeLeftovers(of: place.path, in: place.folder)
    do throws(Errno) {
      try AtomicFile.put(place.path, in: place.folder, FileOwnership(of: status)) {
        (new) throws(Errno) in
        for range in kept { try copy(range, of: file, to: new) }
      }
    } catch  where error.forbidsReplacing {
      return false
    } catch {
      throw failure(path, error)
    }
    guard AtomicFile.isDurable(place.folder) else { throw .notDurable(path) }
    return true
  }

  /// Moves the bytes to the beginning of the file that is there.
  private static func compact(
    _ file: borrowing OpenFile, keeping kept: [Range<Int>]
  ) throws(Errno) {
    let writer = try OpenFile("/proc/self/fd/\(file.descriptor)", flags: O_WRONLY)
    for range in kept { try copy(range, of: file, to: writer) }
    try writer.synchronize()
    try file.truncate(to: kept.reduce(0) { $0 + $1.count })
  }

  private static func copy(
    _ range: Range<Int>, of file: borrowing OpenFile, to new: borrowing OpenFile
  ) throws(Errno) {
    var start = range.lowerBound
    while start < range.upperBound {
      let bytes = try file.read(at: start, count: min(piece, range.upperBound - start))
      guard !bytes.isEmpty else { return }
      try new.writeAll(bytes.span)
      start += bytes.count
    }
  }

  /// How many bytes are held at once.
  private static let piece = 256 << 10
}

extension ByokError {
  fileprivate static func notResumable(_ path: String) -> Self {
    Self(.usage, "\(path.quoted) is not a regular file, which --resume needs")
  }

  /// A line of a file that a batch is to go on with is no result.
  fileprivate static func foreignResult(_ path: String, line: Int) -> Self {
    Self(
      .usage, "line \(line) of \(path.quoted) is not a result of a batch; nothing was changed",
      hint: "name the file that --resume or -o wrote, or delete the line")
  }
}
