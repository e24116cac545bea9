internal import CLinux
internal import Glibc

/// A file that the user wants a result in: written whole or not at all.
///
/// It is opened by the kernel, as a shell's `>` would open it, so that the same permissions and
/// protections count. A new file has the mode that the user's mask leaves; one that is there keeps its
/// mode and owner. What is no regular file, such as `/dev/stdout` or a FIFO, is written to as it is.
package struct OutputFile: Sendable {
  /// As the user writes it.
  package let path: String

  package init(path: String) {
    self.path = path
  }

  /// Whether it is a terminal, which some bytes would command.
  package var isTerminal: Bool {
    if let file = (try? OpenFile.inherited(by: path)) ?? nil {
      return isatty(file.descriptor) == 1
    }
    guard let status = try? OpenFile(path, flags: clinux_o_path).status(),
      status.st_mode & S_IFMT == S_IFCHR,
      let file = try? OpenFile(path, flags: O_WRONLY | O_NONBLOCK)
    else { return false }
    return isatty(file.descriptor) == 1
  }

  /// Finds out before the work is done that its result could not be written.
  ///
  /// - Throws: A failure that says why.
  package func check() throws(ByokError) {
    do throws(Errno) {
      if try OpenFile.inherited(by: path) != nil { return }
      do throws(Errno) {
        try checkExisting()
      } catch  where error == .notFound {
        try checkFolder(of: path)
      }
    } catch {
      throw failed(error)
    }
  }

  /// Puts `bytes` in place of what the file holds.
  ///
  /// - Throws: A failure; a regular file is then untouched.
  package func replace(with bytes: Span<UInt8>) throws(ByokError) {
    do throws(Errno) {
      try put { (file) throws(Errno) in try file.writeAll(bytes) }
    } catch {
      throw failed(error)
    }
  }

  /// Puts what comes piece by piece in place of what the file holds.
  ///
  /// - Parameter make: Hands each piece to the function that it is given; it may be called again.
  /// - Throws: A failure, of `make` too; a regular file is then untouched.
  package func replace(
    making make: ((Span<UInt8>) throws(ByokError) -> Void) throws(ByokError) -> Void
  ) throws(ByokError) {
    var failure: ByokError?
    do throws(Errno) {
      try put { (file) throws(Errno) in
        var reason: Errno?
        do throws(ByokError) {
          try make { (bytes) throws(ByokError) in
            do throws(Errno) {
              try ByokCore.write(bytes, to: file.descriptor)
            } catch {
              reason = error
              throw failed(error)
            }
          }
        } catch {
          failure = error
          throw reason ?? .cancelled
        }
      }
    } catch {
      throw failure ?? failed(error)
    }
  }

  private func put(
    writing write: (borrowing OpenFile) throws(Errno) -> Void
  ) throws(Errno) {
    if let file = try OpenFile.inherited(by: path) { return try write(file) }
    // Between two calls, the file may come and go.
    for _ in 0..<Self.attempts {
      do throws(Errno) {
        return try self.write(to: try OpenFile(path, flags: O_WRONLY), write)
      } catch  where error == .notFound {}
      do throws(Errno) {
        return try create(write)
      } catch  where error == .alreadyExists {}
    }
    throw .notFound
  }

  private static let attempts = 8

  // MARK: A file that is there

  private func checkExisting() throws(Errno) {
    let mode = try OpenFile(path, flags: clinux_o_path).status().st_mode
    switch mode & S_IFMT {
    case S_IFDIR: throw Errno(code: EISDIR)
    case S_IFREG: _ = try OpenFile(path, flags: O_WRONLY)
    default:
      // Opened and closed, a FIFO would end for its reader.
      guard unsafe faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0 else { throw .current }
    }
  }

  private func write(
    to file: consuming OpenFile, _ write: (borrowing OpenFile) throws(Errno) -> Void
  ) throws(Errno) {
    let status = try file.status()
    guard status.st_mode & S_IFMT == S_IFREG else {
      try write(file)
      return try file.close()
    }
    if status.st_nlink == 1, let place = FilePlace(of: file, openedBy: path) {
      do throws(Errno) {
        return try AtomicFile.put(
          place.path, in: place.folder, FileOwnership(of: status), writing: write)
      } catch  where error.forbidsReplacing {
        // Another's file or folder, or a file that is a mount of its own: it can only be written.
      }
    }
    try file.truncate(to: 0)
    try write(file)
    try file.synchronize()
    try file.close()
  }

  // MARK: A new file

  /// Finds out whether a file can be created; for a dangling link, where its target would be.
  private func checkFolder(of path: String) throws(Errno) {
    var path = path
    if let target = readLink(path) {
      path = target.hasPrefix("/") ? target : folder(of: path) + "/" + target
    }
    guard unsafe faccessat(AT_FDCWD, folder(of: path), W_OK | X_OK, AT_EACCESS) == 0 else {
      throw .current
    }
  }

  private func create(
    _ write: (borrowing OpenFile) throws(Errno) -> Void
  ) throws(Errno) {
    if readLink(path) != nil {
      // The kernel makes the file that the link leads to, if it may be followed; then it is there.
      try OpenFile(appendingTo: path).close()
      throw .alreadyExists
    }
    let parent = try OpenFile(folder(of: path), flags: clinux_o_path | O_DIRECTORY)
    let ownership = FileOwnership(mode: ProcessSetup.newFileMode)
    try AtomicFile.put(FilePath(path), in: parent, ownership, isNew: true, writing: write)
  }

  private func failed(_ reason: Errno) -> ByokError {
    ByokError(.failure, "cannot write \(path.quoted): \(reason.text)")
  }
}
