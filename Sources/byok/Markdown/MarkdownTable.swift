internal import ByokCore

/// A table: its rows are held until it ends, so that columns are as wide as their cells need.
///
/// A table over a limit is laid out by its first rows, and the others follow as they come. Cells that
/// are too wide for the terminal are wrapped; if there are too many columns, each row is a list of
/// headings and cells.
struct MarkdownTable {
  /// How many rows are held.
  static let rowLimit = 60
  /// How many bytes of rows are held.
  static let byteLimit = 16_384
  /// How many columns are distinguished; the last holds the rest.
  static let columnLimit = 32
  /// The columns of a terminal that a wrapped cell needs.
  private static let least = 4

  /// Which side of a column its cells are on.
  enum Side {
    case left, center, right
  }

  let header: [[UInt8]]
  let sides: [Side]
  private var rows: [[[UInt8]]] = []
  private var bytes = 0
  /// The widths of the columns, once they are decided; empty for a list.
  private var widths: [Int]?

  /// Begins a table; `nil` if the lines are not the first of one.
  ///
  /// - Parameters:
  ///   - header: The first line.
  ///   - delimiters: The line below it.
  init?(header: some Collection<UInt8>, delimiters: some Collection<UInt8>) {
    let cells = Self.cells(delimiters)
    self.header = Self.cells(header)
    let sides = cells.map(Self.side)
    self.sides = sides.compactMap(\.self)
    guard !cells.isEmpty, cells.count == self.header.count, self.sides.count == cells.count else {
      return nil
    }
  }

  /// The side that a cell of the second line names; `nil` if it is not one of such a line.
  private static func side(_ cell: [UInt8]) -> Side? {
    let colon = UInt8(ascii: ":")
    let (isLeft, isRight) = (cell.first == colon, cell.last == colon)
    let dashes = cell.dropFirst(isLeft ? 1 : 0).dropLast(isRight ? 1 : 0)
    guard !dashes.isEmpty, dashes.allSatisfy({ $0 == UInt8(ascii: "-") }) else { return nil }
    return isRight ? (isLeft ? .center : .right) : .left
  }

  /// The cells of a line, without the spaces around them.
  ///
  /// Source: GitHub Flavored Markdown 0.29, section 4.10.
  static func cells(_ line: some Collection<UInt8>) -> [[UInt8]] {
    var cells: [[UInt8]] = []
    var cell: [UInt8] = []
    var isEscaped = false
    for byte in line.trimmed() {
      if byte == UInt8(ascii: "|"), isEscaped {
        cell[cell.count - 1] = byte
      } else if byte == UInt8(ascii: "|"), cells.count < columnLimit {
        cells.append(cell)
        cell = []
      } else {
        cell.append(byte)
      }
      isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
    }
    if !cell.isEmpty { cells.append(cell) }
    // A line may begin with a bar.
    if cells.count > 1 || line.trimmed().first == UInt8(ascii: "|"), cells.first?.isEmpty == true {
      cells.removeFirst()
    }
    return cells.map { Array($0.trimmed()) }
  }

  /// Takes a row.
  ///
  /// - Parameters:
  ///   - line: The line.
  ///   - writer: Takes it, if the rows are not held any more.
  mutating func add(_ line: some Collection<UInt8>, _ writer: inout TextWriter) {
    var row = Self.cells(line)
    // Where there are too many, the last cell has the rest.
    while row.count > header.count { row[row.count - 2] += [0x20] + row.removeLast() }
    row += Array(repeating: [], count: header.count - row.count)
    guard widths == nil else { return write(row, &writer) }
    rows.append(row)
    bytes += line.count
    if rows.count >= Self.rowLimit || bytes > Self.byteLimit { decide(&writer) }
  }

  /// Writes what is held.
  mutating func end(_ writer: inout TextWriter) {
    if widths == nil { decide(&writer) }
  }

  // MARK: Layout

  private mutating func decide(_ writer: inout TextWriter) {
    let room = writer.width - writer.prefix.columns - 3 * (header.count - 1)
    guard room >= Self.least * header.count else {
      widths = []
      for row in rows { writeList(row, &writer) }
      rows = []
      return
    }
    let cells = ([header] + rows).enumerated().map { (index, row) in
      row.map { TableCell($0, width: room, writer.usesColor, index == 0 ? .bold : .plain) }
    }
    let widths = Self.widths(cells, room: room)
    self.widths = widths
    write(header, &writer, .bold, laidOut: cells[0])
    let line = widths.map { String(repeating: "─", count: $0) }.joined(separator: "─┼─")
    writer.openLine(writer.prefix)
    writer.addStyled(line, .dim)
    writer.endLine()
    for (row, cells) in zip(rows, cells.dropFirst()) { write(row, &writer, laidOut: cells) }
    rows = []
  }

