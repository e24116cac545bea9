internal import ByokCore

/// A quotation or an item of a list, which holds other blocks.
struct MarkdownContainer {
  /// The columns of space that a line within an item begins with.
  var indent = 0
  /// The columns of space before its marker.
  var markerIndent = 0
  /// What is shown where it begins; empty for a quotation.
  var marker = ""
  /// The byte that tells lists apart: the bullet, or what follows the number; `>` for a quotation.
  var kind: UInt8
  /// The number of an item, which is shown.
  var number = 0
  /// Whether the marker has been written.
  var isShown = false

  var isQuotation: Bool { kind == UInt8(ascii: ">") }

  /// Whether the item has a number.
  var isOrdered: Bool { kind == UInt8(ascii: ".") || kind == UInt8(ascii: ")") }

  /// The columns that it takes of a line.
  var columns = 2
}

extension [MarkdownContainer] {
  /// How deep quotations and lists may be nested; what is deeper is text.
  static let depth = 12

  /// What a line within them begins with; marks items as shown.
  ///
  /// Where the terminal is narrow, the innermost that fit into half a line are shown.
  ///
  /// - Parameters:
  ///   - width: The columns of a line.
  ///   - usesColor: Whether styles are written.
  ///   - isStart: Whether markers that have not been shown are.
  ///   - start: The first container that is shown.
  /// - Returns: What the line begins with.
  mutating func prefix(
    width: Int, usesColor: Bool, isStart: Bool = false, from start: Int = 0
  ) -> LinePrefix {
    var first = endIndex
    var columns = 0
    while first > start, columns + self[first - 1].columns <= width / 2 {
      first -= 1
      columns += self[first].columns
    }
    var prefix = LinePrefix()
    for index in first..<endIndex {
      let container = self[index]
      if container.isQuotation {
        prefix.add(usesColor ? "\u{1B}[2m│\u{1B}[0m " : "│ ", columns: 2)
      } else if isStart, !container.isShown {
        prefix.add(container.marker, columns: container.columns)
      } else {
        prefix.add("".padded(to: container.columns), columns: container.columns)
      }
    }
    if isStart { for index in indices { self[index].isShown = true } }
    return prefix
  }
}
