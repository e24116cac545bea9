import ByokTestSupport
import Foundation

extension Bench {
  /// Conversations: a list of a thousand, and a search through 50 MB, beside a list of none.
  func conversations() throws -> [Row] {
    let (none, many, large) = (
      try TemporaryFolder(), try TemporaryFolder(), try TemporaryFolder()
    )
    try fill(none, conversations: 0, ofBytes: 0)
    try fill(many, conversations: 1000, ofBytes: 1000)
    try fill(large, conversations: 50, ofBytes: 1 << 20)
    let yardstick = Timed(byok, ["conversations", "list"], ["BYOK_HOME": none.path])
    let list = Timed(byok, ["conversations", "list"], ["BYOK_HOME": many.path])
    let lists = try Pairs(runs, warmUps: 3, list.milliseconds, yardstick.milliseconds)
    var listRow = Row(times: lists, "byok conversations list, 1,000", "the same, none")
    listRow.set(budget: 40, "ms", value: lists.first.median)
    let search = Timed(
      byok, ["conversations", "search", "Needle-of-49"], ["BYOK_HOME": large.path])
    let searches = try Pairs(
      max(runs / 4, 1), warmUps: 1, search.milliseconds, yardstick.milliseconds)
    var searchRow = Row(times: searches, "byok conversations search, 50 MB", "list, none")
    searchRow.set(budget: 400, "ms", value: searches.first.median)
    return [listRow, searchRow]
  }

  /// Makes a store of so many conversations, each with a question and a reply of that size.
  private func fill(
    _ folder: TemporaryFolder, conversations count: Int, ofBytes size: Int
  ) throws {
    let line = "the quick brown fox jumps over the lazy dog, again and again"
    let reply = String(repeating: line + "\\n", count: size / (line.utf8.count + 2))
    var first = Program(byok, ["memory", "add", "a note", "-q"])
    first.environment = ["BYOK_HOME": folder.path]
    try Self.check(first, prints: "")
    for number in 0..<count {
      var program = Program(byok, ["conversations", "import", "c\(number)", "-", "-q"])
      program.environment = ["BYOK_HOME": folder.path]
      let messages =
        "[{\"role\":\"user\",\"content\":\"needle-of-\(number)\"},"
        + "{\"role\":\"assistant\",\"content\":\"\(reply)\"}]"
      program.input = .bytes(Array(messages.utf8))
      try Self.check(program, prints: "")
    }
  }
}
