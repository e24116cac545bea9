/// The beginning of a line, and where the reading of it is.
struct MarkdownLine {
  let bytes: [UInt8]
  /// Whether all of the line is there, or it does not matter what follows.
  let isWhole: Bool
  /// The place of the next byte.
  var place = 0
  private var column = 0
  /// The columns left of a tab that was taken in part.
  private var partial = 0

  init(_ bytes: [UInt8], isWhole: Bool) {
    (self.bytes, self.isWhole) = (bytes, isWhole)
  }

  /// The columns of space ahead.
  var indent: Int {
    var (place, column) = (place, column)
    while place < bytes.count {
      if bytes[place] == 0x20 {
        column += 1
      } else if bytes[place] == 0x09 {
        column += 4 - column % 4
      } else {
        break
      }
      place += 1
    }
    return column - self.column + partial
  }

  /// The place after the space ahead.
  var textStart: Int {
    bytes[place...].firstIndex { $0 != 0x20 && $0 != 0x09 } ?? bytes.count
  }

  /// The byte after the space ahead; `nil` at the end.
  var next: UInt8? { textStart < bytes.count ? bytes[textStart] : nil }

  /// Whether it is not known what follows the space ahead.
  var isOpen: Bool { !isWhole && textStart == bytes.count }

  /// Takes some columns of space, and no more than there are.
  mutating func skip(_ columns: Int) {
    var left = columns
    let taken = min(left, partial)
    (partial, left) = (partial - taken, left - taken)
    while left > 0, place < bytes.count, bytes[place] == 0x20 || bytes[place] == 0x09 {
      let width = bytes[place] == 0x20 ? 1 : 4 - column % 4
      column += width
      place += 1
      partial = max(0, width - left)
      left -= min(left, width)
    }
  }

  /// Takes the space ahead and some bytes after it.
  mutating func takeMarker(_ length: Int) {
    column += indent + length - partial
    place = textStart + length
    partial = 0
  }

  /// What is left of the line, with the rest of a tab as spaces.
  var rest: [UInt8] { Array(repeating: 0x20, count: partial) + bytes[place...] }

  /// How many of the byte after the space ahead follow each other.
  var runLength: Int {
    let start = textStart
    guard start < bytes.count else { return 0 }
    return (bytes[start...].firstIndex { $0 != bytes[start] } ?? bytes.count) - start
  }

  /// Whether what follows a number of bytes after the space ahead is space to the end.
  func isBlank(after count: Int) -> Bool {
    bytes.dropFirst(textStart + count).allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }
}
