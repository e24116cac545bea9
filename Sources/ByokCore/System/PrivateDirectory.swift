internal import CLinux
package import Glibc

/// Opens byok's own files and the folders above them, refusing what others could have put there.
///
/// Each folder below the home folder (or below `/`) must be a real folder, owned by the user or by
/// root, and not writable by others unless it is sticky like `/tmp`. Every check is made on an open
/// descriptor, so nothing can be swapped between check and use.
///
/// See byok-security(7), Files.
package enum PrivateDirectory {
  /// Opens the folder that holds `path`.
  ///
  /// - Parameters:
  ///   - path: A file of byok's.
  ///   - create: Whether to make folders that are missing, for the user alone.
  ///   - linkHint: What to do about a folder that is a link.
  ///   - isExternal: Whether the file is another program's, whose file system may have no
  ///     permissions to judge by.
  /// - Returns: The folder, or `nil` if it does not exist and `create` is false.
  /// - Throws: A failure when it cannot be opened; `damaged` when it is not safe.
  package static func open(
    holding path: FilePath, create: Bool = false,
    linkHint: String = "set BYOK_HOME to the real folder's path", isExternal: Bool = false
  ) throws(ByokError) -> OpenFile? {
    guard var folder = try enter(path.trusted, below: AT_FDCWD, path: path.trusted, linkHint: nil)
    else { return nil }
    var current = path.trusted == "/" ? "" : path.trusted
    for name in path.foldersBelowTrusted {
      current += "/" + name
      if create { try make(name, below: folder.descriptor, path: current) }
      guard let next = try enter(name, below: folder.descriptor, path: current, linkHint: linkHint)
      else { return nil }
      try check(next, path: current, isExternal: isExternal)
      folder = next
    }
    do {
      return try OpenFile(".", flags: O_RDONLY | O_DIRECTORY, below: folder.descriptor)
    } catch {
      throw ByokError(.failure, "cannot open '\(path.folder)': \(error.text)")
    }
  }

  static func enter(
    _ name: String, below folder: CInt, path: String, linkHint: String?
  ) throws(ByokError) -> OpenFile? {
    do {
      // A folder on the way need not be readable, only passable.
      let flags = clinux_o_path | O_DIRECTORY | (linkHint == nil ? 0 : O_NOFOLLOW)
      return try OpenFile(name, flags: flags, below: folder)
    } catch  where error == .notFound {
      return nil
    } catch  where error == .tooManyLinks || error == .notADirectory {
      throw ByokError(
        .damaged, "'\(path)' is not a folder, but a link or a file",
        hints: linkHint.map { [$0] } ?? [])
    } catch {
      throw ByokError(.failure, "cannot open '\(path)': \(error.text)")
    }
  }

  /// Makes a folder where there is none, and makes sure that it survives a power loss.
  static func make(_ name: String, below folder: CInt, path: String) throws(ByokError) {
    do throws(Errno) {
      _ = try retryingInterrupted { unsafe mkdirat(folder, name, 0o700) }
      do throws(Errno) {
        // The parent is only open for passing through.
        try OpenFile(".", flags: O_RDONLY | O_DIRECTORY, below: folder).synchronizeFolder()
      } catch {
        // Else the next attempt would take it for safe.
        unsafe unlinkat(folder, name, AT_REMOVEDIR)
        throw error
      }
    } catch  where error == .alreadyExists {
      return
    } catch {
      throw ByokError(.failure, "cannot make the folder '\(path)': \(error.text)")
    }
  }

  static func check(
    _ folder: borrowing OpenFile, path: String, isExternal: Bool = false
  ) throws(ByokError) {
    let status = try statusOf(folder, path: path)
    let isSticky = status.st_mode & S_ISVTX != 0 && status.st_uid == 0
    guard isOwn(status) else { throw .foreignOwner(path) }
    guard !isSticky, status.st_mode & 0o022 != 0, !isExternal || MountTable.keepsModes(folder)
    else {
      return
    }
    try checkNotWritable(folder, status, path: path)
  }

  /// What `fstat` says of a file of byok's.
  static func statusOf(
    _ file: borrowing OpenFile, path: String
  ) throws(ByokError) -> stat {
    do {
      return try file.status()
    } catch {
      throw ByokError(.failure, "cannot examine '\(path)': \(error.text)")
    }
  }

  /// Whether the file belongs to the user or to root.
  package static func isOwn(_ status: stat) -> Bool {
    status.st_uid == geteuid() || status.st_uid == 0
  }
}

