internal import Glibc

/// Replaces a file so that a crash at any point leaves the old or the new one, whole.
///
/// Temporary file beside it, `fsync`, `close`, `rename`, `fsync` of the folder.
///
/// Source: SECURITY.md B.10.
enum AtomicFile {
  /// Writes `bytes` in place of the file `name`.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - folder: The open folder that holds it.
  ///   - bytes: The new content.
  /// - Returns: Whether the change is sure to survive a power loss.
  /// - Throws: A failure; the old file is then untouched.
  static func replace(
    _ path: FilePath, in folder: borrowing OpenFile, with bytes: Span<UInt8>
  ) throws(ByokError) -> Bool {
    let random = String(UInt64.random(in: 0...UInt64.max), radix: 36)
    let temporary = "\(temporaryPrefix(path))\(getpid()).\(random)"
    let parent = folder.descriptor
    do throws(Errno) {
      try create(temporary, below: parent, holding: bytes)
      _ = try retryingInterrupted { unsafe renameat(parent, temporary, parent, path.name) }
    } catch {
      unsafe unlinkat(parent, temporary, 0)
      throw ByokError(.failure, "cannot write '\(path.text)': \(error.text); it is unchanged")
    }
    return isDurable(folder)
  }

  /// Keeps the file as it is beside itself, under its name and `.bak`, before it is replaced.
  ///
  /// - Throws: A failure when that cannot be done.
  static func keepCopy(of path: FilePath, in folder: borrowing OpenFile) throws(ByokError) {
    let parent = folder.descriptor
    unsafe unlinkat(parent, path.name + ".bak", 0)
    do throws(Errno) {
      let copy = path.name + ".bak"
      _ = try retryingInterrupted { unsafe linkat(parent, path.name, parent, copy, 0) }
    } catch {
      throw ByokError(.failure, "cannot keep '\(path.text).bak': \(error.text)")
    }
  }

  /// Removes what a writer that died left behind.
  ///
  /// Call it under the file's lock.
  static func removeLeftovers(of path: FilePath, in folder: borrowing OpenFile) {
    let copy = fcntl(folder.descriptor, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0, let listing = unsafe fdopendir(copy) else { return }
    defer { unsafe closedir(listing) }
    unsafe rewinddir(listing)
    while let entry = unsafe readdir(listing) {
      let name = unsafe name(of: entry)
      guard name.hasPrefix(temporaryPrefix(path)) else { continue }
      var status = stat()
      let isKnown = unsafe fstatat(folder.descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0
      if isKnown, status.st_uid == geteuid() { unsafe unlinkat(folder.descriptor, name, 0) }
    }
  }

  /// The entry's name, read in place: the entry may be shorter than the type that describes it.
  private static func name(of entry: UnsafeMutablePointer<dirent>) -> String {
    let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
    let start = unsafe UnsafeRawPointer(entry).advanced(by: offset)
    return unsafe String(cString: start.assumingMemoryBound(to: CChar.self))
  }

  private static func temporaryPrefix(_ path: FilePath) -> String { ".\(path.name).tmp." }

  private static func create(
    _ name: String, below folder: CInt, holding bytes: Span<UInt8>
  ) throws(Errno) {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW
    let file = try OpenFile(name, flags: flags, mode: 0o600, below: folder)
    try file.writeAll(bytes)
    try file.synchronize()
    try file.close()
  }

  private static func isDurable(_ folder: borrowing OpenFile) -> Bool {
    do {
      try folder.synchronize()
      return true
    } catch {
      // Some file systems cannot sync a folder, and need not.
      return error == .invalidArgument || error == .notSupported
    }
  }
}
