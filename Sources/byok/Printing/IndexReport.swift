internal import ByokCore
internal import ByokKit

/// What came of bringing an index up to date, for people and programs.
struct IndexReport {
  let definition: IndexDefinition
  let report: IndexUpdate.Report
  /// The index as it is now; `nil` where there is none.
  let file: IndexFile?
  /// Whether it was only worked out what would be done.
  let isRehearsal: Bool
  /// How many passages were embedded.
  var embedded = 0
  /// How many passages have no vector; `nil` where none is to have one.
  var withoutVector: Int?

  private var name: IndexName { definition.name }

  /// One line, such as `docs: 3 added, 1 changed, 2 removed; 130 files, 540 chunks, 1.2 MiB`.
  var line: String {
    let changes = [
      (report.added, "added"), (report.changed, "changed"), (report.removed, "removed"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    let all = [
      report.files.counted("file"), report.chunks.counted("chunk"), ByteCount.text(report.size),
    ]
    return "\(name.text): " + (changes.isEmpty ? "no changes" : changes.joined(separator: ", "))
      + "; " + all.joined(separator: ", ") + (isRehearsal ? "; nothing was written" : "")
  }

  /// Tells what is not in the index, and why.
  func write(to console: Console) {
    console.note(line)
    if report.added + report.changed + report.removed > 0 { noteLeftOut(console) }
    for program in report.missingPrograms.sorted() {
      console.warn(
        ByokError(
          .failure, "files were left out because '\(program)' is not installed",
          hint: FileConverter.package(of: program).map { "sudo apt install \($0)" }
            ?? "install it, or set index.loaders in config.json"))
    }
    for failure in report.failures { console.warn(ByokError(.failure, failure)) }
    for path in report.unreadable.prefix(5) {
      console.warn(ByokError(.failure, "cannot read '\(path)'"))
    }
    if report.unreadable.count > 5 {
      console.warn(ByokError(.failure, "cannot read \(report.unreadable.count - 5) more"))
    }
  }

  /// Says what is in no index, and how it could be.
  private func noteLeftOut(_ console: Console) {
    let leftOut = report.leftOut.sorted { $0.key.rawValue < $1.key.rawValue }
    if !leftOut.isEmpty {
      let parts = leftOut.map { "\($0.value) \($0.key.reason)" }
      console.note(
        "left out: \(parts.joined(separator: ", ")) (byok index show \(name.text) --files)")
    }
    if report.secrets > 0 {
      let files = report.secrets.counted("file")
      console.note("left out: \(files) with the names of secrets (--include-secrets takes them)")
    }
  }

  var document: JSONValue {
    let leftOut = report.leftOut.map { ("\($0.key)".snakeCase, JSONValue.integer($0.value)) }
    return .object([
      "name": .string(name.text), "added": .integer(report.added),
      "changed": .integer(report.changed), "removed": .integer(report.removed),
      "unchanged": .integer(report.unchanged), "files": .integer(report.files),
      "chunks": .integer(report.chunks), "bytes": .integer(report.bytes),
      "index_bytes": .integer(report.size), "secrets": .integer(report.secrets),
      "left_out": .object(Dictionary(leftOut, uniquingKeysWith: { $1 })),
      "unreadable": .array(report.unreadable.map(JSONValue.string)),
      "failures": .array(report.failures.map(JSONValue.string)),
      "embedded": .integer(embedded),
      "without_vector": withoutVector.map(JSONValue.integer) ?? .null,
    ])
  }
}

extension String {
  /// Such as `no_converter` for `noConverter`.
  var snakeCase: String {
    reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : "\($1)" }
  }
}

extension IndexStore {
  /// Brings an index up to date, and shows how far it is.
  ///
  /// - Parameters:
  ///   - definition: What it is of.
  ///   - isRehearsal: Whether nothing is written.
  /// - Returns: What came of it.
  /// - Throws: A failure when files cannot be listed, or the index cannot be read or written.
  func update(
    _ definition: IndexDefinition, isRehearsal: Bool = false
  ) throws(ByokError) -> IndexReport {
    let progress = IndexProgress(session)
    defer { progress.clear() }
    var update = IndexUpdate(definition, self) { progress.show($0) }
    update.isRehearsal = isRehearsal
    let report = try update.run()
    return IndexReport(
      definition: definition, report: report, file: update.file, isRehearsal: isRehearsal)
  }
}
