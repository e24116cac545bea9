/// A table that is made row by row.
///
/// For programs, only the bytes of the rows are kept: long listings take little memory.
package struct GrowingTable {
  private let columns: [TableColumn]
  private let form: ListingForm
  private var cells: PlainCells
  /// The rows for a person.
  private var rows: [[TableCell]] = []

  /// - Parameters:
  ///   - columns: The columns, in order.
  ///   - form: How the table is going to be displayed.
  package init(_ columns: [TableColumn], _ form: ListingForm) {
    (self.columns, self.form) = (columns, form)
    cells = PlainCells(columns: columns.count)
    if form.width == nil { cells.add(columns.map { $0.heading(form) }) }
  }

  /// Adds a row, which has as many cells as there are columns.
  package mutating func add(_ row: [TableCell]) {
    if form.width == nil { cells.add(row) } else { rows.append(row) }
  }

  /// The lines, each ended.
  package var bytes: [UInt8] {
    form.width == nil
      ? cells.lines(alignedRight: columns.map { $0.isRightAligned(form) })
      : Array(Table(columns, rows).lines(form).utf8)
  }
}
