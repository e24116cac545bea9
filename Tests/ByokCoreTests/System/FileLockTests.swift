import ByokTestSupport
import Foundation
import Synchronization
import Testing

@testable import ByokCore

/// A lock whose file goes with what it locks.
@Suite struct FileLockTests {
  private let folder: TemporaryFolder
  private let path: FilePath

  init() throws {
    folder = try TemporaryFolder()
    path = FilePath(folder.path("state"))
  }

  /// Takes the lock; `waiting` is what happens while another's is waited for, a second at a time.
  private func take(
    patience: Double = 3, waiting: @escaping @Sendable () -> Void = {}
  ) throws -> FileLock {
    let time = Mutex(0.0)
    let clock = Clock(
      now: { 0 }, monotonic: { time.withLock(\.self) },
      sleep: { _ in
        time.withLock { $0 += 1 }
        waiting()
      })
    return try FileLock.take(for: path, in: try open(), clock: clock, patience: patience)
  }

  private func open() throws -> OpenFile {
    try OpenFile(folder.path, flags: O_RDONLY | O_DIRECTORY)
  }

  private var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path) }
  }

  @Test func `the file stays, and keeps others out`() throws {
    do {
      let lock = try take()
      defer { _ = lock }
      #expect(throws: ByokError.self) { _ = try take() }
    }
    _ = try take()
    #expect(try names == ["state.lock"])
  }

  @Test func `who waits for a file that is removed takes the lock of a new one`() throws {
    let holder = Mutex<FileLock?>(try take())
    let (path, folder) = (path, folder.path)
    let lock = try withExtendedLifetime(holder) {
      try take {
        holder.withLock { held in
          guard let lock = held.take(),
            let open = try? OpenFile(folder, flags: O_RDONLY | O_DIRECTORY)
          else { return }
          lock.removeFile(for: path, in: open)
        }
      }
    }
    defer { _ = lock }
    // Another one finds the same file, and waits in vain.
    #expect(try names == ["state.lock"])
    #expect(throws: ByokError.self) { _ = try take() }
  }
}
