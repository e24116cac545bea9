import ByokTestSupport
import Foundation

extension Bench {
  /// What tools that are known from last time add to a chat that calls none.
  ///
  /// The server is a shell, which starts in a millisecond: what real ones take to start and to end is
  /// their own.
  func tools() throws -> Row {
    let folder = try TemporaryFolder()
    let script = folder.path("server")
    try Data(Self.server.utf8).write(to: URL(fileURLWithPath: script))
    let home = ["BYOK_HOME": folder.path]
    var add = Program(byok, ["mcp", "add", "quick", "-q", "--", "/bin/sh", script])
    add.environment = home
    try Self.check(add, prints: "")
    let words = ["chat", "-m", "echo", "-n", "hi"]
    let plain = Timed(byok, words, home)
    let tools = Timed(byok, words + ["-q", "--mcp", "quick"], home)
    let pairs = try Pairs(runs, warmUps: 3, tools.milliseconds, plain.milliseconds)
    var row = Row(times: pairs, "byok chat --mcp, tools known", "a plain chat")
    row.set(budget: 20, "ms more", value: pairs.paired)
    return row
  }

  private static let server = #"""
    while read -r line; do
      case $line in
        *'"initialize"'*) printf '%s\n' '{"jsonrpc":"2.0","id":1,"result":{"protocolVersion":"2025-11-25","capabilities":{"tools":{}},"serverInfo":{"name":"quick","version":"1"}}}' ;;
        *'"tools/list"'*) printf '%s\n' '{"jsonrpc":"2.0","id":2,"result":{"tools":[{"name":"look","description":"Looks.","inputSchema":{"type":"object","properties":{}},"annotations":{"readOnlyHint":true}}]}}' ;;
      esac
    done
    """#
}
