/// A listing in columns: aligned and whole for programs, fitted to the terminal for a person.
///
/// On a terminal, columns of which nothing is known are left out.
package struct Table: Listing, Sendable {
  private let columns: [TableColumn]
  private let rows: [[TableCell]]

  /// - Parameters:
  ///   - columns: The columns, in order.
  ///   - rows: As many cells in each as there are columns.
  package init(_ columns: [TableColumn], _ rows: [[TableCell]]) {
    (self.columns, self.rows) = (columns, rows)
  }

  package func lines(_ form: ListingForm) -> String {
    guard form.width != nil else { return String(decoding: bytes(form), as: UTF8.self) }
    let layout = TableLayout(columns, widths: widths(form), form)
    return rows.reduce(into: layout.header) { $0 += layout.row($1) }
  }

  package func bytes(_ form: ListingForm) -> [UInt8] {
    guard form.width == nil else { return Array(lines(form).utf8) }
    var table = GrowingTable(columns, form)
    for row in rows { table.add(row) }
    var bytes: [UInt8] = []
    table.forEachBlock { bytes += $0 }
    return bytes
  }

  /// The columns that its lines take where it is displayed.
  package func width(_ form: ListingForm) -> Int {
    TableLayout(columns, widths: widths(form), form).width
  }

  /// The width that each column needs.
  private func widths(_ form: ListingForm) -> [Int] {
    columns.indices.map { place in
      let heading = columns[place].heading(form).value(form).columns
      var width = 0
      var isVoid = form.width != nil && columns[place].rank > 0
      for row in rows {
        width = max(width, row[place].value(form).columns)
        isVoid = isVoid && row[place].isVoid
      }
      return isVoid ? 0 : max(width, heading)
    }
  }
}
