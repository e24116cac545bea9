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
  ///   - rows: About how many rows are expected; 0 if unknown.
  package init(_ columns: [TableColumn], _ form: ListingForm, rows: Int = 0) {
    (self.columns, self.form) = (columns, form)
    cells = PlainCells(columns: columns.count, rows: form.width == nil ? rows : 0)
    if form.width == nil { cells.add(columns.map { $0.heading(form) }) }
  }

  /// Adds a row, which has as many cells as there are columns.
  package mutating func add(_ row: [TableCell]) {
    if form.width == nil { cells.add(row) } else { rows.append(row) }
  }

  /// Hands out the ended lines, several at a time.
  ///
  /// - Throws: What `take` throws.
  func forEachBlock<Failure>(_ take: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
    guard form.width == nil else { return try take(Array(Table(columns, rows).lines(form).utf8)) }
    try cells.forEachBlock(alignedRight: columns.map { $0.isRightAligned(form) }, take)
  }
}
