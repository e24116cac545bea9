package import ByokCore

/// The lines of the usage log, as long as it was when it was opened.
///
/// It is read in pieces, so that a log of any size takes little memory.
package struct LogLines: ~Copyable {
  package let identity: FileIdentity
  private let file: OpenFile

  private static let newline = UsageLog.newline
  /// The longest line that may be one of byok's.
  private static let limit = 1 << 20

  /// Opens the log; `nil` if there is none.
  ///
  /// - Throws: `damaged` when others can write it; a failure when it cannot be opened.
  package init?(_ log: UsageLog) throws(ByokError) {
    guard let folder = try PrivateDirectory.open(holding: log.path),
      let file = try PrivateDirectory.openFile(log.path, in: folder, privacy: .notWritable)
    else { return nil }
    try self.init(file, path: log.path.text)
  }

  /// The lines of an open log.
  ///
  /// - Throws: A failure when it cannot be examined.
  package init(_ file: consuming OpenFile, path: String) throws(ByokError) {
    do {
      identity = try FileIdentity(of: file)
    } catch {
      throw ByokError(.failure, "cannot examine '\(path)': \(error.text)")
    }
    self.file = file
  }

  /// Goes through the lines from an offset on.
  ///
  /// - Parameters:
  ///   - start: Where a line begins.
  ///   - take: Takes each line without its end; an empty one too.
  /// - Returns: Behind the last line that has an end.
  /// - Throws: What `take` throws; the ``Errno`` of `pread`.
  package borrowing func forward(
    from start: Int = 0, _ take: (Span<UInt8>) throws(Errno) -> Void
  ) throws(Errno) -> Int {
    var offset = start
    var room = 256 << 10
    while offset < identity.size {
      let chunk = try file.read(at: offset, count: min(room, identity.size - offset))
      guard !chunk.isEmpty else { return offset }
      var line = 0
      while let end = chunk[line...].position(of: Self.newline) {
        try take(chunk.span.extracting(line..<end))
        line = end + 1
      }
      offset += line
      if offset + chunk.count - line >= identity.size {
        if line < chunk.count { try take(chunk.span.extracting(line..<chunk.count)) }
        return offset
      }
      guard line == 0 else { continue }
      if room < Self.limit {
        room *= 2
      } else {
        // No line of byok's: it counts as many.
        try take(chunk.span)
        offset += chunk.count
      }
    }
    return offset
  }

  /// Goes through the lines from the end on, a piece of the file at a time.
  ///
  /// - Parameters:
  ///   - isOfInterest: Whether a piece holds lines that are wanted; of others, only the first is taken.
  ///   - take: Takes each line of a piece, in the file's order, and says whether those before it are
  ///     wanted too; when no line of a piece says so, nothing more is read.
  /// - Throws: The ``Errno`` of `pread`.
  borrowing func backward(
    where isOfInterest: (ArraySlice<UInt8>) -> Bool = { _ in true }, _ take: (Span<UInt8>) -> Bool
  ) throws(Errno) {
    var end = identity.size
    var room = 64 << 10
    while end > 0 {
      let start = max(0, end - room)
      let chunk = try file.read(at: start, count: end - start)
      let first = start == 0 ? 0 : chunk[...].position(of: Self.newline).map { $0 + 1 }
      guard var line = first, line < chunk.count else {
        if room < Self.limit { room *= 2 } else { end = start }
        continue
      }
      end = start + line
      var goesOn = false
      let takesAll = isOfInterest(chunk[line...])
      repeat {
        let lineEnd = chunk[line...].position(of: Self.newline) ?? chunk.count
        if take(chunk.span.extracting(line..<lineEnd)) { goesOn = true }
        line = lineEnd + 1
      } while takesAll && line < chunk.count
      guard goesOn else { return }
    }
  }
}
