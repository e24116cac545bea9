package import ByokCore

/// Brings an index up to date with its files.
package struct IndexUpdate {
  private let store: IndexStore
  private let definition: IndexDefinition
  private let reader: IndexedText
  private let clock: Clock
  /// Told how far it is.
  private let progress: (Progress) -> Void

  private var base: IndexFile?
  /// The index as it is now; after a rehearsal, as it would be.
  package var file: IndexFile? { base }
  /// Whether nothing is written.
  package var isRehearsal = false
  private var batch = IndexBatch()
  private var removed: Set<[UInt8]> = []
  private var facts: IndexWriter.Facts
  private var report = Report()
  private var lastWrite: Double

  /// How far an update is.
  package struct Progress: Sendable {
    package var files = 0
    /// How many files are read in all; `nil` while they are being listed.
    package var allFiles: Int?
    package var bytes = 0
    package var allBytes = 0

    package init() {}
  }

  /// What came of an update.
  package struct Report: Sendable {
    package var added = 0
    package var changed = 0
    package var removed = 0
    package var unchanged = 0
    /// How many files were left out because their names are those of secrets.
    package var secrets = 0
    /// Folders and files that could not be read.
    package var unreadable: [String] = []
    /// How many files are without text, and why.
    package var leftOut: [FileOutcome: Int] = [:]
    /// Programs that are not installed.
    package var missingPrograms: Set<String> = []
    /// Files whose conversion failed, and why.
    package var failures: [String] = []
    package var chunks = 0
    package var files = 0
    /// The bytes of all files that are indexed.
    package var bytes = 0
    /// The bytes of the index itself.
    package var size = 0
    /// Whether it was built from nothing.
    package var isNew = false
  }

  /// After so many bytes of memory, or seconds, what there is is written.
  private static let batchLimit = 96 << 20
  private static let interval = 20.0
  /// How much the bytes that fill the memory may be, in tests.
  package var batchLimit = Self.batchLimit

  /// A file that was changed so shortly before it was listed may have been changed again without a trace,
  /// in nanoseconds: file systems note times in steps of up to two seconds.
  private static let racy = 2_000_000_000

  /// - Parameters:
  ///   - definition: What the index is of.
  ///   - store: Where it is.
  ///   - progress: Told how far it is, file by file.
  package init(
    _ definition: IndexDefinition, _ store: IndexStore,
    progress: @escaping (Progress) -> Void = { _ in }
  ) {
    (self.definition, self.store, self.progress) = (definition, store, progress)
    clock = store.session.clock
    reader = IndexedText(
      encoding: definition.encoding, takesSecrets: definition.takesSecrets,
      converter: store.converter)
    lastWrite = clock.monotonic()
    facts = IndexWriter.Facts(
      scanned: 0, settings: Self.settings(definition, store.converter))
  }

  /// What decides how files are read, as a number.
  private static func settings(_ definition: IndexDefinition, _ converter: FileConverter) -> UInt64
  {
    let text = [
      "\(Chunker.version) \(IndexFormat.version) \(definition.takesSecrets)",
      definition.encoding?.rawValue ?? "", converter.identity,
    ].joined(separator: "\n")
    return ContentHash(of: Array(text.utf8).span).words.first
  }

  /// Lists the files, reads those that changed, and writes the index.
  ///
  /// What was written before something fails stays, and is not read again.
  ///
  /// - Returns: What came of it.
  /// - Throws: A failure when the index cannot be written; what listing the files throws; `locked` when
  ///   the index is sealed and the keystore cannot be opened.
  package mutating func run() throws(ByokError) -> Report {
    let path = try store.file(definition.name)
    guard let folder = try PrivateDirectory.open(holding: path, create: true) else { throw .noHome }
    let lock = try FileLock.take(for: path, in: folder, clock: clock)
    defer { _ = lock }
    AtomicFile.removeLeftovers(of: path, in: folder)
    base = try usableBase()
    report.isNew = base == nil
    facts.scanned = Int(clock.now() * 1e9)
    let told = progress
    var search = FileSearch(definition) { count in
      var state = Progress()
      state.files = count
      told(state)
    }
    try search.run()
    report.secrets = search.secretCount
    report.unreadable = search.unreadable
    let changes = compare(search.found)
    var state = Progress()
    state.allFiles = changes.count
    state.allBytes = changes.reduce(0) { $0 + $1.stamp.size }
    for file in changes {
      progress(state)
      read(file)
      state.files += 1
      state.bytes += file.stamp.size
      if batch.size > batchLimit || clock.monotonic() - lastWrite > Self.interval {
        try write(in: folder)
      }
    }
    if base == nil || !batch.isEmpty || !removed.isEmpty { try write(in: folder) }
    summarise()
    return report
  }

  /// The index that is there, if it can be gone on with.
  private func usableBase() throws(ByokError) -> IndexFile? {
    guard let index = try store.read(definition), index.settings == facts.settings, index.isWhole()
    else { return nil }
    return index
  }

  /// The files that must be read; notes those that are gone.
  private mutating func compare(_ found: [FileSearch.Found]) -> [FileSearch.Found] {
    guard let base else { return found }
    var changes: [FileSearch.Found] = []
    var old = 0
    for file in found {
      let path = Array(file.path.utf8)
      while old < base.fileCount, base.compare(old, to: path) < 0 {
        removed.insert(base.path(old))
        old += 1
      }
      guard old < base.fileCount, base.compare(old, to: path) == 0 else {
        changes.append(file)
        continue
      }
      if isUnchanged(file, old, base) { report.unchanged += 1 } else { changes.append(file) }
      old += 1
    }
    while old < base.fileCount {
      removed.insert(base.path(old))
      old += 1
    }
    report.removed = removed.count
    return changes
  }

  private func isUnchanged(_ file: FileSearch.Found, _ number: Int, _ base: IndexFile) -> Bool {
    let stamp = base.stamp(number)
    guard stamp == file.stamp, stamp.modified < base.scanned - Self.racy else { return false }
    switch base.outcome(number) {
    // The program may be there by now.
    case .noConverter: return false
    // It may be named now, and was not before.
    case .tooLarge: return !file.isNamed
    case .indexed, .binary, .unknownEncoding, .secret, .conversionFailed: return true
    }
  }

  private mutating func read(_ file: FileSearch.Found) {
    let limit = file.isNamed ? IndexedText.namedLimit : IndexedText.usualLimit
    let path = Array(file.path.utf8)
    let number = base?.number(ofPath: path)
    guard let content = reader.read(file.path, limit: limit) else {
      // It has vanished since, or cannot be read: then nothing of it can be shown either.
      if number != nil {
        removed.insert(path)
        report.removed += 1
      }
      if fileExists(file.path) { report.unreadable.append(file.path) }
      return
    }
    note(content.problem)
    var entry = IndexedFile(
      path: path, stamp: file.stamp, hash: content.hash, outcome: content.outcome, chunks: 0..<0)
    if let number, let known = base?.file(number), known.hash == content.hash,
      known.outcome == content.outcome
    {
      report.unchanged += 1
      entry.chunks = 0..<0
      if known.stamp != entry.stamp || isRacy(entry.stamp) { batch.add(entry, keepsChunks: true) }
      return
    }
    if number == nil { report.added += 1 } else { report.changed += 1 }
    if content.outcome == .indexed {
      batch.add(entry, content.text.span, content.kind, hasPages: content.hasPages)
    } else {
      batch.add(entry)
    }
  }

  /// Whether a file's stamp could not be relied on at the last update, and can be from now on.
  private func isRacy(_ stamp: FileStamp) -> Bool {
    guard let base else { return false }
    return stamp.modified >= base.scanned - Self.racy && stamp.modified < facts.scanned - Self.racy
  }

  private mutating func note(_ problem: IndexedText.Problem?) {
    switch problem {
    case nil: break
    case .notInstalled(let program): report.missingPrograms.insert(program)
    case .failed(let path, let program, let reason):
      report.failures.append("'\(path)' could not be converted: \(program) \(reason)")
    }
  }

  private mutating func write(in folder: borrowing OpenFile) throws(ByokError) {
    let sections = IndexMerge.sections(base, batch, removing: removed, facts)
    if isRehearsal {
      base = IndexFile(MappedBytes(sections.flatMap(\.self)))
    } else {
      try store.write(sections, definition, in: folder)
      base = try store.read(definition)
    }
    batch = IndexBatch()
    removed = []
    lastWrite = clock.monotonic()
  }

  private mutating func summarise() {
    guard let base else { return }
    (report.files, report.chunks, report.size) = (0, base.chunkCount, base.bytes.count)
    for number in 0..<base.fileCount {
      let outcome = base.outcome(number)
      if outcome == .indexed {
        report.files += 1
        report.bytes += base.stamp(number).size
      } else {
        report.leftOut[outcome, default: 0] += 1
      }
    }
  }
}

extension IndexStore {
  /// The files that an update would take, in the order of their paths.
  ///
  /// - Parameter definition: What the index is of.
  /// - Returns: Paths and sizes; how many files have the names of secrets.
  /// - Throws: What listing the files throws.
  package func files(
    of definition: IndexDefinition
  ) throws(ByokError) -> (files: [(path: String, size: Int)], secrets: Int) {
    var search = FileSearch(definition)
    try search.run()
    return (search.found.map { ($0.path, $0.stamp.size) }, search.secretCount)
  }
}
