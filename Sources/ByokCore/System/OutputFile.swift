internal import Glibc

/// A file that the user wants a result in: written whole or not at all.
///
/// What is no regular file, such as `/dev/null` or a FIFO, is written to as it is. A new file is for
/// the user alone; one that is there keeps its mode.
package struct OutputFile: Sendable {
  /// As the user writes it.
  package let path: String

  package init(path: String) {
    self.path = path
  }

  /// Finds out before the work is done that its result could not be written.
  ///
  /// - Throws: A failure that says why.
  package func check() throws(ByokError) {
    let status = Self.status(of: path)
    if let status {
      guard status.st_mode & S_IFMT != S_IFDIR else { throw failed(Errno(code: EISDIR)) }
      guard unsafe access(path, W_OK) == 0 else { throw failed(.current) }
      guard status.st_mode & S_IFMT == S_IFREG else { return }
    }
    guard unsafe access(folder(of: target), W_OK | X_OK) == 0 else { throw failed(.current) }
  }

  /// Puts `bytes` in place of what the file holds.
  ///
  /// - Throws: A failure; a regular file is then untouched.
  package func replace(with bytes: Span<UInt8>) throws(ByokError) {
    do throws(Errno) {
      let status = Self.status(of: path)
      if let status, status.st_mode & S_IFMT != S_IFREG {
        let file = try OpenFile(path, flags: O_WRONLY)
        try file.writeAll(bytes)
        try file.close()
      } else {
        try replaceRegular(bytes, mode: status.map { $0.st_mode & 0o777 } ?? 0o600)
      }
    } catch {
      throw failed(error)
    }
  }

  private func replaceRegular(_ bytes: Span<UInt8>, mode: mode_t) throws(Errno) {
    let target = target
    let name = target.split(separator: "/").last ?? ""
    let random = String(UInt64.random(in: 0...UInt64.max), radix: 36)
    let temporary = "\(folder(of: target))/.\(name.prefix(200)).tmp.\(getpid()).\(random)"
    do throws(Errno) {
      let file = try OpenFile(
        temporary, flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
      try file.writeAll(bytes)
      _ = try retryingInterrupted { fchmod(file.descriptor, mode) }
      try file.synchronize()
      try file.close()
      _ = try retryingInterrupted { unsafe rename(temporary, target) }
    } catch {
      unsafe unlink(temporary)
      throw error
    }
  }

  /// Where the file itself lies, behind symbolic links.
  private var target: String {
    guard let real = unsafe realpath(path, nil) else { return path }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }

  private func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func status(of path: String) -> stat? {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? status : nil
  }

  private func failed(_ reason: Errno) -> ByokError {
    ByokError(.failure, "cannot write \(path.quoted): \(reason.text)")
  }
}
