extension String {
  /// The text in at most `width` columns; where something is left out, it ends with `…`.
  package func shortened(to width: Int) -> String {
    guard columns > width else { return self }
    return prefix(columns: max(0, width - 1)) + "…"
  }

  /// The text in at most `width` columns; where something is left out, there is a `…` in its middle.
  ///
  /// For identifiers, which often differ in their ends alone.
  package func shortenedInMiddle(to width: Int) -> String {
    guard columns > width else { return self }
    let room = max(0, width - 1)
    let tail = String(reversed()).prefix(columns: room - room * 2 / 5)
    return prefix(columns: room * 2 / 5) + "…" + String(tail.reversed())
  }

  /// The text in lines of at most `width` columns, broken at spaces.
  ///
  /// - Parameters:
  ///   - width: At least 1.
  ///   - cutsWords: Whether a longer word is cut; else its line is longer, and it can be copied whole.
  /// - Returns: At least one line.
  package func wrapped(to width: Int, cutting cutsWords: Bool = true) -> [String] {
    guard columns > width else { return [self] }
    var (lines, line) = ([String](), "")
    var taken = 0
    for word in split(separator: " ", omittingEmptySubsequences: true) {
      var word = String(word)
      var size = word.columns
      // A word that fits no line, and is not to be cut, is not moved to the next either.
      if !line.isEmpty, taken + 1 + size <= width || !cutsWords && size > width {
        line += " " + word
        taken += 1 + size
        continue
      }
      if !line.isEmpty { lines.append(line) }
      while cutsWords, size > width {
        // A character that is wider than the line stays whole.
        let head = word.prefix(columns: width)
        let piece = head.isEmpty ? String(word.prefix(1)) : head
        lines.append(piece)
        word = String(word.dropFirst(piece.count))
        size = word.columns
      }
      (line, taken) = (word, size)
    }
    if !line.isEmpty || lines.isEmpty { lines.append(line) }
    return lines
  }

  /// As many of the first characters as there is room for in `width` columns.
  private func prefix(columns width: Int) -> String {
    var (text, taken) = ("", 0)
    for character in self {
      taken += String(character).columns
      if taken > width { break }
      text.append(character)
    }
    return text
  }
}
