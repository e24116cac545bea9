internal import ByokCore

/// The lock of a batch, whose file is there as long as the batch is.
package struct BatchLock: ~Copyable {
  private let lock: FileLock
  private let path: FilePath
  private let folder: OpenFile

  /// How long another byok is waited for, in seconds.
  private static let patience = 2.0

  /// - Parameters:
  ///   - path: The file of the batch.
  ///   - folder: The open folder that holds it.
  ///   - clock: For waiting.
  /// - Throws: A failure when another byok holds the lock.
  init(
    _ path: FilePath, _ folder: consuming OpenFile, _ clock: Clock
  ) throws(ByokError) {
    lock = try FileLock.take(for: path, in: folder, clock: clock, patience: Self.patience)
    self.path = path
    self.folder = folder
    removeLeftovers(of: path)
  }

  /// Removes what a writer that died left behind.
  borrowing func removeLeftovers(of path: FilePath) {
    AtomicFile.removeLeftovers(of: path, in: folder)
  }

  deinit {
    // Of a batch that was removed, or never begun.
    if !fileExists(path.text) { lock.removeFile(for: path, in: folder) }
  }
}
