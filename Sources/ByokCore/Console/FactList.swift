/// What is known of one thing: a name before each group of values, on lines of their own.
package struct FactList: Listing {
  /// A name with its values; empty ones are left out.
  package typealias Row = (name: String, values: [TableCell])

  private let rows: [Row]
  private let width: Int

  /// - Parameters:
  ///   - rows: Names and values.
  ///   - width: The width of the names' column; longer names move their value.
  package init(_ rows: [Row], width: Int = 14) {
    (self.rows, self.width) = (rows, width)
  }

  package init(texts rows: [(String, [String])], width: Int = 14) {
    self.init(rows.map { ($0, $1.map { TableCell($0) }) }, width: width)
  }

  package func lines(_ form: ListingForm) -> String {
    let indent = "".padded(to: width, gap: 1)
    let room = form.width.map { max(16, $0 - width - 1) }
    return rows.flatMap { name, values in
      values.filter { !$0.text.isEmpty }.enumerated().map { index, cell in
        let value = cell.value(form)
        let lines = room.map { value.wrapped(to: $0, cutting: false) } ?? [value]
        let head = (index == 0 ? name : "").padded(to: width, gap: 1)
        return head + lines.map { form.styled($0, cell.style) }.joined(separator: "\n" + indent)
          + "\n"
      }
    }.joined()
  }
}
