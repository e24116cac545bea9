internal import Glibc

/// A lock that is there as long as a file of that name is: whoever makes the file holds it.
///
/// This is how Qwen Code locks. A lock older than ten seconds is left over from a program that
/// died, and is taken away; nobody renews one, so that it must not be held for longer. A program
/// that ends may remove a lock that is not its own, so that this one keeps out the willing only.
///
/// Source: QwenLM/qwen-code, `packages/core/src/qwen/sharedTokenManager.ts`, read 2026-11-23.
package struct LockFile: ~Copyable {
  /// The age at which a lock no longer counts, in seconds.
  package static let lifetime = 10.0
  private static let tries = 20

  private let folder: OpenFile
  private let name: String
  private let content: [UInt8]

  /// Makes the file, waiting for another's to go: about half a minute.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - folder: The open folder that holds it.
  ///   - clock: The time, and waiting.
  /// - Returns: The lock, which ends with its owner.
  /// - Throws: A failure when it stays taken or cannot be made.
  package static func take(
    _ path: FilePath, in folder: borrowing OpenFile, clock: Clock
  ) throws(ByokError) -> LockFile {
    let content = Array(identifier().utf8)
    var delay = 0.1
    for _ in 0..<tries {
      do throws(Errno) {
        let own = try OpenFile(".", flags: O_RDONLY | O_DIRECTORY, below: folder.descriptor)
        let file = try OpenFile(
          path.name, flags: O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600,
          below: folder.descriptor)
        try file.writeAll(content.span)
        return LockFile(folder: own, name: path.name, content: content)
      } catch  where error == .alreadyExists {
        if removeStale(path.name, in: folder, now: clock.now()) { continue }
      } catch {
        throw ByokError(.failure, "cannot make '\(path.text)': \(error.text)")
      }
      clock.sleep(delay)
      delay = min(delay * 1.5, 2)
    }
    throw ByokError(
      .failure, "another program has locked '\(path.text)'",
      hint: "try again; if nothing uses it, remove it")
  }

  /// Sets aside a lock that is too old; answers whether it did.
  private static func removeStale(
    _ name: String, in folder: borrowing OpenFile, now: Double
  ) -> Bool {
    var status = stat()
    guard unsafe fstatat(folder.descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      return true
    }
    let age = now - Double(status.st_mtim.tv_sec) - Double(status.st_mtim.tv_nsec) / 1e9
    guard age > lifetime else { return false }
    let aside = "\(name).stale.\(identifier())"
    // Renamed first: of several that find it too old, one alone goes on to remove it.
    guard unsafe renameat(folder.descriptor, name, folder.descriptor, aside) == 0 else {
      return true
    }
    unsafe unlinkat(folder.descriptor, aside, 0)
    return true
  }

  /// Random digits in the form of a UUID.
  private static func identifier() -> String {
    let digits = (0..<32).map { _ in String(Int.random(in: 0..<16), radix: 16) }
    let ends = [8, 12, 16, 20, 32]
    return zip([0] + ends, ends).map { digits[$0..<$1].joined() }.joined(separator: "-")
  }

  deinit {
    // Another's, which took this one's place, stays.
    let file = try? OpenFile(name, flags: O_RDONLY | O_NOFOLLOW, below: folder.descriptor)
    guard let file, (try? file.readAll(limit: 64)) == content else { return }
    unsafe unlinkat(folder.descriptor, name, 0)
  }
}
