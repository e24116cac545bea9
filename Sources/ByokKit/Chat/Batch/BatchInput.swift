internal import ByokCore
internal import Synchronization

/// The prompts of a batch, handed out one by one to whoever asks.
final class BatchInput: Sendable {
  /// One line that holds a prompt.
  struct Item: Sendable {
    /// Which prompt it is, from 0.
    let place: Int
    /// Which line it is, from 1.
    let line: Int
    /// How much of the input has been read.
    let fraction: Double?
    fileprivate let bytes: [UInt8]?
    fileprivate let isObject: Bool

    /// Understands the line.
    ///
    /// - Throws: A usage error that says what is wrong with it.
    func read(into prompt: inout BatchPrompt) throws(ByokError) {
      guard let bytes else {
        throw ByokError(.usage, "the line is over \(LineReader.limit >> 20) MiB")
      }
      if isObject { try prompt.read(object: bytes) } else { try prompt.read(text: bytes) }
    }
  }

  private struct State: ~Copyable {
    var reader: LineReader
    var place = 0
    var line = 0
  }

  private let state: Mutex<State>
  private let isObjects: Bool
  private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  init(_ reader: consuming LineReader, isObjects: Bool) {
    state = Mutex(State(reader: reader))
    self.isObjects = isObjects
  }

  /// The next prompt, or `nil` behind the last; blank lines are none.
  ///
  /// - Throws: A failure when the input cannot be read.
  func next() throws(ByokError) -> Item? {
    do throws(Errno) {
      return try state.withLock { (state) throws(Errno) in
        while let line = try state.reader.next() {
          state.line += 1
          var bytes: [UInt8]?
          if case .bytes(let read) = line { bytes = read }
          if state.line == 1, bytes?.starts(with: Self.byteOrderMark) == true {
            bytes?.removeFirst(3)
          }
          if let bytes, bytes.allSatisfy({ $0 <= 0x20 }) { continue }
          defer { state.place += 1 }
          return Item(
            place: state.place, line: state.line, fraction: state.reader.fraction, bytes: bytes,
            isObject: isObjects)
        }
        return nil
      }
    } catch {
      throw ByokError(.failure, "cannot read the prompts: \(error.text)")
    }
  }
}
