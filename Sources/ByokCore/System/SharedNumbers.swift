internal import Glibc
internal import Synchronization

/// A few numbers that the processes of one machine share: a small file that is changed under a lock.
///
/// The C function is `flock`. What a crash leaves half written counts as no numbers.
package final class SharedNumbers: Sendable {
  private let path: FilePath
  private let clock: Clock
  private let own = Mutex(())
  /// The most bytes of the file.
  private static let limit = 4096

  /// - Parameters:
  ///   - path: The file; it is made if it is missing.
  ///   - clock: For the wait for others.
  package init(_ path: FilePath, _ clock: Clock) {
    (self.path, self.clock) = (path, clock)
  }

  /// Changes the numbers while nobody else does.
  ///
  /// - Parameter change: Takes the numbers as they are; none where there are none yet.
  /// - Returns: What `change` returns.
  /// - Throws: `damaged` when the file is not safe; a failure when it cannot be written or locked.
  package func update<Answer: Sendable>(
    _ change: @Sendable (inout [Double]) -> Answer
  ) throws(ByokError) -> Answer {
    let result = own.withLock { _ in
      Result { () throws(ByokError) in try updateAlone(change) }
    }
    return try result.get()
  }

  private func updateAlone<Answer: Sendable>(
    _ change: (inout [Double]) -> Answer
  ) throws(ByokError) -> Answer {
    guard let folder = try PrivateDirectory.open(holding: path, create: true) else {
      throw failure(.notFound)
    }
    let file: OpenFile
    do throws(Errno) {
      let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK
      file = try OpenFile(path.name, flags: flags, mode: 0o600, below: folder.descriptor)
    } catch {
      throw failure(error)
    }
    try PrivateDirectory.check(file, path: path.text, privacy: .ownerOnly)
    try file.lock(isExclusive: true, path, clock: clock)
    do throws(Errno) {
      let bytes = try file.read(at: 0, count: Self.limit)
      var numbers: [Double] = []
      if bytes.last == UInt8(ascii: "\n") {
        let text = String(decoding: bytes.dropLast(), as: UTF8.self)
        numbers = text.split(separator: " ").compactMap { Double($0) }
      }
      let answer = change(&numbers)
      try file.truncate(to: 0)
      let line = numbers.map { "\($0)" }.joined(separator: " ") + "\n"
      try file.writeAll(Array(line.utf8).span)
      return answer
    } catch {
      throw failure(error)
    }
  }

  private func failure(_ reason: Errno) -> ByokError {
    ByokError(.failure, "cannot write '\(path.text)': \(reason.text)")
  }
}
