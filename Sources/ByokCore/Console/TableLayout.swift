/// Which columns of a listing are displayed, and how wide.
package struct TableLayout: Sendable {
  private let columns: [TableColumn]
  private let form: ListingForm
  /// The columns that are displayed, with their widths.
  private let kept: [(place: Int, width: Int)]

  /// The columns between two cells.
  static let gap = 2

  /// Fits the columns into the terminal's width.
  ///
  /// A column is left out only where the others cannot be narrowed enough for it; the widest is
  /// narrowed first.
  ///
  /// - Parameters:
  ///   - columns: The declared columns.
  ///   - widths: The width that each would need.
  ///   - form: How the listing is displayed.
  package init(_ columns: [TableColumn], widths: [Int], _ form: ListingForm) {
    (self.columns, self.form) = (columns, form)
    guard let room = form.width else {
      kept = columns.indices.map { ($0, widths[$0]) }
      return
    }
    var places = columns.indices.filter { widths[$0] > 0 }
    func least(_ place: Int) -> Int { min(widths[place], columns[place].least ?? widths[place]) }
    func comfortable(_ place: Int) -> Int {
      min(widths[place], columns[place].comfortable ?? widths[place])
    }
    for (rank, floor) in [(TableColumn.dispensable, comfortable), (1, least)] {
      while Self.total(places.map(floor)) > room,
        let last = places.filter({ columns[$0].rank >= rank }).max(by: {
          columns[$0].rank < columns[$1].rank
        })
      {
        places.removeAll { $0 == last }
      }
    }
    var fitted = places.map { widths[$0] }
    // Where even the least widths are too much, nothing is spared.
    for floors in [places.map(least), places.map { _ in 4 }, places.map { _ in 1 }] {
      while Self.total(fitted) > room,
        let widest = fitted.indices.filter({ fitted[$0] > floors[$0] }).max(by: {
          fitted[$0] < fitted[$1]
        })
      {
        fitted[widest] -= 1
      }
    }
    kept = zip(places, fitted).map { ($0, $1) }
  }

  /// The width of columns and what is between them.
  private static func total(_ widths: [Int]) -> Int { widths.reduce(gap * (widths.count - 1), +) }

  /// The width of all columns that are displayed.
  package var width: Int { Self.total(kept.map(\.width)) }

  /// A row, in one line or, if a cell is continued, several.
  ///
  /// - Parameter cells: As many as there are columns.
  /// - Returns: Lines, each ended, none with spaces at its end.
  package func row(_ cells: [TableCell]) -> String {
    guard form.width != nil else {
      var text: [UInt8] = []
      add(cells, to: &text)
      return String(decoding: text, as: UTF8.self)
    }
    let pieces = kept.map { self.pieces(of: cells[$0.place], $0) }
    var text = ""
    for line in 0..<max(1, pieces.map(\.count).max() ?? 1) {
      var gap = 0
      for (column, pieces) in zip(kept, pieces) {
        let piece = line < pieces.count ? pieces[line] : ""
        let rest = max(0, column.width - piece.columns)
        let isRight = columns[column.place].isRightAligned(form)
        if !piece.isEmpty {
          text += "".padded(to: gap + (isRight ? rest : 0))
          text += form.styled(piece, cells[column.place].style)
          gap = 0
        }
        gap += (piece.isEmpty ? column.width : isRight ? 0 : rest) + Self.gap
      }
      text += "\n"
    }
    return text
  }

  /// Adds a row for programs: one line, without styles.
  private func add(_ cells: [TableCell], to text: inout [UInt8]) {
    var gap = 0
    for (place, width) in kept {
      let cell = cells[place].text
      guard !cell.isEmpty else {
        gap += width + Self.gap
        continue
      }
      let rest = max(0, width - cell.columns)
      let isRight = columns[place].isRightAligned(form)
      for _ in 0..<gap + (isRight ? rest : 0) { text.append(UInt8(ascii: " ")) }
      text += cell.utf8
      gap = Self.gap + (isRight ? 0 : rest)
    }
    text.append(UInt8(ascii: "\n"))
  }

  /// The headings.
  package var header: String { row(columns.map { $0.heading(form) }) }

  /// The lines of a cell; none for an empty one.
  private func pieces(of cell: TableCell, _ column: (place: Int, width: Int)) -> [String] {
    let value = cell.value(form)
    guard value.columns > column.width else {
      return value.isEmpty ? [] : [value]
    }
    switch columns[column.place].overflow {
    case .shorten: return [value.shortened(to: column.width)]
    case .shortenInMiddle: return [value.shortenedInMiddle(to: column.width)]
    case .wrap: return value.wrapped(to: column.width)
    }
  }
}
