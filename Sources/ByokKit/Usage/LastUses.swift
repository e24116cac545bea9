internal import ByokCore

/// When keys were last used, according to the usage log.
///
/// The log is read backward, a piece at a time, until each key has been seen.
package struct LastUses {
  /// A key as the log names it.
  package struct Key: Hashable {
    package let provider: String
    /// Its label, or the environment variable that holds it.
    package let name: String

    package init(provider: String, name: String) {
      (self.provider, self.name) = (provider, name)
    }

    /// Both parts as a line of the log holds them.
    fileprivate var words: [[UInt8]] { [provider, name].map { Array("\"\($0)\"".utf8) } }
  }

  /// Up to how many keys a piece is searched for their names before its lines are read, which takes
  /// ten times as long as a search.
  private static let searchLimit = 8

  private var times: [Key: Int] = [:]

  /// Looks for the latest line of each key; where the log cannot be read, nothing is known.
  package init(_ log: UsageLog, of keys: [Key]) {
    guard !keys.isEmpty, let lines = try? LogLines(log) else { return }
    var search = Search(keys)
    // What was found before an error counts.
    try? lines.backward(where: { search.begin($0) }, { search.take($0) })
    times = search.times
  }

  /// The time in RFC 3339, or `nil` if no line names the key.
  package func time(of key: Key) -> String? {
    times[key].map(LogTime.text)
  }

  /// What is found on the way to the beginning of the log.
  private struct Search {
    private(set) var times: [Key: Int] = [:]
    private var missing: [Key]

    init(_ keys: [Key]) {
      missing = keys
    }

    /// Begins a piece of the log, and returns whether it may name a key that is missing.
    mutating func begin(_ piece: ArraySlice<UInt8>) -> Bool {
      // Lines within a piece may be out of order, so that all of them count.
      missing.removeAll { times[$0] != nil }
      return missing.count > LastUses.searchLimit
        || missing.contains { $0.words.allSatisfy(piece.contains) }
    }

    /// Takes a line, and returns whether those of earlier pieces are wanted.
    mutating func take(_ line: Span<UInt8>) -> Bool {
      guard !missing.isEmpty else { return false }
      guard let entry = LogEntry(line), !entry.key.isEmpty else { return true }
      let key = Key(
        provider: LogEntry.text(line, entry.provider), name: LogEntry.text(line, entry.key))
      if missing.contains(key) { times[key] = max(times[key] ?? 0, entry.time) }
      return true
    }
  }
}
