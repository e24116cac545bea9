internal import ByokCore
internal import ByokKit

/// `byok merge`: results of several workers in one file.
struct Merge: Command {
  var common = CommonOptions()
  var files: [String] = []
  var output: String?
  var input: String?
  /// Whether only what is missing is reported.
  var isCheck = false

  static let name = "merge"

  static let definition = CommandDefinition<Self>(
    summary: "Merge results of shards or batches, and report gaps",
    detail: [
      "The results of 'byok chat --jsonl', '--each-line' and 'byok batch results' are printed in the order"
        + " of their prompts. Of several results of a prompt, the last reply counts, else the last"
        + " failure. FILE - is standard input.",
      "Prompts without a result are found up to the last index, or with --input up to the last prompt of"
        + " that file. The exit status is 0 if every prompt has a reply, otherwise that of the most severe"
        + " failure; a missing result counts as 9.",
      "--check prints a JSON object with index and status (null if there is no result) for each prompt"
        + " without a reply, and no results.",
    ],
    operands: [.repeating("FILE", \.files)],
    options: [
      .value(
        "output", short: "o", "FILE", \.output, "Write to FILE, atomically"),
      .value("input", "FILE", \.input, "The file of prompts, to find what is missing"),
      .flag("check", \.isCheck, "Print only what is missing or failed"),
    ],
    examples: [
      Example(
        line: "byok merge answers.*.jsonl --input prompts.jsonl -o answers.jsonl",
        purpose: "put the results of all shards into one file"),
      Example(
        line: "byok merge answers.*.jsonl --input prompts.jsonl --check",
        purpose: "list the prompts that have no reply yet"),
      Example(
        line: "ssh worker2 cat answers.2.jsonl | byok merge answers.1.jsonl - -o answers.jsonl",
        purpose: "merge results that are elsewhere"),
    ])

  func run(in session: inout Session) throws(ByokError) {
    let console = session.console
    if isCheck, output != nil { throw .conflict("--check", "--output") }
    let target = output.flatMap { $0 == "-" ? nil : OutputFile(path: $0) }
    try target?.check()
    let results = try ResultFiles(files, input: try standardInput(session))
    for name in results.torn {
      console.note("the last line of \(name) is cut off, and is left out")
    }
    if let output, target != nil, try results.contains(output) {
      throw ByokError(.usage, "--output \(output.quoted) is one of the files to merge")
    }
    let count = try input.map { (path) throws(ByokError) in
      try results.check(input: path, console)
    }
    if isCheck {
      try results.gaps(of: count) { (gap) throws(ByokError) in
        let status = gap.status.map { JSONValue.integer(Int($0)) } ?? .null
        try console.write(.object(["index": .integer(gap.index), "status": status]))
      }
    } else if let target {
      try target.replace { (write) throws(ByokError) in try results.lines(write) }
    } else {
      try results.lines { (lines) throws(ByokError) in try console.write(lines) }
    }
    try conclude(results, count, console)
  }

  /// What standard input holds, which is read twice; `nil` where it is none of the files.
  private func standardInput(_ session: Session) throws(ByokError) -> SpoolFile? {
    let count = files.count { $0 == "-" }
    guard count + (input == "-" ? 1 : 0) < 2 else {
      throw ByokError(
        .usage, "- is given twice, and standard input can be read only once",
        hint: "write one of them to a file first")
    }
    return count == 0 ? nil : try BatchStore(session).spool(session.console)
  }

  private func conclude(
    _ results: borrowing ResultFiles, _ count: Int?, _ console: Console
  ) throws(ByokError) {
    if results.duplicates > 0 {
      let prompts = results.duplicates.counted("prompt has", "prompts have")
      console.note("\(prompts) more than one reply; the last is used")
    }
    let failures = results.failures
    let missing = results.missing(of: count)
    let failed = failures.values.reduce(0, +)
    var parts = ["\((results.count - failed).counted("reply", "replies"))"]
    if failed > 0 { parts.append("\(failed) failed") }
    if missing > 0 { parts.append("\(missing) missing") }
    guard failed + missing > 0 else { return console.note(parts[0]) }
    var kinds = failures.keys.map { ByokError.Kind(rawValue: $0) ?? .failure }
    if missing > 0 { kinds.append(.provider) }
    var failure = ByokError(
      .mostSevere(of: kinds), parts.joined(separator: ", "),
      hint: isCheck
        ? "byok chat --jsonl PROMPTS --resume FILE asks them again"
        : "'byok merge --check' lists them; --resume FILE asks them again")
    failure.reporting = .inWords
    throw failure
  }
}
