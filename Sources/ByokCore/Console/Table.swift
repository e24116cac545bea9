/// Aligned columns for a listing.
package enum Table {
  /// A header and rows, each column as wide as its widest cell; the last is not padded.
  ///
  /// - Parameters:
  ///   - header: The columns' names.
  ///   - rows: As many cells in each as in the header.
  /// - Returns: Lines, each ended.
  package static func render(_ header: [String], _ rows: [[String]]) -> String {
    let lines = [header] + rows
    // Measured once: most of the time of a long listing is spent here.
    let measures = lines.map { $0.map(\.columns) }
    let widths = header.indices.map { column in measures.map { $0[column] }.max() ?? 0 }
    var text: [UInt8] = []
    for (line, measure) in zip(lines, measures) {
      var gap = 0
      for (place, cell) in line.enumerated() {
        guard !cell.isEmpty else {
          gap += widths[place] + 2
          continue
        }
        text += repeatElement(UInt8(ascii: " "), count: gap)
        text += cell.utf8
        gap = widths[place] - measure[place] + 2
      }
      text.append(UInt8(ascii: "\n"))
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// What is known of one thing: a name before each group of values, on lines of their own.
  ///
  /// - Parameters:
  ///   - rows: Names and values; empty values are left out.
  ///   - width: The width of the names' column, in characters; longer names move their value.
  /// - Returns: Lines, each ended.
  package static func facts(_ rows: [(String, [String])], width: Int = 14) -> String {
    rows.flatMap { name, values in
      values.filter { !$0.isEmpty }.enumerated().map { index, value in
        (index == 0 ? name : "").padded(to: width, gap: 1) + value + "\n"
      }
    }.joined()
  }
}
