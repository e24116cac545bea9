package import Glibc

/// A file or folder as its folder lists it.
package struct FolderEntry: Sendable {
  package enum Kind: Sendable {
    case file, folder
    /// A symbolic link, pipe, socket or device.
    case other
  }

  package let name: String
  package let kind: Kind
  package let stamp: FileStamp
  /// The file system that it is on.
  package let device: UInt64
}

/// What tells whether a file may have changed since it was read, without reading it.
package struct FileStamp: Equatable, Sendable {
  /// Its size in bytes.
  package let size: Int
  /// When it was modified last, in nanoseconds since 1970.
  package let modified: Int
  package let inode: UInt64

  package init(size: Int, modified: Int, inode: UInt64) {
    (self.size, self.modified, self.inode) = (size, modified, inode)
  }

  package init(_ status: stat) {
    size = Int(status.st_size)
    modified = Int(status.st_mtim.tv_sec) &* 1_000_000_000 &+ Int(status.st_mtim.tv_nsec)
    inode = UInt64(status.st_ino)
  }
}

extension OpenFile {
  /// Opens a folder of the user's for reading.
  ///
  /// - Parameters:
  ///   - path: The folder.
  ///   - follows: Whether it may be a link.
  /// - Throws: The ``Errno`` of `openat`.
  package init(folder path: String, follows: Bool) throws(Errno) {
    try self.init(path, flags: O_RDONLY | O_DIRECTORY | (follows ? 0 : O_NOFOLLOW))
  }

  /// Opens a regular file of the user's, unless it is a link.
  ///
  /// - Throws: The ``Errno`` of what failed; that of a seek where it is a pipe, a device or a folder.
  package init(regular path: String) throws(Errno) {
    // O_NONBLOCK: a FIFO must not be waited for.
    let file = try OpenFile(path, flags: O_RDONLY | O_NONBLOCK | O_NOFOLLOW)
    guard try file.status().st_mode & S_IFMT == S_IFREG else { throw Errno(code: ESPIPE) }
    self = file
  }

  /// What the folder holds, without `.` and `..`; what has vanished meanwhile is left out.
  ///
  /// - Throws: The ``Errno`` of what failed.
  package borrowing func entries() throws(Errno) -> [FolderEntry] {
    var entries: [FolderEntry] = []
    for name in try allNames() where name != "." && name != ".." {
      guard let entry = entry(name) else { continue }
      entries.append(entry)
    }
    return entries
  }

  /// What the folder holds under a name; `nil` if nothing.
  ///
  /// The C function is `fstatat`; links are not followed.
  package borrowing func entry(_ name: String) -> FolderEntry? {
    var status = stat()
    guard unsafe fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
    return FolderEntry(name, status)
  }

  /// What it is itself, and on which file system.
  ///
  /// - Throws: The ``Errno`` of `fstat`.
  package borrowing func entry() throws(Errno) -> FolderEntry {
    FolderEntry("", try status())
  }

  /// Reads the whole file.
  ///
  /// - Parameter limit: The most bytes it may hold.
  /// - Returns: Its bytes.
  /// - Throws: Why it cannot be read.
  package borrowing func read(limit: Int) throws(ReadFailure) -> [UInt8] {
    try readAll(limit: limit)
  }
}

extension FolderEntry {
  fileprivate init(_ name: String, _ status: stat) {
    self.name = name
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      default: .other
      }
    stamp = FileStamp(status)
    device = UInt64(status.st_dev)
  }

  /// What a path leads to, links followed; `nil` if nothing.
  ///
  /// The C function is `stat`.
  package init?(at path: String) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    self.init(path, status)
  }
}

/// A path without links, `.` and `..`.
///
/// The C function is `realpath`.
///
/// - Throws: Its ``Errno``.
package func resolvedPath(_ path: String) throws(Errno) -> String { try realPath(path) }

extension OpenFile {
  /// Removes the files of the folder; folders in it stay.
  ///
  /// The C function is `unlinkat`.
  ///
  /// - Throws: The ``Errno`` of the first that cannot be removed.
  package borrowing func removeFiles() throws(Errno) {
    for entry in try entries() where entry.kind != .folder {
      _ = try retryingInterrupted { unsafe unlinkat(descriptor, entry.name, 0) }
    }
  }
}

/// Removes an empty folder.
///
/// The C function is `rmdir`.
///
/// - Throws: Its ``Errno``.
package func removeFolder(_ path: String) throws(Errno) {
  _ = try retryingInterrupted { unsafe rmdir(path) }
}
