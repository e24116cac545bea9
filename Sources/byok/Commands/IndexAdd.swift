internal import ByokCore
internal import ByokKit

/// `byok index add`: a new index of files.
struct IndexAdd: Command {
  var common = CommonOptions()
  var index: IndexName?
  var paths: [String] = []
  var includes: [String] = []
  var excludes: [String] = []
  var isSealed = false
  var takesSecrets = false
  var maxFiles: Int?
  var maxBytes: ByteSize?
  var encoding: LegacyEncoding?
  var isRehearsal = false
  var embedding = IndexEmbedOptions()

  static let name = "index add"

  static let definition = CommandDefinition<Self>(
    summary: "Index files for byok search",
    detail: [
      "Each PATH is a file, or a folder with all that is in it. Left out are what .gitignore and .ignore"
        + " files say, hidden files, files that are no text or over 4 MiB, and files with the names of"
        + " secrets, such as .env; a file that is a PATH itself is taken whatever its size. Nothing is sent"
        + " anywhere, and no key is needed, except with --embed.",
      "GLOB is as in .gitignore: one without a slash is compared with names, another with the path below"
        + " PATH.",
    ],
    operands: [
      .required("NAME", \.index, words: .text), .repeating("PATH", \.paths),
    ],
    options: [
      .repeating("include", "GLOB", \.includes, "Index only matching files; may be given again"),
      .repeating("exclude", "GLOB", \.excludes, "Leave matching files out; may be given again"),
      .flag("dry-run", \.isRehearsal, "List the files that would be read, and do nothing"),
      .flag("sealed", \.isSealed, "Seal the index with the keystore"),
      .flag("include-secrets", \.takesSecrets, "Index files with the names of secrets, too"),
      .value("max-files", "N", \.maxFiles, "Refuse more files than this (100000)"),
      .value("max-bytes", "SIZE", \.maxBytes, "Refuse more bytes of files than this (2G)"),
      .value(
        "encoding", "ENCODING", \.encoding, "Encoding of text that is not UTF-8 or UTF-16"),
      .value("embed", "MODEL", \.embedding.model, "Embed the files, too (byok index embed)"),
      .value("dims", "N", \.embedding.dimensions, "Number of dimensions of the embeddings"),
      .flag("yes", short: "y", \.embedding.isSure, "Send files to be embedded without asking"),
      .value("max-cost", "USD", \.embedding.maxCost, "Embed nothing that may exceed USD"),
    ],
    json: true,
    unlocks: true,
    examples: [
      Example(line: "byok index add docs ~/docs", purpose: "index a folder"),
      Example(
        line: "byok index add code . --include '*.swift' --dry-run",
        purpose: "list the Swift files that would be indexed"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    guard let name = index else { return }
    let store = try IndexStore(session)
    var definition = IndexDefinition(
      name: name, paths: try paths.map { (path) throws(ByokError) in try resolved(path) },
      created: Timestamp(seconds: Int(session.clock.now())))
    (definition.includes, definition.excludes) = (includes, excludes)
    (definition.isSealed, definition.takesSecrets) = (isSealed, takesSecrets)
    definition.maxFiles = maxFiles ?? IndexDefinition.standardFiles
    definition.maxBytes = maxBytes?.count ?? IndexDefinition.standardBytes
    definition.encoding = encoding
    if isRehearsal { return try list(definition, store) }
    // A model that cannot be used is found before the files are read.
    let model = try embedding.check(session)
    try store.set(definition, isNew: true)
    let report: IndexReport
    do throws(ByokError) {
      report = try store.update(definition)
    } catch {
      // What was written by then can be gone on with; of nothing, nothing is left.
      if (try? store.read(definition)) ?? nil == nil { try? store.remove(name) }
      throw error
    }
    report.write(to: session.console)
    if common.json { try session.console.write(report.document, pretty: true) }
    if model != nil { try embedding.run(name, store, session) }
  }

  private func resolved(_ path: String) throws(ByokError) -> String {
    do throws(Errno) {
      return try resolvedPath(path)
    } catch {
      throw ByokError(.usage, "cannot index \(path.quoted): \(error.text)")
    }
  }

  private func list(_ definition: IndexDefinition, _ store: IndexStore) throws(ByokError) {
    let (files, secrets) = try store.files(of: definition)
    let console = store.session.console
    if common.json {
      let documents = files.map { file in
        JSONValue.object(["path": .string(file.path), "size": .integer(file.size)])
      }
      try console.write(.array(documents), pretty: true)
    } else {
      let places = DisplayedPath()
      try console.write(files.map { places.text($0.path) + "\n" }.joined())
    }
    let size = files.reduce(0) { $0 + $1.size }
    console.note("\(files.count.counted("file")), \(ByteCount.text(size)); nothing was indexed")
    if secrets > 0 {
      console.note("\(secrets.counted("file")) with the names of secrets left out")
    }
  }
}

/// A number of bytes, such as `500M` or `2G`.
struct ByteSize: ArgumentValue, Equatable {
  static let expectation = "a number of bytes such as 500M or 2G"
  let count: Int

  init?(argument: String) {
    let units: [Character: Int] = ["K": 10, "M": 20, "G": 30]
    let shift = argument.last.flatMap { units[Character($0.uppercased())] }
    let digits = shift == nil ? argument[...] : argument.dropLast()
    guard let number = Int(digits), number > 0, number < 1 << 30 || shift == nil else { return nil }
    count = number << (shift ?? 0)
  }
}
