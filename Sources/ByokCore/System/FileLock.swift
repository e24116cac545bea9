internal import Glibc

/// An advisory lock that one writer holds, released when its owner ends, also by a kill.
///
/// `flock`, because the locks of `fcntl` are lost as soon as any descriptor of the file is closed.
///
/// Source: flock(2). See byok-keystore(5), Writing.
package struct FileLock: ~Copyable {
  private let file: OpenFile
  /// The lock file of earlier versions, where there is one.
  private let companion: OpenFile?

  private init(_ file: consuming OpenFile, companion: consuming OpenFile? = nil) {
    self.file = file
    self.companion = companion
  }

  /// Seconds to wait for another writer.
  package static let patience = 10.0

  /// Takes the lock for `path`, waiting for another writer up to `patience` seconds.
  ///
  /// The lock is on a file of its own beside it, which is never renamed, and removed only by whoever
  /// holds the lock: see ``removeFile(for:in:)``.
  ///
  /// - Throws: A failure when the lock stays taken or cannot be made.
  package static func take(
    for path: FilePath, in folder: borrowing OpenFile, clock: Clock, patience: Double = patience
  ) throws(ByokError) -> FileLock {
    let wait = Wait(for: path, ".lock", clock, patience: patience)
    while true {
      guard let file = try openCompanion(of: path, in: folder, flags: O_CREAT) else {
        throw .noLockFile(path, .notFound)
      }
      while try !locks(file, path) { try wait.pause() }
      // A lock on a file that its holder has removed excludes nobody: others make a new one.
      if !isReplaced(file) { return FileLock(file) }
      try wait.check()
    }
  }

  /// Removes the lock file of a path that is not used any more, as the last thing under its lock.
  ///
  /// Whoever waits for the lock then takes that of a new file.
  package borrowing func removeFile(for path: FilePath, in folder: borrowing OpenFile) {
    unsafe unlinkat(folder.descriptor, path.name + ".lock", 0)
  }

  /// Takes the lock of a file that every writer replaces, on the file itself, so that none is left
  /// beside it: on its folder where it does not exist yet.
  ///
  /// A lock on a file that has been replaced meanwhile excludes nobody, and is taken again on the
  /// new one. Where earlier versions left their lock file, it is taken as well.
  ///
  /// - Throws: A failure when the lock stays taken or cannot be made; `damaged` when the file is
  ///   not safe.
  package static func takeReplaceable(
    _ path: FilePath, in folder: borrowing OpenFile, clock: Clock
  ) throws(ByokError) -> FileLock {
    let longest = Wait(for: path, "", clock, patience: 12 * patience)
    while true {
      // Anew for each file: as long as it is replaced, writers are getting on.
      let wait = Wait(for: path, "", clock, patience: patience)
      let target = try openTarget(path, in: folder)
      var isLocked = try locks(target, path)
      while !isLocked, !isReplaced(target) {
        try wait.pause()
        isLocked = try locks(target, path)
      }
      if isLocked, try isCurrent(target, path, in: folder) {
        guard let companion = try openCompanion(of: path, in: folder) else {
          return FileLock(target)
        }
        while try !locks(companion, path) { try wait.pause() }
        return FileLock(target, companion: companion)
      }
      try longest.check()
    }
  }

  /// Whether it is known already that another file has taken its place.
  private static func isReplaced(_ target: borrowing OpenFile) -> Bool {
    (try? target.isNameless()) ?? true
  }

  /// Whether the path still leads to what was opened, or still to nothing.
  private static func isCurrent(
    _ target: borrowing OpenFile, _ path: FilePath, in folder: borrowing OpenFile
  ) throws(ByokError) -> Bool {
    guard let file = try PrivateDirectory.openFile(path, in: folder, privacy: .notWritable) else {
      return (try? target.status().st_mode & S_IFMT == S_IFDIR) ?? false
    }
    guard let locked = try? FileIdentity(of: target), let now = try? FileIdentity(of: file) else {
      return false
    }
    return locked.isSameFile(as: now)
  }

  /// What is locked: the file, or its folder.
  private static func openTarget(
    _ path: FilePath, in folder: borrowing OpenFile
  ) throws(ByokError) -> OpenFile {
    // As below; without a right to write it, a local file can be locked anyway.
    let flags = O_RDWR | O_NOFOLLOW | O_NONBLOCK
    if let file = try? OpenFile(path.name, flags: flags, below: folder.descriptor) {
      try PrivateDirectory.check(file, path: path.text, privacy: .notWritable)
      return file
    }
    if let file = try PrivateDirectory.openFile(path, in: folder, privacy: .notWritable) {
      return file
    }
    do {
      return try OpenFile(".", flags: O_RDONLY | O_DIRECTORY, below: folder.descriptor)
    } catch {
      throw ByokError(.failure, "cannot open '\(path.folder)': \(error.text)")
    }
  }

  /// Opens the lock file; `nil` where there is none and `flags` do not create it.
  private static func openCompanion(
    of path: FilePath, in folder: borrowing OpenFile, flags: CInt = 0
  ) throws(ByokError) -> OpenFile? {
    do {
      // O_RDWR: over NFS, Linux turns flock into a byte-range lock, which asks for it.
      return try OpenFile(
        path.name + ".lock", flags: O_RDWR | O_NOFOLLOW | O_NONBLOCK | flags, mode: 0o600,
        below: folder.descriptor)
    } catch  where error == .notFound && flags == 0 {
      return nil
    } catch {
      throw .noLockFile(path, error)
    }
  }

  private static func locks(
    _ file: borrowing OpenFile, _ path: FilePath
  ) throws(ByokError) -> Bool {
    do {
      _ = try retryingInterrupted { flock(file.descriptor, LOCK_EX | LOCK_NB) }
      return true
    } catch  where error == .wouldBlock {
      return false
    } catch {
      throw ByokError(.failure, "cannot write '\(path.text)': it cannot be locked: \(error.text)")
    }
  }
}

extension ByokError {
  fileprivate static func noLockFile(_ path: FilePath, _ failure: Errno) -> Self {
    Self(.failure, "cannot write '\(path.text)': no lock file: \(failure.text)")
  }
}

/// The wait for another writer, which has an end.
private struct Wait {
  private let clock: Clock
  private let end: Double
  private let failure: ByokError

  init(for path: FilePath, _ suffix: String, _ clock: Clock, patience: Double) {
    self.clock = clock
    end = clock.monotonic() + patience
    failure = ByokError(
      .failure, "another byok has been writing '\(path.text)' for \(Int(patience)) s",
      hint: "try again; 'fuser \(path.text)\(suffix)' names the process")
  }

  /// - Throws: A failure when the time is over.
  func check() throws(ByokError) {
    guard clock.monotonic() < end else { throw failure }
  }

  /// Waits for a moment, if there is time left.
  func pause() throws(ByokError) {
    try check()
    clock.sleep(Double.random(in: 0.002...0.010))
  }
}
