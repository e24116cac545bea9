extension String {
  /// The text with spaces after it, so that what follows begins in one column.
  ///
  /// - Parameters:
  ///   - width: The width of the column on a terminal; a wider text is kept whole.
  ///   - gap: The spaces between this column and the next, which follow a wider text too.
  /// - Returns: The text and at least `gap` spaces.
  package func padded(to width: Int, gap: Int = 0) -> String {
    self + Self.spaces(width - columns + gap, atLeast: gap)
  }

  /// The text with spaces before it, so that it ends where its column does.
  ///
  /// - Parameter width: The width of the column on a terminal; a wider text is kept whole.
  /// - Returns: The text, and no spaces if there is no room for any.
  package func rightAligned(to width: Int) -> String {
    Self.spaces(width - columns, atLeast: 0) + self
  }

  private static func spaces(_ count: Int, atLeast least: Int) -> String {
    String(repeating: " ", count: Swift.max(0, least, count))
  }
}
