import ByokTestSupport
import Foundation

/// Measures a release build of `byok` beside yardsticks, and prints one table.
///
/// `ByokBench PATH-OF-BYOK [--runs N] [--strict] [--compare llm]`; with `--strict`, a row over its
/// budget is a failure.
private func run() throws -> Bool {
  var words = CommandLine.arguments.dropFirst()
  var runs = 41
  var strict = false
  var path: String?
  var rival: Rival?
  while let word = words.popFirst() {
    switch word {
    case "--strict": strict = true
    case "--compare":
      guard let name = words.popFirst() else { throw usage }
      rival = try Rival(named: name)
    case "--runs":
      guard let count = words.popFirst().flatMap(Int.init), count > 0 else { throw usage }
      runs = count
    default:
      guard path == nil, !word.hasPrefix("-") else { throw usage }
      path = word
    }
  }
  guard let path else { throw usage }
  let rows = try Bench(byok: URL(filePath: path).path, runs: runs, rival: rival).rows()
  print(Row.table(rows))
  return !strict || rows.allSatisfy { $0.verdict != .over }
}

private let usage = SupportFailure(
  "usage: ByokBench PATH-OF-BYOK [--runs N] [--strict] [--compare llm]")

do {
  exit(try run() ? 0 : 1)
} catch {
  FileHandle.standardError.write(Data("ByokBench: \(error)\n".utf8))
  exit(1)
}
