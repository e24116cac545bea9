internal import Glibc

/// An advisory lock that one writer holds, released when its owner ends, also by a kill.
///
/// The lock lies on a file of its own, which is never removed or renamed. `flock`, because the locks
/// of `fcntl` are lost as soon as any descriptor of the file is closed.
///
/// Source: flock(2). See byok-keystore(5), Writing.
package struct FileLock: ~Copyable {
  private let file: OpenFile

  /// Seconds to wait for another writer.
  package static let patience = 10.0

  /// Takes the lock for `path`, waiting for another writer up to `patience` seconds.
  ///
  /// - Throws: A failure when the lock stays taken or cannot be made.
  package static func take(
    for path: FilePath, in folder: borrowing OpenFile, clock: Clock, patience: Double = patience
  ) throws(ByokError) -> FileLock {
    let name = path.name + ".lock"
    let file: OpenFile
    do {
      // O_RDWR: over NFS, Linux turns flock into a byte-range lock, which asks for it.
      file = try OpenFile(
        name, flags: O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK, mode: 0o600,
        below: folder.descriptor)
    } catch {
      throw ByokError(.failure, "cannot write '\(path.text)': no lock file: \(error.text)")
    }
    let end = clock.monotonic() + patience
    while try !locks(file, path) {
      guard clock.monotonic() < end else {
        throw ByokError(
          .failure, "another byok has been writing '\(path.text)' for \(Int(patience)) s",
          hint: "try again; 'fuser \(path.text).lock' names the process")
      }
      clock.sleep(Double.random(in: 0.002...0.010))
    }
    return FileLock(file: file)
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
