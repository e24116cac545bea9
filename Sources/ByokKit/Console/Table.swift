/// Aligned columns for a listing.
enum Table {
  /// A header and rows, each column as wide as its widest cell; the last is not padded.
  ///
  /// - Parameters:
  ///   - header: The columns' names.
  ///   - rows: As many cells in each as in the header.
  /// - Returns: Lines, each ended.
  static func render(_ header: [String], _ rows: [[String]]) -> String {
    let lines = [header] + rows
    let widths = header.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    return lines.map { line in
      let cells = line.indices.map { column in
        column == line.count - 1
          ? line[column]
          : line[column] + String(repeating: " ", count: widths[column] - line[column].count)
      }
      return cells.joined(separator: "  ").trimmingEnd + "\n"
    }.joined()
  }
}

extension String {
  fileprivate var trimmingEnd: String {
    String(reversed().drop { $0 == " " }.reversed())
  }
}
