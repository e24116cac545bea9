/// The records of a file: sealed one by one, bound to the file, their number and the record before.
///
/// A record is `size number nonce ciphertext tag size`: the sizes (of nonce, ciphertext and tag) and
/// the number, counted from 0, are four bytes each, the least significant first. The text that is
/// sealed begins with a byte that says whether a batch ends with the record: 1, else 0. What is
/// written at once is one batch, and what follows the last whole one was cut off.
///
/// See byok-keystore(5), Conversations.
struct SealedRecords: ~Copyable {
  let header: RecordHeader
  private let context: [UInt8]
  private let key: Secret

  /// The most bytes of a record's text.
  static let recordLimit = 16 << 20
  /// What a record has besides nonce, ciphertext and tag.
  static let frame = 12
  private static let leastSize = Sealing.nonceBytes + Sealing.recordBlock + Sealing.tagBytes
  private static let mostSize = recordLimit + leastSize

  /// - Throws: A failure when memory is out.
  init(
    _ header: RecordHeader, _ root: ConversationRoot, reusing old: consuming Secret? = nil
  ) throws(ByokError) {
    let line = header.line
    self.header = header
    context = Array("byok/1/record\0".utf8) + line
    key = try root.fileKey(for: line, reusing: old)
  }

  /// The key's memory, for another file.
  consuming func recycled() -> Secret { key }

  /// Where a file's next record goes.
  struct Position: Equatable, Sendable {
    /// The bytes before it.
    var offset: Int
    /// Its number.
    var number = 0
    /// The tag of the record before; zeros for the first.
    var chain = [UInt8](repeating: 0, count: Sealing.tagBytes)
  }

  private func binding(_ position: Position) -> [UInt8] {
    context + Self.bytes(of: position.number) + position.chain
  }

  /// The records of one batch as the file's bytes; moves the position past them.
  func seal(_ batch: [[UInt8]], at position: inout Position) -> [UInt8] {
    var bytes: [UInt8] = []
    for (index, text) in batch.enumerated() {
      let isLast: UInt8 = index == batch.count - 1 ? 1 : 0
      let sealed = Sealing.sealPadded([isLast] + text, with: key, binding: binding(position))
      bytes += Self.bytes(of: sealed.count) + Self.bytes(of: position.number) + sealed
      bytes += Self.bytes(of: sealed.count)
      position.offset += sealed.count + Self.frame
      position.number += 1
      position.chain = Array(sealed.suffix(Sealing.tagBytes))
    }
    return bytes
  }

  /// What is next in a file.
  enum Step {
    case record(text: [UInt8], endsBatch: Bool)
    case end
    /// What is there is no record, and can be no more than the beginning of what was to be written.
    case torn
    case damaged
  }

  /// Opens the record at a position, and moves past it.
  ///
  /// - Parameters:
  ///   - bytes: The file from its start.
  ///   - position: Where the record begins.
  /// - Returns: The record, or why there is none.
  func next(in bytes: [UInt8], at position: inout Position) -> Step {
    let start = position.offset
    guard start < bytes.count else { return .end }
    let cut: Step = Self.endsWithRecord(bytes, from: position) ? .damaged : .torn
    guard let size = Self.size(in: bytes, at: start) else { return cut }
    let end = start + size + Self.frame
    guard end <= bytes.count else { return cut }
    let sizeAgain = Self.number(in: bytes, at: end - 4)
    let isFramed = sizeAgain == size
    guard isFramed, Self.number(in: bytes, at: start + 4) == position.number,
      let text = Sealing.openPadded(
        bytes, start + 8..<end - 4, with: key, binding: binding(position)),
      let kind = text.first, kind < 2
    else { return isFramed || end == bytes.count && sizeAgain != 0 ? .damaged : cut }
    position.offset = end
    position.number += 1
    position.chain = Array(bytes[end - 4 - Sealing.tagBytes..<end - 4])
    return .record(text: Array(text.dropFirst()), endsBatch: kind == 1)
  }

  /// Opens the last record of a file by its last bytes.
  ///
  /// - Parameters:
  ///   - tail: The end of the file.
  ///   - size: The size of the file.
  /// - Returns: Its text and what comes after it; the record's size alone where the tail is too short;
  ///   `nil` where it is no end of a batch.
  func last(inTail tail: [UInt8], size: Int) -> Last? {
    guard let length = Self.size(in: tail, at: tail.count - 4) else { return nil }
    // The tag of the record before is needed as well.
    let needed = length + Self.frame + 4 + Sealing.tagBytes
    guard needed <= size else { return nil }
    guard needed <= tail.count else { return .isLonger(needed) }
    let start = tail.count - length - Self.frame
    guard Self.number(in: tail, at: start) == length,
      let number = Self.number(in: tail, at: start + 4)
    else { return nil }
    var position = Position(
      offset: start, number: number,
      chain: Array(tail[start - 4 - Sealing.tagBytes..<start - 4]))
    guard case .record(let text, true) = next(in: tail, at: &position) else { return nil }
    position.offset = size
    return .record(text: text, next: position)
  }

  /// The last record of a file.
  enum Last {
    case record(text: [UInt8], next: Position)
    /// So many bytes of the file's end are needed.
    case isLonger(Int)
  }

  /// Whether a file ends as one does whose last record is whole, or has one wrong byte at most.
  private static func endsWithRecord(_ bytes: [UInt8], from position: Position) -> Bool {
    guard let size = size(in: bytes, at: bytes.count - 4) else { return false }
    let start = bytes.count - size - frame
    guard start >= position.offset else { return false }
    let number = number(in: bytes, at: start + 4)
    // No more records than have room before it.
    let least = position.number
    let most = least + (start - position.offset) / (leastSize + frame)
    return self.number(in: bytes, at: start) == size
      || number.map { (least...most).contains($0) } ?? false
  }

  /// A record's size, if it is one.
  private static func size(in bytes: [UInt8], at offset: Int) -> Int? {
    guard let size = number(in: bytes, at: offset), (leastSize...mostSize).contains(size),
      (size - leastSize) % Sealing.recordBlock == 0
    else { return nil }
    return size
  }

  private static func bytes(of number: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  private static func number(in bytes: [UInt8], at offset: Int) -> Int? {
    guard offset >= 0, offset + 4 <= bytes.count else { return nil }
    return (0..<4).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
  }
}
