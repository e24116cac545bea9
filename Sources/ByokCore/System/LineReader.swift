internal import Glibc

/// The lines of a file or a stream, one after the other, in memory that does not grow with them.
///
/// The C function is `read`.
package struct LineReader: ~Copyable {
  /// The most bytes of a line.
  package static let limit = 64 << 20

  /// One line, without its end.
  package enum Line: Equatable {
    case bytes([UInt8])
    /// It is over the limit.
    case tooLong
  }

  /// Keeps a file of its own open.
  private let file: OpenFile?
  private let descriptor: CInt
  private let size: Int?
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false
  private var bytesRead = 0
  private var chunk = [UInt8](repeating: 0, count: 65_536)

  /// The lines of a stream that is open already.
  package init(descriptor: CInt) {
    self.init(descriptor, nil)
  }

  /// The lines of a file that the user names.
  package init(path: String) throws(Errno) {
    let file = try OpenFile(reading: path)
    self.init(file.descriptor, consume file)
  }

  /// The lines of a temporary file, from its beginning; one reader at a time.
  package init(_ spool: SpoolFile) throws(Errno) {
    let file = try spool.reopened()
    self.init(file.descriptor, consume file)
  }

  private init(_ descriptor: CInt, _ file: consuming OpenFile?) {
    self.descriptor = descriptor
    self.file = file
    var status = stat()
    let isFile =
      unsafe fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    size = isFile ? Int(status.st_size) : nil
  }

  /// How many bytes have been handed out, ends of lines among them.
  package var offset: Int { bytesRead - (buffer.count - start) }

  /// How much of the whole has been handed out, from 0 to 1; `nil` where the whole is not known.
  package var fraction: Double? {
    guard let size, size > 0 else { return nil }
    return min(1, Double(offset) / Double(size))
  }

  /// The next line; `nil` after the last.
  ///
  /// - Throws: The ``Errno`` of a failed `read`.
  package mutating func next() throws(Errno) -> Line? {
    var searched = start
    var isDropped = false
    while true {
      if let end = buffer[searched...].position(of: UInt8(ascii: "\n")) {
        defer { start = end + 1 }
        return isDropped ? .tooLong : .bytes(Self.trimmed(buffer[start..<end]))
      }
      if isAtEnd {
        guard start < buffer.count || isDropped else { return nil }
        defer { start = buffer.count }
        return isDropped ? .tooLong : .bytes(Self.trimmed(buffer[start...]))
      }
      if buffer.count - start > Self.limit {
        isDropped = true
        start = buffer.count
      }
      try fill()
      searched = buffer.count - lastCount
    }
  }

  private var lastCount = 0

  /// Reads on, behind what has not been handed out yet.
  private mutating func fill() throws(Errno) {
    buffer.removeFirst(start)
    start = 0
    do {
      lastCount = try retryingInterrupted { unsafe read(descriptor, &chunk, chunk.count) }
    } catch  where error == .wouldBlock {
      _ = try wait(for: CShort(POLLIN), on: descriptor, milliseconds: -1)
      lastCount = 0
      return
    } catch  where error == .badDescriptor {
      // A closed standard input holds nothing.
      lastCount = 0
    }
    isAtEnd = lastCount == 0
    bytesRead += lastCount
    buffer.append(contentsOf: chunk[..<lastCount])
  }

  private static func trimmed(_ line: ArraySlice<UInt8>) -> [UInt8] {
    Array(line.last == UInt8(ascii: "\r") ? line.dropLast() : line)
  }
}
