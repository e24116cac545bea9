internal import Glibc
internal import Synchronization

/// The folder of a file of byok's, which stays open as long as its path leads to it.
///
/// Opening it takes a few calls for each folder above it, which is much for a line of a log. While the
/// path leads to the folder that was opened, only that one is checked again: the folders above it do not
/// matter to who has it open.
package final class KeptFolder: Sendable {
  private final class Held: Sendable {
    let folder: OpenFile
    let identity: FileIdentity

    init(_ folder: consuming OpenFile) throws(Errno) {
      identity = try FileIdentity(of: folder)
      self.folder = folder
    }
  }

  private let path: FilePath
  private let held = Mutex<Held?>(nil)

  /// - Parameter path: A file in the folder.
  package init(holding path: FilePath) { self.path = path }

  /// Lends the folder, which is made where there is none.
  ///
  /// - Throws: What ``PrivateDirectory/open(holding:create:linkHint:isExternal:)`` throws, and what
  ///   `body` does.
  package func withFolder<Result>(
    _ body: (borrowing OpenFile) throws(ByokError) -> Result
  ) throws(ByokError) -> Result? {
    if let current = held.withLock(\.self), isAtItsPath(current) {
      try PrivateDirectory.check(current.folder, path: path.folder)
      return try body(current.folder)
    }
    guard let folder = try PrivateDirectory.open(holding: path, create: true) else { return nil }
    let new: Held
    do throws(Errno) {
      new = try Held(folder)
    } catch {
      throw ByokError(.failure, "cannot examine '\(path.folder)': \(error.text)")
    }
    held.withLock { $0 = new }
    return try body(new.folder)
  }

  private func isAtItsPath(_ held: Held) -> Bool {
    guard let now = FileIdentity(at: path.folder) else { return false }
    return now.isSameFile(as: held.identity)
  }
}
