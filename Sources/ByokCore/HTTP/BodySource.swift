internal import Synchronization

/// A request's body that need not fit in memory: a file, or what a generator makes.
package protocol BodySource: AnyObject, Sendable {
  /// Its length in bytes; `nil` where that is not known beforehand.
  var count: Int? { get }

  /// The next bytes, at most `limit` of them; none at the end.
  ///
  /// - Throws: The ``Errno`` of a read that failed.
  func next(atMost limit: Int) throws(Errno) -> [UInt8]

  /// Goes back to the start, so that the body can be sent again.
  func rewind()
}

/// A body that is read from a file while it is sent.
package final class FileBody: BodySource {
  private let file: OpenFile
  private let size: Int
  private let offset = Mutex(0)

  /// - Parameter path: A regular file.
  /// - Throws: The ``Errno`` of a file that cannot be opened or examined; that of a seek where it is
  ///   a pipe or a device, which could not be sent again.
  package init(path: String) throws(Errno) {
    file = try OpenFile(readingRegular: path)
    size = try FileIdentity(of: file).size
  }

  package var count: Int? { size }

  package func next(atMost limit: Int) throws(Errno) -> [UInt8] {
    // The length was announced: what the file has grown by since is not sent.
    let start = offset.withLock { $0 }
    let bytes = try file.read(at: start, count: min(limit, size - start))
    offset.withLock { $0 += bytes.count }
    return bytes
  }

  package func rewind() { offset.withLock { $0 = 0 } }
}

/// A body that is made piece by piece while it is sent.
package final class GeneratedBody: BodySource {
  /// Makes the next piece; `nil` at the end.
  package typealias Generator = @Sendable () -> [UInt8]?

  private struct State {
    var generator: Generator
    var rest: ArraySlice<UInt8> = []
  }

  package let count: Int?
  private let make: @Sendable () -> Generator
  private let state: Mutex<State>

  /// - Parameters:
  ///   - count: The length in bytes, where it is known.
  ///   - make: Makes a generator of the whole body, once for each attempt to send it.
  package init(count: Int? = nil, _ make: @escaping @Sendable () -> Generator) {
    (self.count, self.make) = (count, make)
    state = Mutex(State(generator: make()))
  }

  package func next(atMost limit: Int) -> [UInt8] {
    state.withLock { state in
      while state.rest.isEmpty {
        guard let piece = state.generator() else { return [] }
        state.rest = piece[...]
      }
      defer { state.rest = state.rest.dropFirst(limit) }
      return Array(state.rest.prefix(limit))
    }
  }

  package func rewind() { state.withLock { $0 = State(generator: make()) } }
}
