package import ByokCore

/// Files of results, read together: the best result of each prompt, and what is missing.
///
/// Only places in the files are kept, so that memory does not grow with the results.
package struct ResultFiles: ~Copyable {
  /// A result, and where it is.
  private struct Entry {
    var index: Int
    var file: Int32
    var status: Int32
    var offset: Int
    var length: Int
    /// A digest of the prompt's id; 0 for none.
    var id: Int
  }

  private let sources: [RereadSource]
  private var entries: [Entry] = []
  /// The last lines that have no end, by what their files are called.
  package private(set) var torn: [String] = []
  /// The number of prompts that have more than one answer.
  package private(set) var duplicates = 0

  /// Reads files of results.
  ///
  /// - Parameters:
  ///   - paths: The files, in the order of time: of two answers, the later counts; `-` for standard
  ///     input.
  ///   - input: What standard input held, where it is one of them.
  /// - Throws: A failure when one cannot be read; a usage error when it holds what is no result, or
  ///   results of another input.
  package init(_ paths: [String], input: SpoolFile? = nil) throws(ByokError) {
    sources = paths.map { RereadSource($0, input) }
    for index in sources.indices { try read(index) }
    try settle()
  }

  /// Whether a path leads to one of the files, which must not be written over while it is read.
  ///
  /// - Throws: A failure when one cannot be examined.
  package func contains(_ path: String) throws(ByokError) -> Bool {
    guard let file = try? OpenFile(examining: path), let other = try? FileIdentity(of: file) else {
      return false
    }
    for source in sources where try source.isSame(as: other) { return true }
    return false
  }

  private mutating func read(_ number: Int) throws(ByokError) {
    let source = sources[number]
    let size = try source.size()
    var reader = try source.lines()
    var (start, line) = (0, 0)
    while let next = try Self.next(&reader, source.name) {
      line += 1
      let end = reader.offset
      defer { start = end }
      guard case .bytes(let bytes) = next else { throw .foreignLine(source.name, line) }
      // What was cut off by the end of a program is asked again.
      if end == size, try source.read(at: size - 1, count: 1) != [UInt8(ascii: "\n")] {
        torn.append(source.name)
        break
      }
      if bytes.isEmpty { continue }
      guard let entry = Self.entry(bytes) else { throw .foreignLine(source.name, line) }
      entries.append(
        Entry(
          index: entry.index, file: Int32(number), status: entry.status, offset: start,
          length: end - start, id: entry.id))
    }
  }

  private static func next(
    _ reader: inout LineReader, _ name: String
  ) throws(ByokError) -> LineReader.Line? {
    do throws(Errno) {
      return try reader.next()
    } catch {
      throw ByokError(.failure, "cannot read \(name): \(error.text)")
    }
  }

  /// What a line says of itself; `nil` where it is no result.
  private static func entry(_ line: [UInt8]) -> (index: Int, status: Int32, id: Int)? {
    let bytes = line.span
    var reader = JSONReader(bytes, .strict)
    var (index, status): (Int?, Int?)
    var id = 0
    do throws(JSONFlaw) {
      guard try reader.openObject(bytes) else { return nil }
      while try reader.nextMember(bytes) {
        if reader.isNamed("index", bytes) {
          index = try reader.integer(bytes)
        } else if reader.isNamed("status", bytes) {
          status = try reader.integer(bytes)
        } else if reader.isNamed("id", bytes) {
          id = try reader.valueIfAny(bytes).map(digest) ?? 0
        } else {
          try reader.skip(bytes)
        }
      }
      try reader.finish(bytes)
    } catch {
      return nil
    }
    guard let index, index >= 0, let status, (0...255).contains(status) else { return nil }
    return (index, Int32(status), id)
  }

  private static func digest(_ id: JSONValue) -> Int {
    id.compactText.utf8.reduce(5381) { $0 &* 33 &+ Int($1) }
  }

  /// Keeps the best result of each prompt: the last answer, else the last failure.
  private mutating func settle() throws(ByokError) {
    // Stable by hand: files and their lines are in the order of time.
    entries.sort { one, other in
      (one.index, one.file, one.offset) < (other.index, other.file, other.offset)
    }
    var best: [Entry] = []
    best.reserveCapacity(entries.count)
    var answers = 0
    for entry in entries {
      guard let last = best.last, last.index == entry.index else {
        best.append(entry)
        answers = entry.status == 0 ? 1 : 0
        continue
      }
      guard last.id == entry.id else {
        throw ByokError(
          .usage,
          "\(sources[Int(last.file)].name) and \(sources[Int(entry.file)].name) have results of"
            + " different prompts at index \(entry.index)",
          hint: "merge results of one input only")
      }
      if entry.status == 0 { answers += 1 }
      if entry.status == 0, answers == 2 { duplicates += 1 }
      if entry.status == 0 || last.status != 0 { best[best.count - 1] = entry }
    }
    entries = best
  }
}

