internal import Glibc

/// A file of lines that grows line by line, and whose last line is always whole.
///
/// As long as it is open, no other byok may write to it.
package struct ResultFile: ~Copyable {
  private let file: OpenFile
  private let path: String
  /// Where the last whole line ends; `nil` where the file has no length, as a FIFO.
  private var end: Int?

  package init(_ file: consuming OpenFile, _ path: String, end: Int?) {
    self.file = file
    self.path = path
    self.end = end
  }

  /// A new file; one that is there must be empty.
  ///
  /// - Throws: A failure when it cannot be written, or another byok writes to it; a usage error
  ///   when it holds something.
  package static func create(_ path: String) throws(ByokError) -> ResultFile {
    if let file = try reporting(path, { () throws(Errno) in try OpenFile.inherited(by: path) }) {
      return ResultFile(file, path, end: nil)
    }
    let file = try open(path, O_WRONLY)
    let status = try reporting(path) { () throws(Errno) in try file.status() }
    let isRegular = status.st_mode & S_IFMT == S_IFREG
    guard !isRegular || status.st_size == 0 else {
      throw ByokError(
        .usage, "\(path.quoted) is not empty",
        hint: "--resume \(path) goes on with it; else remove it, or name another file")
    }
    return ResultFile(file, path, end: isRegular ? 0 : nil)
  }

  /// Opens a file to append to, and locks it if it is a regular one.
  ///
  /// - Parameters:
  ///   - path: The file; it is made if it is missing.
  ///   - access: `O_WRONLY` or `O_RDWR`.
  /// - Returns: The file that has the name at this moment.
  /// - Throws: A failure when it cannot be opened, or another byok writes to it.
  package static func open(_ path: String, _ access: CInt) throws(ByokError) -> OpenFile {
    do throws(Errno) {
      while true {
        let file = try OpenFile(appendingTo: path, access)
        guard try file.status().st_mode & S_IFMT == S_IFREG else { return file }
        guard try file.locks(isExclusive: true) else { break }
        // Another run may have put a new one in its place before it let go.
        if try !file.isNameless() { return file }
      }
    } catch {
      throw failure(path, error)
    }
    throw ByokError(
      .failure, "another byok is writing to \(path.quoted)",
      hint: "wait for it to finish, or name another file; 'fuser \(path)' names the process")
  }

  /// Writes whole lines behind what is there.
  ///
  /// - Throws: A failure, behind which nothing more may be written; of a line that did not fit,
  ///   nothing stays.
  package mutating func append(_ lines: [UInt8]) throws(ByokError) {
    do {
      try file.writeAll(lines.span)
    } catch {
      cutOff(lines)
      throw Self.failure(path, error)
    }
    end = end.map { $0 + lines.count }
  }

  /// Takes the beginning of a line away where a part of `lines` was written.
  private func cutOff(_ lines: [UInt8]) {
    guard let end, let status = try? file.status() else { return }
    let written = lines.prefix(max(0, Int(status.st_size) - end))
    let whole = written.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    try? file.truncate(to: end + whole)
  }

  /// Makes sure that what was written stays.
  ///
  /// - Throws: A failure of the disk.
  package func synchronize() throws(ByokError) {
    try Self.reporting(path) { () throws(Errno) in try file.synchronizeFolder() }
  }

  /// Does something with the file of that path, and reports a failure in the user's words.
  package static func reporting<Answer: ~Copyable>(
    _ path: String, _ body: () throws(Errno) -> Answer
  ) throws(ByokError) -> Answer {
    do {
      return try body()
    } catch {
      throw failure(path, error)
    }
  }

  package static func failure(_ path: String, _ reason: Errno) -> ByokError {
    ByokError(.failure, "cannot write \(path.quoted): \(reason.text)")
  }
}
