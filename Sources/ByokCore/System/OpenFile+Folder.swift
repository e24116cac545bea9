internal import Glibc

/// What only folders can do.
extension OpenFile {
  /// The names of what the folder holds, `.` and `..` among them; none if it cannot be read.
  package borrowing func names() -> [String] {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { return [] }
    guard let listing = unsafe fdopendir(copy) else {
      Glibc.close(copy)
      return []
    }
    defer { unsafe closedir(listing) }
    // The copy shares its place in the folder with the original.
    unsafe rewinddir(listing)
    var names: [String] = []
    while let entry = unsafe readdir(listing) { unsafe names.append(Self.name(of: entry)) }
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
