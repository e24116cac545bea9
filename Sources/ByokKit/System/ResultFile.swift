internal import Glibc

/// A file of lines that grows line by line, and whose last line is always whole.
final class ResultFile {
  private let file: OpenFile
  private let path: String
  /// Where the last whole line ends; `nil` where the file has no length, as a FIFO.
  private var end: Int?

  private init(_ file: consuming OpenFile, _ path: String, end: Int?) {
    self.file = file
    self.path = path
    self.end = end
  }

  /// A new file; one that is there must be empty.
  ///
  /// - Throws: A failure when it cannot be written, or holds something.
  static func create(_ path: String) throws(ByokError) -> ResultFile {
    do throws(Errno) {
      let file = try OpenFile(path, flags: O_WRONLY | O_CREAT | O_APPEND, mode: 0o600)
      let status = try file.status()
      let isRegular = status.st_mode & S_IFMT == S_IFREG
      if !isRegular || status.st_size == 0 {
        return ResultFile(file, path, end: isRegular ? 0 : nil)
      }
    } catch {
      throw failure(path, error)
    }
    throw ByokError(
      .usage, "\(path.quoted) holds something already",
      hint: "--resume \(path) goes on with it; else remove it, or name another file")
  }

  /// A file to go on with, or a new one: it keeps the lines that are wanted.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - wants: Whether a whole line is kept.
  /// - Returns: The file, at its end.
  /// - Throws: A failure when it cannot be read or written; it is then as it was.
  static func resume(
    _ path: String, keeping wants: ([UInt8]) -> Bool
  ) throws(ByokError) -> ResultFile {
    guard fileExists(path) else { return try create(path) }
    do throws(Errno) {
      let old = try LineReader(path: path)
      let temporary = "\(path).resume.\(getpid())"
      let new = try OpenFile(
        temporary, flags: O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW, mode: 0o600)
      do throws(Errno) {
        var kept: [UInt8] = []
        var end = 0
        while let line = try old.next() {
          guard case .bytes(let bytes) = line, wants(bytes) else { continue }
          kept += bytes + [UInt8(ascii: "\n")]
          end += bytes.count + 1
          if kept.count > 1 << 16 {
            try new.writeAll(kept.span)
            kept.removeAll(keepingCapacity: true)
          }
        }
        try new.writeAll(kept.span)
        try new.synchronize()
        _ = try retryingInterrupted { unsafe rename(temporary, path) }
        return ResultFile(new, path, end: end)
      } catch {
        unsafe unlink(temporary)
        throw error
      }
    } catch {
      throw failure(path, error)
    }
  }

  /// Writes whole lines behind what is there.
  ///
  /// - Throws: A failure; of a line that does not fit, nothing stays.
  func append(_ lines: [UInt8]) throws(ByokError) {
    do {
      try file.writeAll(lines.span)
    } catch {
      if let end { _ = ftruncate(file.descriptor, end) }
      throw Self.failure(path, error)
    }
    end = end.map { $0 + lines.count }
  }

  /// Makes sure that what was written stays.
  ///
  /// - Throws: A failure of the disk.
  func synchronize() throws(ByokError) {
    do {
      try file.synchronizeFolder()
    } catch {
      throw Self.failure(path, error)
    }
  }

  private static func failure(_ path: String, _ reason: Errno) -> ByokError {
    ByokError(.failure, "cannot write \(path.quoted): \(reason.text)")
  }
}
