internal import ByokCore

/// The prompts of a batch, handed out one by one to whoever asks.
final class BatchInput: Sendable {
  /// One line that holds a prompt.
  struct Item: Sendable {
    /// Which prompt it is of those that are asked, from 0.
    let place: Int
    /// Which prompt it is of all, from 0.
    let index: Int
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
    var index = 0
    var line = 0
  }

  private let state: Condition<State>
  private let isObjects: Bool
  private let shard: Shard?

  /// - Parameters:
  ///   - reader: The lines.
  ///   - isObjects: Whether they are JSON objects.
  ///   - shard: The part of the prompts that is wanted; `nil` for all.
  init(_ reader: consuming LineReader, isObjects: Bool, shard: Shard? = nil) {
    state = Condition(State(reader: reader))
    (self.isObjects, self.shard) = (isObjects, shard)
  }

  /// The next prompt, or `nil` after the last; blank lines are none.
  ///
  /// - Throws: A failure when the input cannot be read.
  func next() throws(ByokError) -> Item? {
    do throws(Failure) {
      return try state.withLock { (state) throws(Failure) in
        while let line = try Self.line(&state.reader) {
          state.line += 1
          var bytes: [UInt8]?
          if case .bytes(let read) = line { bytes = read }
          if state.line == 1, let first = bytes {
            let (encoding, mark) = TextEncoding.detect(first.span)
            guard encoding == .utf8 else { throw .utf16 }
            bytes?.removeFirst(mark)
          }
          if let bytes, bytes.allSatisfy({ $0 <= 0x20 }) { continue }
          let index = state.index
          state.index += 1
          guard shard?.holds(index) ?? true else { continue }
          defer { state.place += 1 }
          return Item(
            place: state.place, index: index, line: state.line, fraction: state.reader.fraction,
            bytes: bytes, isObject: isObjects)
        }
        return nil
      }
    } catch {
      switch error {
      case .system(let error):
        throw ByokError(.failure, "cannot read the prompts: \(error.text)")
      case .utf16:
        throw ByokError(
          .usage, "the prompts are UTF-16 text, not UTF-8",
          hint: "iconv -f UTF-16 -t UTF-8 FILE | byok chat --jsonl -")
      }
    }
  }

  /// Why there is no next line.
  private enum Failure: Error {
    case system(Errno)
    case utf16
  }

  private static func line(_ reader: inout LineReader) throws(Failure) -> LineReader.Line? {
    do throws(Errno) { return try reader.next() } catch { throw .system(error) }
  }
}
