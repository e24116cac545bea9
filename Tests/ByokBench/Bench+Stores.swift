import ByokTestSupport
import Foundation

extension Bench {
  /// Stores of many keys: one key of them beside the only key of a store, and a key put in one's
  /// place.
  func stores() throws -> [Row] {
    let one = Timed(byok, ["keys", "show", "openai/default", "--reveal"], environment)
    var rows: [Row] = []
    for count in [100, 10_000] {
      let folder = try TemporaryFolder()
      let variables = ["BYOK_HOME": folder.path, "BENCH_API_KEY": key]
      try fill(folder, count, variables)
      let words = ["keys", "show", Self.name, "--reveal"]
      try Self.check(Self.program(byok, words, variables), prints: "sk-groq")
      let show = Timed(byok, words, variables)
      let pairs = try Pairs(runs, warmUps: 3, show.milliseconds, one.milliseconds)
      var row = Row(times: pairs, "byok keys show --reveal, \(count) keys", "the same, 1 key")
      row.set(budget: 2, "ms over 1 key, of pairs", value: pairs.paired)
      rows.append(row)
      guard count > 1000 else { continue }
      let add = Timed(
        byok, ["keys", "add", Self.name, "--replace", "--from-env", "BENCH_API_KEY", "-q"],
        variables)
      let adds = try Pairs(runs, warmUps: 3, add.milliseconds, one.milliseconds)
      var addRow = Row(times: adds, "byok keys add --replace, \(count) keys", "show, 1 key")
      addRow.set(budget: 50, "ms", value: adds.first.median)
      let list = Timed(byok, ["keys", "list"], variables)
      let lists = try Pairs(max(runs / 4, 1), warmUps: 1, list.milliseconds, one.milliseconds)
      rows += [addRow, Row(times: lists, "byok keys list, \(count) keys", "show, 1 key")]
    }
    return rows
  }

  private static let name = "groq/n00042"

  private static func program(
    _ path: String, _ words: [String], _ variables: [String: String]
  ) -> Program {
    var program = Program(path, words)
    program.environment = variables
    return program
  }

  /// Makes a store of so many keys, by another implementation of the format.
  private func fill(
    _ folder: TemporaryFolder, _ count: Int, _ variables: [String: String]
  ) throws {
    let add = ["keys", "add", "groq", "--from-env", "BENCH_API_KEY"]
    try Self.check(Self.program(byok, add, variables), prints: "")
    let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "interop/fill_keystore.py").path(percentEncoded: false)
    try Self.check(
      Program("/usr/bin/python3", ["-B", script, folder.path, String(count)]), prints: "")
    // A file is not known for what it was until its last change is two seconds old.
    Thread.sleep(forTimeInterval: 2.1)
  }
}
