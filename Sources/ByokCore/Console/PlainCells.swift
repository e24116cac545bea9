/// The cells of a listing for programs, as bytes: what they hold is made once, and measured at once.
///
/// Long listings have tens of thousands.
struct PlainCells {
  /// What is in all cells, row by row.
  private var texts: [UInt8] = []
  /// Where each cell ends in ``texts``, and the columns that it takes on a terminal.
  private var cells: [(end: UInt32, columns: UInt32)] = []
  private var widths: [Int]
  private var rowCount = 0

  /// - Parameters:
  ///   - columns: How many cells a row has.
  ///   - rows: About how many rows are expected; 0 if unknown.
  init(columns: Int, rows: Int) {
    widths = Array(repeating: 0, count: columns)
    guard rows > 0 else { return }
    // An array that grows is copied into new memory each time.
    texts.reserveCapacity(rows * columns * 16)
    cells.reserveCapacity(rows * columns)
  }

  mutating func add(_ row: [TableCell]) {
    rowCount += 1
    let row = row.span
    for place in row.indices {
      let start = texts.count
      row[place].add(to: &texts)
      let columns = texts.span.columns(in: start..<texts.count)
      cells.append((UInt32(texts.count), UInt32(columns)))
      if columns > widths[place] { widths[place] = columns }
    }
  }

  /// Hands out the rows as ended lines without trailing spaces, a hundred at a time, so that memory is
  /// reused.
  ///
  /// - Parameters:
  ///   - isRight: Whether the cells of a column end in one column, by its place.
  ///   - take: Takes the next lines.
  /// - Throws: What `take` throws.
  func forEachBlock<Failure>(
    alignedRight isRight: [Bool], _ take: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    guard !widths.isEmpty else {
      return try take(Array(repeating: UInt8(ascii: "\n"), count: rowCount))
    }
    for row in stride(from: 0, to: rowCount, by: 100) {
      try take(lines(row..<min(row + 100, rowCount), alignedRight: isRight))
    }
  }

  private func lines(_ rows: Range<Int>, alignedRight isRight: [Bool]) -> [UInt8] {
    let places = rows.lowerBound * widths.count..<rows.upperBound * widths.count
    var start = places.lowerBound > 0 ? Int(cells[places.lowerBound - 1].end) : 0
    let spaces = widths.reduce(0) { $0 + $1 + TableLayout.gap }
    let capacity = Int(cells[places.upperBound - 1].end) - start + rows.count * (spaces + 1)
    return unsafe Array(unsafeUninitializedCapacity: capacity) { lines, count in
      let (texts, widths, isRight) = (texts.span, widths.span, isRight.span)
      var (place, gap) = (0, 0)
      for cell in cells[places] {
        let (end, rest) = (Int(cell.end), widths[place] - Int(cell.columns))
        if end == start {
          gap += rest + TableLayout.gap
        } else {
          unsafe lines.add(spaces: gap + (isRight[place] ? rest : 0), &count)
          unsafe lines.add(texts.extracting(start..<end), &count)
          start = end
          gap = TableLayout.gap + (isRight[place] ? 0 : rest)
        }
        place += 1
        guard place == widths.count else { continue }
        (place, gap) = (0, 0)
        unsafe lines[count] = UInt8(ascii: "\n")
        count += 1
      }
    }
  }
}

extension UnsafeMutableBufferPointer<UInt8> {
  fileprivate func add(spaces: Int, _ count: inout Int) {
    unsafe extracting(count..<count + spaces).update(repeating: UInt8(ascii: " "))
    count += spaces
  }

  fileprivate func add(_ text: Span<UInt8>, _ count: inout Int) {
    unsafe text.withUnsafeBufferPointer { text in
      _ = unsafe extracting(count..<count + text.count).update(fromContentsOf: text)
    }
    count += text.count
  }
}