/// Who else may do what with a file of byok's.
package enum Privacy {
  /// Others may read, but not write.
  case notWritable
  /// Nobody else may do anything, and there is one name for it only.
  case ownerOnly
}

extension PrivateDirectory {
  /// Opens a file of byok's for reading.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - folder: The open folder that holds it.
  ///   - privacy: What is asked of its mode.
  /// - Returns: The file, or `nil` if it does not exist.
  /// - Throws: `damaged` when it is not safe; a failure when it cannot be opened.
  package static func openFile(
    _ path: FilePath, in folder: borrowing OpenFile, privacy: Privacy
  ) throws(ByokError) -> OpenFile? {
    let file: OpenFile
    do {
      // O_NONBLOCK: a FIFO in the file's place must not hang us.
      file = try OpenFile(
        path.name, flags: O_RDONLY | O_NOFOLLOW | O_NONBLOCK, below: folder.descriptor)
    } catch  where error == .notFound {
      return nil
    } catch  where error == .tooManyLinks {
      throw .isLink(path.text)
    } catch {
      throw ByokError(.failure, "cannot open '\(path.text)': \(error.text)")
    }
    try check(file, path: path.text, privacy: privacy)
    return file
  }

  /// Checks an open file of byok's.
  ///
  /// - Throws: `damaged` when it is not safe.
  package static func check(
    _ file: borrowing OpenFile, path: String, privacy: Privacy
  ) throws(ByokError) {
    let status = try statusOf(file, path: path)
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile(path) }
    guard isOwn(status) else { throw .foreignOwner(path) }
    switch privacy {
    case .notWritable:
      try checkNotWritable(file, status, path: path)
    case .ownerOnly:
      guard status.st_mode & 0o077 == 0 else { throw .openToOthers(path, mode: status.st_mode) }
      guard status.st_nlink == 1 else { throw .hasOtherNames(path) }
    }
  }

  /// Reads a file of byok's whole.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - privacy: What is asked of its mode.
  ///   - limit: The most bytes it may hold.
  /// - Returns: Its bytes, or `nil` if it does not exist.
  /// - Throws: `damaged` when it is not safe or too large; a failure when it cannot be read.
  package static func read(
    _ path: FilePath, privacy: Privacy, limit: Int
  ) throws(ByokError) -> [UInt8]? {
    guard let folder = try open(holding: path) else { return nil }
    return try read(path, in: folder, privacy: privacy, limit: limit)
  }

  /// Reads a file of byok's whole from the open folder that holds it.
  ///
  /// - Returns: Its bytes, or `nil` if it does not exist.
  /// - Throws: What ``read(_:privacy:limit:)`` does.
  package static func read(
    _ path: FilePath, in folder: borrowing OpenFile, privacy: Privacy, limit: Int
  ) throws(ByokError) -> [UInt8]? {
    guard let file = try openFile(path, in: folder, privacy: privacy) else { return nil }
    do {
      return try file.readAll(limit: limit)
    } catch .tooLarge {
      throw ByokError(.damaged, "'\(path.text)' is larger than \(limit >> 10) KiB")
    } catch {
      throw ByokError(.failure, "cannot read '\(path.text)': \(error.text)")
    }
  }
}

extension ByokError {
  static func isLink(_ path: String) -> Self {
    Self(
      .damaged, "'\(path)' is a symbolic link, which a write would replace",
      hint: "name the real file: BYOK_STORE, or BYOK_HOME for all files")
  }

  static func notAFile(_ path: String) -> Self {
    Self(
      .damaged, "'\(path)' is not a regular file",
      hint: "move it away: mv '\(path)' '\(path).moved'")
  }

  static func foreignOwner(_ path: String) -> Self {
    // Given to root, it would be lost to whoever uses it now.
    let hint = geteuid() == 0 ? foreignHomeHint : "sudo chown \"$(id -un)\" '\(path)'"
    return Self(.damaged, "'\(path)' belongs to another user", hint: hint)
  }

  static func hasOtherNames(_ path: String) -> Self {
    Self(
      .damaged, "'\(path)' has a second hard link", hint: "copy it and remove both links")
  }
}
