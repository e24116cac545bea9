import ByokTestSupport
import Foundation

extension Bench {
  /// Conversations: a list of a thousand and a search through 50 MB, beside a list of none; a chat that
  /// goes on with a long one.
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
    return [listRow, searchRow, try longChat(in: none)]
  }

  /// What a history of 200 turns of a kilobyte each, some 50,000 tokens, adds to a chat.
  private func longChat(in folder: TemporaryFolder) throws -> Row {
    let words = { (count: Int) in String(repeating: "ten bytes, ", count: count) }
    let turn =
      "{\"role\":\"user\",\"content\":\"\(words(20))\"},"
      + "{\"role\":\"assistant\",\"content\":\"\(words(73))\"}"
    var program = Program(byok, ["conversations", "import", "long", "-", "-q"])
    program.environment = ["BYOK_HOME": folder.path]
    let turns = Array(repeating: turn, count: 200).joined(separator: ",")
    program.input = .bytes(Array("[\(turns)]".utf8))
    try Self.check(program, prints: "")
    let plain = Timed(byok, ["chat", "-m", "echo", "hi"], ["BYOK_HOME": folder.path])
    let long = Timed(
      byok, ["chat", "-m", "echo", "--conversation", "long", "hi"], ["BYOK_HOME": folder.path])
    let pairs = try Pairs(runs, warmUps: 3, long.milliseconds, plain.milliseconds)
    var row = Row(times: pairs, "byok chat --conversation, 200 turns", "a plain chat")
    row.set(budget: 5, "ms more", value: pairs.paired)
    return row
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
