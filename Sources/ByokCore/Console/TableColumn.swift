/// A column of a listing, and what becomes of it where the terminal is too narrow.
package struct TableColumn: ExpressibleByStringLiteral, Sendable {
  /// What happens to cells that are wider than the column.
  package enum Overflow: Sendable {
    /// They end with `…`.
    case shorten
    /// What is in their middle is replaced by `…`.
    case shortenInMiddle
    /// They go on in the next line.
    case wrap
  }

  let title: String
  /// The heading on a terminal.
  let shownTitle: String
  /// Whether its cells are numbers, which end in one column on a terminal.
  let isNumber: Bool
  /// Whether they do in a pipe, too.
  let isAlignedInPipe: Bool
  /// When it is left out: columns of the highest number first; 0 for never.
  ///
  /// From ``dispensable`` on, it is only displayed where the others have their comfortable widths.
  let rank: Int
  static let dispensable = 3
  /// The width, in columns, that it is not narrowed below for the sake of columns that are left out
  /// sooner; `nil` for the width of its cells.
  let comfortable: Int?
  /// The same for all other columns.
  let least: Int?
  let overflow: Overflow

  package init(
    _ title: String, shown: String? = nil, isNumber: Bool = false, isAlignedInPipe: Bool = false,
    rank: Int = 0, comfortable: Int? = nil, least: Int? = nil, overflow: Overflow = .shorten
  ) {
    self.title = title
    shownTitle = shown ?? title
    self.isNumber = isNumber
    self.isAlignedInPipe = isAlignedInPipe
    self.rank = rank
    self.comfortable = comfortable ?? least
    self.least = least
    self.overflow = overflow
  }

  package init(stringLiteral title: String) { self.init(title) }

  /// Whether its cells end in one column.
  func isRightAligned(_ form: ListingForm) -> Bool {
    isNumber && (form.width != nil || isAlignedInPipe)
  }

  func heading(_ form: ListingForm) -> TableCell {
    TableCell(title, shown: shownTitle, style: .heading)
  }
}
