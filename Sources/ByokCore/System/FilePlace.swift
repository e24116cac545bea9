internal import Glibc

/// The folder and the name of an open regular file, by which another can take its place.
struct FilePlace: ~Copyable {
  let folder: OpenFile
  let path: FilePath

  /// Finds the place of a file that the kernel has opened by a path; fails if it has no name that can be
  /// found, or another file has its name by now.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - path: How it was opened; needed only where there is no `/proc`.
  init?(of file: borrowing OpenFile, openedBy path: String) {
    guard let status = try? file.status(),
      let real = readLink("/proc/self/fd/\(file.descriptor)") ?? (try? realPath(path))
    else { return nil }
    let place = FilePath(real)
    var found = stat()
    guard let folder = try? OpenFile(place.folder, flags: O_RDONLY | O_DIRECTORY),
      unsafe fstatat(folder.descriptor, place.name, &found, AT_SYMLINK_NOFOLLOW) == 0,
      found.st_dev == status.st_dev, found.st_ino == status.st_ino
    else { return nil }
    self.folder = folder
    self.path = place
  }
}

/// Who owns a file that takes another's place, and who may do what with it.
struct FileOwnership {
  var mode: mode_t
  /// `nil` for whoever makes the file.
  var owner: (user: uid_t, group: gid_t)?

  /// That of a new file of byok's own, or of the user's.
  init(mode: mode_t) { self.mode = mode }

  /// That of the file that was there.
  init(of status: stat) {
    mode = status.st_mode & 0o777
    owner = (status.st_uid, status.st_gid)
  }

  /// Gives it to a file.
  ///
  /// - Throws: The ``Errno`` of `fchown` where the process may not give files away.
  func apply(to file: borrowing OpenFile) throws(Errno) {
    if let owner {
      let status = try file.status()
      if status.st_uid != owner.user || status.st_gid != owner.group {
        _ = try retryingInterrupted { fchown(file.descriptor, owner.user, owner.group) }
      }
    }
    // Not when it is made, where the process's mask would count.
    if mode != 0o600 { _ = try retryingInterrupted { fchmod(file.descriptor, mode) } }
  }
}
