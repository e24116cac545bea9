package import ByokCore

/// The destination of a batch: results, each a line, to standard output or the end of a file;
/// notes and progress to standard error.
package struct BatchSink: ~Copyable {
  private let console: Console
  private var file: ResultFile?
  private var progress: BatchProgress

  package init(
    _ console: Console, _ progress: BatchProgress, file: consuming ResultFile? = nil
  ) {
    (self.console, self.progress) = (console, progress)
    self.file = file
  }

  /// Writes a whole line, and shows the progress.
  ///
  /// - Throws: A failure; a file then ends with the last line that is whole.
  mutating func write(
    _ line: [UInt8], _ tally: BatchCoordinator.Tally, fraction: Double?
  ) throws(ByokError) {
    progress.makeRoom()
    if file == nil {
      try console.write(line.span)
    } else {
      try file?.append(line)
    }
    progress.show(tally, fraction: fraction)
  }

  /// Writes a note to a person above the progress.
  package mutating func note(_ text: String) {
    progress.clear()
    console.note(text)
  }

  /// Erases the progress, and says what there is.
  ///
  /// - Parameters:
  ///   - tally: The counts so far.
  ///   - seconds: The longest wait for a terminal that takes nothing.
  package mutating func stop(_ tally: BatchCoordinator.Tally, within seconds: Double) {
    progress.stop(tally, within: seconds)
  }

  /// Erases the progress, and makes sure that what was written stays.
  ///
  /// - Throws: A failure of the disk.
  mutating func close() throws(ByokError) {
    progress.clear()
    try file?.synchronize()
  }
}

/// Which prompts have been answered, by an earlier run of the same batch.
package struct BatchDone: Sendable {
  private var ids: Set<String> = []
  /// Where prompts with names stood.
  private var namedPlaces: Set<Int> = []
  /// Where those without stood.
  private var places: Set<Int> = []

  package init() {}

  /// Whether a prompt has been answered: by its own name if it has one, else by its place.
  func contains(_ index: Int, id: JSONValue?) -> Bool {
    if let id { return ids.contains(id.compactText) }
    return places.contains(index)
  }

  /// Whether no prompt has been answered.
  package var isEmpty: Bool { ids.isEmpty && places.isEmpty }

  /// Reads a file of results without changing it; a file that is missing holds none.
  ///
  /// - Throws: A failure when it cannot be read; a usage error when it holds what is no result.
  package static func read(_ path: String) throws(ByokError) -> Self {
    var (done, number) = (Self(), 0)
    do throws(Errno) {
      var reader = try LineReader(path: path)
      while case .bytes(let line)? = try reader.next() {
        number += 1
        if line.isEmpty { continue }
        guard done.take(line) == .foreign else { continue }
        throw Errno.cancelled
      }
    } catch {
      if error == .notFound { return done }
      guard error == .cancelled else {
        throw ByokError(.failure, "cannot read \(path.quoted): \(error.text)")
      }
      throw ByokError(.usage, "line \(number) of \(path.quoted) is not a result of a batch")
    }
    return done
  }

  /// Takes a line of results.
  ///
  /// - Returns: `kept` if it is an answer, and the first; what failed is asked again.
  package mutating func take(_ line: [UInt8]) -> ResultFile.Worth {
    guard let result = try? JSONValue(strict: line), let index = result["index"]?.integer,
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
