internal import Glibc

/// What only folders can do.
extension OpenFile {
  /// The names of what the folder holds, `.` and `..` among them; none if it cannot be read.
  package borrowing func names() -> [String] {
    (try? allNames()) ?? []
  }

  /// The names of all that the folder holds, `.` and `..` among them.
  ///
  /// - Throws: The ``Errno`` of what failed, so that a part is never taken for all.
  package borrowing func allNames() throws(Errno) -> [String] {
    while true {
      do throws(Errno) {
        return try namesOfOneReading()
      } catch {
        guard error == .interrupted else { throw error }
      }
    }
  }

  private borrowing func namesOfOneReading() throws(Errno) -> [String] {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { throw .current }
    guard let listing = unsafe fdopendir(copy) else {
      let failure = Errno.current
      Glibc.close(copy)
      throw failure
    }
    defer { unsafe closedir(listing) }
    unsafe rewinddir(listing)
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(listing) else { break }
      unsafe names.append(Self.name(of: entry))
    }
    guard errno == 0 else { throw .current }
    return names
  }

  /// The entry's name, read in place: the entry may be shorter than the type that describes it.
  private static func name(of entry: UnsafeMutablePointer<dirent>) -> String {
    let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
    let start = unsafe UnsafeRawPointer(entry).advanced(by: offset)
    return unsafe String(cString: start.assumingMemoryBound(to: CChar.self))
  }

  /// Forces the folder's entries to the disk.
  ///
  /// Some file systems cannot, and need not.
  ///
  /// - Throws: The ``Errno`` of a failed `fsync`.
  borrowing func synchronizeFolder() throws(Errno) {
    do {
      try synchronize()
    } catch  where error == .invalidArgument || error == .notSupported {
      return
    }
  }
}
