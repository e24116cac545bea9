/// Finds the word that was probably meant.
package enum Suggestion {
  /// What other tools call what byok's commands do.
  private static let synonyms = [
    "remove": "rm", "delete": "rm", "del": "rm", "ls": "list", "new": "add", "create": "add",
    "mv": "rename", "get": "show", "cat": "show", "test": "check", "verify": "check",
  ]

  /// The command that was meant: one of the same meaning, or the nearest.
  package static func command(for word: String, among names: [String]) -> String? {
    if let synonym = synonyms[word], names.contains(synonym) { return synonym }
    return nearest(to: word, among: names)
  }

  /// The nearest of `candidates`, else the only one that begins with the word; `nil` without any.
  package static func nearest(to word: String, among candidates: [String]) -> String? {
    let limit = max(1, min(3, word.count / 3))
    let ranked = candidates.map { (word: $0, distance: distance(word, $0)) }
    let best = ranked.min { ($0.distance, $0.word) < ($1.distance, $1.word) }
    if let best, best.distance <= limit, best.distance < word.count { return best.word }
    let longer = word.count < 3 ? [] : candidates.filter { $0.hasPrefix(word) }
    return longer.count == 1 ? longer.first : nil
  }

  /// The number of insertions, deletions, replacements and swaps of neighbours between two words.
  ///
  /// Source: optimal string alignment distance; O(n·m).
  static func distance(_ first: String, _ second: String) -> Int {
    let (first, second) = (Array(first.unicodeScalars), Array(second.unicodeScalars))
    guard !first.isEmpty, !second.isEmpty else { return max(first.count, second.count) }
    var rows = [Array(0...second.count)]
    for row in 1...first.count {
      var current = [row]
      for column in 1...second.count {
        let same = first[row - 1] == second[column - 1]
        var best = min(
          rows[row - 1][column] + 1, current[column - 1] + 1,
          rows[row - 1][column - 1] + (same ? 0 : 1))
        if row > 1, column > 1, first[row - 1] == second[column - 2],
          first[row - 2] == second[column - 1]
        {
          best = min(best, rows[row - 2][column - 2] + 1)
        }
        current.append(best)
      }
      rows.append(current)
    }
    return rows[first.count][second.count]
  }
}
