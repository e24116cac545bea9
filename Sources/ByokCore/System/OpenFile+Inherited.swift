internal import CLinux
internal import Glibc

/// Files that the user names for byok to write to.
extension OpenFile {
  /// Opens a file for appending, and makes it if it is missing.
  ///
  /// A new file has the mode that the user's mask leaves, as that of a shell's `>>`.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - access: `O_WRONLY` or `O_RDWR`.
  /// - Throws: The ``Errno`` of `open`.
  package init(appendingTo path: String, _ access: CInt = O_WRONLY) throws(Errno) {
    let file: OpenFile
    do throws(Errno) {
      file = try OpenFile(path, flags: access | O_APPEND)
    } catch  where error == .notFound {
      file = try OpenFile(path, flags: access | O_APPEND | O_CREAT, mode: 0o600)
      try FileOwnership(mode: ProcessSetup.newFileMode).apply(to: file)
    }
    self = file
  }

  /// A copy of the descriptor that a path such as `/dev/stdout` or `/dev/fd/3` names, for writing.
  ///
  /// Opened by its path, a file would be written from its beginning, over what a shell's `>>` was to
  /// keep; and a socket could not be opened at all.
  ///
  /// - Parameter path: A path of the user's; a link to such a path counts too.
  /// - Returns: `nil` if the path names something else.
  /// - Throws: The ``Errno`` that a write would fail with, or that of following a link.
  static func inherited(by path: String) throws(Errno) -> OpenFile? {
    guard let number = inheritedNumber(path) else { return nil }
    let flags = fcntl(number, F_GETFD)
    // A number that is not ours to use may be that of a file which byok itself has opened.
    guard flags >= 0, flags & FD_CLOEXEC == 0 else { throw .badDescriptor }
    guard fcntl(number, F_GETFL) & O_ACCMODE != O_RDONLY else { throw .badDescriptor }
    // The kernel may refuse to follow a link that somebody else put there.
    _ = try OpenFile(path, flags: clinux_o_path)
    return OpenFile(descriptor: try retryingInterrupted { fcntl(number, F_DUPFD_CLOEXEC, 0) })
  }

  /// The number that a path ends with, if it leads into this process's own folder of descriptors.
  static func inheritedNumber(_ path: String) -> CInt? {
    guard let own = try? realPath("/proc/self") else { return nil }
    var path = path
    // As many links as the kernel follows.
    for _ in 0..<40 {
      guard let folder = try? realPath(folder(of: path)) else { return nil }
      let name = lastComponent(of: path)
      let isOwn =
        folder == own + "/fd"
        || folder.hasPrefix(own + "/task/") && folder.hasSuffix("/fd")
      if isOwn { return CInt(name) }
      guard let target = readLink(folder + "/" + name) else { return nil }
      path = target.hasPrefix("/") ? target : folder + "/" + target
    }
    return nil
  }
}

/// The path without links.
///
/// The C function is `realpath`.
func realPath(_ path: String) throws(Errno) -> String {
  guard let real = unsafe realpath(path, nil) else { throw .current }
  defer { unsafe free(real) }
  return unsafe String(cString: real)
}

/// What a symbolic link says; `nil` if the path names none, or one that is too long.
///
/// The C function is `readlinkat`.
package func readLink(_ path: String, below folder: CInt = AT_FDCWD) -> String? {
  let room = Int(PATH_MAX)
  let bytes = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
    let size = unsafe buffer.withMemoryRebound(to: CChar.self) { characters in
      unsafe characters.baseAddress.map { unsafe readlinkat(folder, path, $0, room) } ?? -1
    }
    count = max(0, size)
  }
  return bytes.isEmpty || bytes.count == room ? nil : String(decoding: bytes, as: UTF8.self)
}

/// A path of the user's without its last component; `.` where there is only one.
func folder(of path: String) -> String {
  guard let slash = path.lastIndex(of: "/") else { return "." }
  return slash == path.startIndex ? "/" : String(path[..<slash])
}

/// The last component of a path of the user's.
func lastComponent(of path: String) -> String {
  path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
}