// MARK: What there is

extension ResultFiles {
  /// The number of prompts that have a result.
  package var count: Int { entries.count }

  /// The number of failures of each status.
  package var failures: [Int32: Int] {
    entries.reduce(into: [:]) { if $1.status != 0 { $0[$1.status, default: 0] += 1 } }
  }

  /// A prompt without an answer.
  package struct Gap: Equatable, Sendable {
    package let index: Int
    /// The status of its failure; `nil` where there is no result at all.
    package let status: Int32?
  }

  /// The prompts without an answer, each handed to `take`, in their order.
  ///
  /// - Parameters:
  ///   - count: The number of prompts; `nil` for those up to the last that has a result.
  ///   - take: Takes one.
  /// - Throws: What `take` throws.
  package func gaps(
    of count: Int?, _ take: (Gap) throws(ByokError) -> Void
  ) throws(ByokError) {
    var next = 0
    for entry in entries {
      while next < entry.index {
        try take(Gap(index: next, status: nil))
        next += 1
      }
      if entry.status != 0 { try take(Gap(index: entry.index, status: entry.status)) }
      next = entry.index + 1
    }
    while next < count ?? 0 {
      try take(Gap(index: next, status: nil))
      next += 1
    }
  }

  /// The number of prompts that have no result at all.
  package func missing(of count: Int?) -> Int {
    max(count ?? 0, (entries.last?.index ?? -1) + 1) - entries.count
  }

  /// Hands the lines over in the order of the prompts, each with its end.
  ///
  /// - Parameter take: Takes some lines.
  /// - Throws: A failure when they cannot be read, or have changed; what `take` throws.
  package func lines(
    _ take: (Span<UInt8>) throws(ByokError) -> Void
  ) throws(ByokError) {
    var files = RereadFiles(sources)
    var lines: [UInt8] = []
    for entry in entries {
      lines += try files.line(of: Int(entry.file), entry.offset, entry.length)
      if lines.count >= Self.piece {
        try take(lines.span)
        lines.removeAll(keepingCapacity: true)
      }
    }
    if !lines.isEmpty { try take(lines.span) }
  }

  /// How many bytes are handed over at once.
  private static let piece = 256 << 10

  /// Holds the prompts of an input against the results.
  ///
  /// - Parameters:
  ///   - path: The file of prompts; `-` for standard input.
  ///   - console: For standard input.
  /// - Returns: How many prompts it has.
  /// - Throws: A failure when it cannot be read; a usage error when results are of other prompts.
  package func check(input path: String, _ console: Console) throws(ByokError) -> Int {
    let name = path == "-" ? "standard input" : path.quoted
    var reader: LineReader
    if path == "-" {
      reader = LineReader(descriptor: console.input)
    } else {
      do throws(Errno) { reader = try LineReader(path: path) } catch {
        throw .unreadable(path, error)
      }
    }
    var (count, place) = (0, 0)
    while let next = try Self.next(&reader, name) {
      if case .bytes(let bytes) = next, bytes.allSatisfy({ $0 <= 0x20 }) { continue }
      defer { count += 1 }
      guard place < entries.count, entries[place].index == count else { continue }
      let id = entries[place].id
      place += 1
      guard id != 0, case .bytes(let bytes) = next else { continue }
      let own = (try? JSONValue(strict: bytes))?["id"].map(Self.digest)
      guard own == nil || own == id else {
        throw ByokError(
          .usage, "the result at index \(count) is not of that prompt in \(name)",
          hint: "--input names the file that was asked")
      }
    }
    guard let last = entries.last, last.index >= count else { return count }
    throw ByokError(
      .usage,
      "there is a result at index \(last.index), but \(name) has"
        + " \(count.counted("prompt"))", hint: "--input names the file that was asked")
  }
}

extension ByokError {
  fileprivate static func foreignLine(_ name: String, _ line: Int) -> Self {
    Self(.usage, "line \(line) of \(name) is not a result of a batch")
  }
}
