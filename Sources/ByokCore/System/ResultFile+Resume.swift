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
    let file = try open(path, O_RDWR)
    let findings = try reporting(path) { () throws(Errno) in try examine(file, judge) }
    guard findings.isRegular else {
      throw ByokError(.usage, "\(path.quoted) is not a file that can be gone on with")
    }
    if let line = findings.foreign { throw .foreignResult(path, line: line) }
    let end = findings.kept.reduce(0) { $0 + $1.count }
    if findings.kept.allSatisfy({ $0.lowerBound == 0 }) {
      if end < findings.size {
        try reporting(path) { () throws(Errno) in try file.truncate(to: end) }
      }
      return ResultFile(file, path, end: end)
    }
    try rewrite(file, path, keeping: findings.kept, mode: findings.mode & 0o777)
    return ResultFile(try open(path, O_WRONLY), path, end: end)
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
  private static func rewrite(
    _ file: borrowing OpenFile, _ path: String, keeping kept: [Range<Int>], mode: mode_t
  ) throws(ByokError) {
    let target = FilePath(try reporting(path) { () throws(Errno) in try realPath(path) })
    let folder: OpenFile
    do {
      folder = try OpenFile(target.folder, flags: O_RDONLY | O_DIRECTORY)
    } catch {
      throw failure(path, error)
    }
    AtomicFile.removeLeftovers(of: target, in: folder)
    let isDurable = try AtomicFile.replace(target, in: folder, mode: mode) { (new) throws(Errno) in
      for range in kept { try copy(range, of: file, to: new) }
    }
    guard isDurable else { throw .notDurable(path) }
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

  /// The path without links.
  private static func realPath(_ path: String) throws(Errno) -> String {
    guard let real = unsafe realpath(path, nil) else { throw .current }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }

  /// How many bytes are held at once.
  private static let piece = 256 << 10
}

extension ByokError {
  /// A line of a file that a batch is to go on with is no result.
  fileprivate static func foreignResult(_ path: String, line: Int) -> Self {
    Self(
      .usage, "line \(line) of \(path.quoted) is not a result of a batch; nothing was changed",
      hint: "name the file that --resume or -o wrote, or take the line out")
  }
}