  /// The width of each column.
  private static func widths(_ rows: [[TableCell]], room: Int) -> [Int] {
    var widths = rows[0].indices.map { column in
      rows.reduce(1) { max($0, $1[column].columns) }
    }
    // The widest give way first.
    var excess = widths.reduce(0, +) - room
    while excess > 0, let widest = widths.max(), let index = widths.lastIndex(of: widest) {
      let others = widths.filter { $0 < widest }.max() ?? least
      let step = min(excess, max(1, (widest - max(others, least)) / 2))
      widths[index] -= step
      excess -= step
    }
    return widths
  }

  /// Writes a row.
  ///
  /// - Parameters:
  ///   - row: Its cells.
  ///   - writer: Takes it.
  ///   - style: The style of the text.
  ///   - known: The cells as they are laid out where there is room; empty if they are not.
  private func write(
    _ row: [[UInt8]], _ writer: inout TextWriter, _ style: MarkdownStyle = .plain,
    laidOut known: [TableCell] = []
  ) {
    guard let widths, !widths.isEmpty else { return writeList(row, &writer) }
    let cells = row.indices.map { column in
      known.isEmpty || known[column].columns > widths[column]
        ? TableCell(row[column], width: widths[column], writer.usesColor, style) : known[column]
    }
    for line in 0..<cells.reduce(0, { max($0, $1.lines.count) }) {
      writer.openLine(writer.prefix)
      var gap = 0
      for (column, cell) in cells.enumerated() {
        let text = line < cell.lines.count ? cell.lines[line] : ([], 0)
        let free = max(0, widths[column] - text.1)
        let before = sides[column] == .left ? 0 : sides[column] == .right ? free : free / 2
        if column > 0 {
          writer.addRaw(repeatElement(0x20, count: gap + 1))
          writer.addStyled("│", .dim)
        }
        if column > 0, !text.0.isEmpty { writer.addRaw([0x20]) }
        if !text.0.isEmpty { writer.addRaw(repeatElement(0x20, count: before)) }
        writer.addRaw(text.0)
        gap = text.0.isEmpty ? free + (column > 0 ? 1 : 0) : free - before
      }
      writer.endLine()
    }
  }

  /// A row where the columns have no room: each cell after its heading.
  private func writeList(_ row: [[UInt8]], _ writer: inout TextWriter) {
    for (name, cell) in zip(header, row) where !cell.isEmpty || !name.isEmpty {
      var text = InlineText(style: .bold)
      text.add(name, 0..<name.count, to: &writer)
      text.add(Self.colon, 0..<(name.isEmpty ? 0 : 1), to: &writer)
      text.end(&writer)
      writer.addSpace(1, .plain)
      text = InlineText()
      text.add(cell, 0..<cell.count, to: &writer)
      text.end(&writer)
      writer.endParagraph()
    }
    writer.blankLine = []
  }

  private static let colon = Array(":".utf8)
}

/// A cell, laid out in lines.
private struct TableCell {
  /// The bytes and the columns of each line.
  let lines: [([UInt8], Int)]

  init(_ text: [UInt8], width: Int, _ usesColor: Bool, _ style: MarkdownStyle = .plain) {
    var writer = TextWriter(usesColor: usesColor)
    writer.width = width
    writer.cutsWords = true
    var reader = InlineText(style: style)
    reader.add(text, 0..<text.count, to: &writer)
    reader.end(&writer)
    writer.endParagraph()
    let lines = writer.output.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    self.lines = zip(lines, writer.lineColumns).map { (Array($0), $1) }
  }

  /// The columns of its widest line.
  var columns: Int { lines.reduce(0) { max($0, $1.1) } }
}

extension Collection<UInt8> {
  /// The bytes without spaces and tabs around them.
  func trimmed() -> [UInt8] {
    let start = drop { $0 == 0x20 || $0 == 0x09 }
    var bytes = Array(start)
    while let last = bytes.last, last == 0x20 || last == 0x09 { bytes.removeLast() }
    return bytes
  }
}
