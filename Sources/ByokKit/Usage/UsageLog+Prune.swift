package import ByokCore

extension UsageLog {
  /// What pruning did.
  package struct Pruned: Equatable {
    package var removed = 0
    package var kept = 0
    /// Lines that were no requests, and are gone too.
    package var foreign = 0
  }

  /// Takes the requests before a time out of the log, and lines that are none.
  ///
  /// The new file takes the old one's place whole, while no other process appends.
  ///
  /// - Parameter time: As ``LogTime`` numbers it.
  /// - Returns: What was done; nothing where there is no log.
  /// - Throws: `damaged` when it is not safe; a failure, after which the log is as it was.
  package func prune(before time: Int) throws(ByokError) -> Pruned {
    guard let folder = try PrivateDirectory.open(holding: path) else { return Pruned() }
    guard try PrivateDirectory.openFile(path, in: folder, privacy: .notWritable) != nil else {
      return Pruned()
    }
    let locked = try open(in: folder, isExclusive: true)
    AtomicFile.removeLeftovers(of: path, in: folder)
    guard let lines = try LogLines(self) else { return Pruned() }
    var pruned = Pruned()
    let isDurable = try AtomicFile.replace(path, in: folder) { (file) throws(Errno) in
      pruned = try Self.copy(lines, from: time, to: file)
    }
    _ = locked
    guard isDurable else { throw .notDurable(path.text) }
    return pruned
  }

  private static func copy(
    _ lines: borrowing LogLines, from time: Int, to file: borrowing OpenFile
  ) throws(Errno) -> Pruned {
    var pruned = Pruned()
    var kept: [UInt8] = []
    _ = try lines.forward { (line) throws(Errno) in
      guard !line.isEmpty else { return }
      guard let entry = LogEntry(line) else {
        pruned.foreign += 1
        return
      }
      guard entry.time >= time else {
        pruned.removed += 1
        return
      }
      pruned.kept += 1
      for index in line.indices { kept.append(line[index]) }
      kept.append(newline)
      guard kept.count > 256 << 10 else { return }
      try file.writeAll(kept.span)
      kept.removeAll(keepingCapacity: true)
    }
    try file.writeAll(kept.span)
    return pruned
  }
}
