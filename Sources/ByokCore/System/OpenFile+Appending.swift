internal import CLinux
internal import Glibc

/// What files need that grow at their end.
extension OpenFile {
  /// Opens a file of byok's that is there, for reading and for appending.
  ///
  /// - Throws: The ``Errno`` of `openat`.
  package init(changing name: String, below folder: borrowing OpenFile) throws(Errno) {
    let flags = O_RDWR | O_APPEND | O_NOFOLLOW | O_NONBLOCK
    try self.init(name, flags: flags, below: folder.descriptor)
  }

  /// Opens a file of a folder of byok's for reading, whatever it is.
  ///
  /// - Throws: The ``Errno`` of `openat`.
  init(readingBeside name: String, below folder: borrowing OpenFile) throws(Errno) {
    let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK
    try self.init(name, flags: flags, below: folder.descriptor)
  }

  /// Forces what was written to the disk, with the size that is needed to find it.
  ///
  /// The C function is `fdatasync`; a failure is never tried again.
  package func synchronizeData() throws(Errno) {
    _ = try retryingInterrupted { fdatasync(descriptor) }
  }

  /// Takes a lock on the file, waiting for others up to `patience` seconds.
  ///
  /// - Parameters:
  ///   - isExclusive: Whether nobody else may have one.
  ///   - path: What messages call the file.
  ///   - clock: The time, and waiting.
  ///   - patience: How long to wait, in seconds.
  /// - Throws: A failure when it stays taken or the file cannot be locked.
  package func lock(
    isExclusive: Bool, _ path: FilePath, clock: Clock, patience: Double = FileLock.patience
  ) throws(ByokError) {
    let end = clock.monotonic() + patience
    do throws(Errno) {
      while try !locks(isExclusive: isExclusive) {
        guard clock.monotonic() < end else { throw .wouldBlock }
        clock.sleep(Double.random(in: 0.001...0.004))
      }
    } catch  where error == .wouldBlock {
      throw ByokError(
        .failure, "another byok has been using '\(path.text)' for \(Int(patience)) s",
        hint: "try again; 'fuser \(path.text)' names the process")
    } catch {
      throw ByokError(.failure, "cannot lock '\(path.text)': \(error.text)")
    }
  }
}

extension AtomicFile {
  /// Moves a file to a name in its folder that no other file has.
  ///
  /// - Returns: Whether the change is sure to survive a power loss.
  /// - Throws: What failed; `alreadyExists` where there is a file of that name.
  package static func moveToNew(
    _ path: FilePath, to target: FilePath, in folder: borrowing OpenFile
  ) throws(Errno) -> Bool {
    let parent = folder.descriptor
    _ = try retryingInterrupted { unsafe clinux_rename_new(parent, path.name, target.name) }
    return isDurable(folder)
  }

  /// Removes a file, and makes what remains of its first bytes on the disk useless.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - folder: The open folder that holds it.
  ///   - erasing: How many bytes at its start are overwritten first.
  /// - Returns: Whether the change is sure to survive a power loss.
  /// - Throws: What failed; the file is then as it was.
  package static func remove(
    _ path: FilePath, in folder: borrowing OpenFile, erasing: Int
  ) throws(Errno) -> Bool {
    let parent = folder.descriptor
    let flags = O_WRONLY | O_NOFOLLOW | O_NONBLOCK
    let file = try OpenFile(path.name, flags: flags, below: parent)
    // Under another name first: nobody meets a file without its first line.
    let random = String(UInt64.random(in: 0...UInt64.max), radix: 36)
    let doomed = "\(temporaryPrefix(path))\(getpid()).\(random)"
    _ = try retryingInterrupted { unsafe renameat(parent, path.name, parent, doomed) }
    // As far as it can be done: the file is gone for byok already.
    try? file.writeAll([UInt8](repeating: 0, count: erasing).span)
    try? file.synchronizeData()
    unsafe unlinkat(parent, doomed, 0)
    return isDurable(folder)
  }

  /// Removes what writers that died left behind of any file in a folder.
  ///
  /// Call it under the lock that all its writers take.
  package static func removeAllLeftovers(in folder: borrowing OpenFile) {
    for name in folder.names() where name.hasPrefix(".") && name.contains(".tmp.") {
      unsafe unlinkat(folder.descriptor, name, 0)
    }
  }
}
