internal import CLinux
package import Glibc

/// Replaces a file so that a crash at any point leaves the old or the new one, whole.
///
/// Temporary file beside it, `fsync`, `close`, `rename`, `fsync` of the folder.
///
/// See byok-keystore(5), Writing.
package enum AtomicFile {
  /// Writes `bytes` in place of the file `name`.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - folder: The open folder that holds it.
  ///   - bytes: The new content.
  ///   - mode: Its permissions.
  /// - Returns: Whether the change is sure to survive a power loss.
  /// - Throws: A failure; the old file is then untouched.
  package static func replace(
    _ path: FilePath, in folder: borrowing OpenFile, with bytes: Span<UInt8>, mode: mode_t = 0o600
  ) throws(ByokError) -> Bool {
    try replace(path, in: folder, mode: mode) { (file) throws(Errno) in
      try file.writeAll(bytes)
    }
  }

  /// Puts what `write` writes in place of the file `name`.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - folder: The open folder that holds it.
  ///   - mode: Who may do what with it.
  ///   - write: Writes the new content to the file that it is given.
  /// - Returns: Whether the change is sure to survive a power loss.
  /// - Throws: A failure; the old file is then untouched.
  package static func replace(
    _ path: FilePath, in folder: borrowing OpenFile, mode: mode_t = 0o600,
    writing write: (borrowing OpenFile) throws(Errno) -> Void
  ) throws(ByokError) -> Bool {
    do throws(Errno) {
      try put(path, in: folder, FileOwnership(mode: mode), writing: write)
    } catch {
      throw ByokError(.failure, "cannot write '\(path.text)': \(error.text); it is unchanged")
    }
    return isDurable(folder)
  }

  /// Puts what `write` writes in the place of a file, or where there is none.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - folder: The open folder that holds it.
  ///   - ownership: Whose the new file is, and who may do what with it.
  ///   - isNew: Whether there must be no file of that name.
  ///   - write: Writes the new content to the file that it is given.
  /// - Throws: What failed; whatever was there is then untouched. `alreadyExists` where a new file was
  ///   asked for, and there is one.
  static func put(
    _ path: FilePath, in folder: borrowing OpenFile, _ ownership: FileOwnership,
    isNew: Bool = false, writing write: (borrowing OpenFile) throws(Errno) -> Void
  ) throws(Errno) {
    let random = String(UInt64.random(in: 0...UInt64.max), radix: 36)
    let temporary = "\(temporaryPrefix(path))\(getpid()).\(random)"
    let parent = folder.descriptor
    do throws(Errno) {
      try create(temporary, below: parent, ownership, writing: write)
      _ = try retryingInterrupted {
        isNew
          ? unsafe clinux_rename_new(parent, temporary, path.name)
          : unsafe renameat(parent, temporary, parent, path.name)
      }
    } catch {
      unsafe unlinkat(parent, temporary, 0)
      throw error
    }
  }

  /// Where ``keepCopy(of:in:)`` keeps a file.
  static func copy(of path: FilePath) -> FilePath { path.sibling("\(path.name).bak") }

  /// Keeps the file as it is beside itself, under its name and `.bak`, before it is replaced.
  ///
  /// - Throws: A failure when that cannot be done.
  static func keepCopy(of path: FilePath, in folder: borrowing OpenFile) throws(ByokError) {
    let parent = folder.descriptor
    let copy = copy(of: path).name
    do throws(Errno) {
      do throws(Errno) {
        _ = try retryingInterrupted { unsafe unlinkat(parent, copy, 0) }
      } catch  where error == .notFound {}
      _ = try retryingInterrupted { unsafe linkat(parent, path.name, parent, copy, 0) }
    } catch {
      throw ByokError(.failure, "cannot keep '\(path.text).bak': \(error.text)")
    }
  }

  /// Moves a file to another name in its folder, in place of the one that is there.
  ///
  /// Whether that survives a power loss is not said.
  ///
  /// - Throws: What failed; nothing is moved then.
  static func move(
    _ path: FilePath, to target: FilePath, in folder: borrowing OpenFile
  ) throws(Errno) {
    let parent = folder.descriptor
    _ = try retryingInterrupted { unsafe renameat(parent, path.name, parent, target.name) }
    _ = isDurable(folder)
  }

  /// Whether a writer that died left something behind.
  static func hasLeftovers(of path: FilePath, in folder: borrowing OpenFile) -> Bool {
    folder.names().contains { $0.hasPrefix(temporaryPrefix(path)) }
  }

  /// Removes what a writer that died left behind.
  ///
  /// Call it under the file's lock.
  package static func removeLeftovers(of path: FilePath, in folder: borrowing OpenFile) {
    for name in folder.names() where name.hasPrefix(temporaryPrefix(path)) {
      var status = stat()
      let isKnown = unsafe fstatat(folder.descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0
      if isKnown, status.st_uid == geteuid() { unsafe unlinkat(folder.descriptor, name, 0) }
    }
  }

  /// Short enough that a long name has room for what follows.
  static func temporaryPrefix(_ path: FilePath) -> String {
    ".\(path.name.prefix(200)).tmp."
  }

  private static func create(
    _ name: String, below folder: CInt, _ ownership: FileOwnership,
    writing write: (borrowing OpenFile) throws(Errno) -> Void
  ) throws(Errno) {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW
    let file = try OpenFile(name, flags: flags, mode: 0o600, below: folder)
    try write(file)
    try ownership.apply(to: file)
    try file.synchronize()
    try file.close()
  }

  /// Makes sure that a change of a folder survives a power loss; false where it may not.
  static func isDurable(_ folder: borrowing OpenFile) -> Bool {
    do {
      try folder.synchronizeFolder()
      return true
    } catch {
      return false
    }
  }
}

extension ByokError {
  /// The new file is there, but its folder could not be synchronised.
  package static func notDurable(_ path: String) -> Self {
    Self(.failure, "'\(path)' is changed, but the change may not survive a power loss")
  }
}
