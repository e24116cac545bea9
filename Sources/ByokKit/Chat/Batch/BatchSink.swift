/// Where the results of a batch go, each a line: standard output, or the end of a file.
///
/// Whoever writes holds the board's lock.
final class BatchSink: @unchecked Sendable {
  private let console: Console
  private let file: ResultFile?

  init(_ console: Console, _ file: ResultFile? = nil) {
    (self.console, self.file) = (console, file)
  }

  /// Writes whole lines.
  ///
  /// - Throws: A failure; a file then ends with the last line that is whole.
  func write(_ lines: [UInt8]) throws(ByokError) {
    if let file {
      try file.append(lines)
    } else {
      try console.write(lines.span)
    }
  }

  /// Makes sure that what was written stays.
  func close() throws(ByokError) {
    try file?.synchronize()
  }
}

/// Which prompts have been answered, by an earlier run of the same batch.
struct BatchDone: Sendable {
  private var ids: Set<String> = []
  /// Where prompts with names stood.
  private var namedPlaces: Set<Int> = []
  /// Where those without stood.
  private var places: Set<Int> = []

  /// Whether a prompt has been answered: by its own name if it has one, else by its place.
  func contains(_ index: Int, id: JSONValue?) -> Bool {
    if let id { return ids.contains(id.compactText) }
    return places.contains(index)
  }

  /// Takes a line of results.
  ///
  /// - Returns: `kept` if it is an answer, and the first; what failed is asked again.
  mutating func take(_ line: [UInt8]) -> ResultFile.Worth {
    guard let result = JSONValue(line), let index = result["index"]?.integer,
      let status = result["status"]?.integer
    else { return .foreign }
    guard status == 0 else { return .dropped }
    guard let id = result["id"] else {
      return places.insert(index).inserted ? .kept : .dropped
    }
    let isNewPlace = namedPlaces.insert(index).inserted
    // Prompts of one name have each their answer.
    return ids.insert(id.compactText).inserted || isNewPlace ? .kept : .dropped
  }
}
