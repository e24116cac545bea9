@testable import ByokCore
@testable import ByokKit

extension FuzzOracles {
  /// F12: nothing that a server of tools sends traps; its requests get one line, the tools that are
  /// kept of its list have names of their own and come back from the cache as they were.
  static func messages(_ input: [UInt8]) {
    for message in RPCMessage.read(input) ?? [] {
      switch message {
      case .request(let id, let method):
        let answer = RPCRequest.answer(to: id, method)
        precondition(!answer.contains(UInt8(ascii: "\n")), "an answer is one line")
        precondition(
          answer.isEmpty || JSONValue(answer)?["id"] == id, "an answer names its request")
      case .response(_, .success(let result)): check(result)
      case .response(_, .failure(let error)), .failure(let error):
        _ = ServerProblem.refused(error).text
      case .notification: break
      }
    }
  }

  private static func check(_ result: JSONValue) {
    _ = ToolAnswer(result)
    var list = ToolList()
    _ = try? list.add(result, of: "server")
    list.finish(usesHeaders: true)
    precondition(Set(list.tools.map(\.name)).count == list.tools.count, "a name for each tool")
    for tool in list.tools {
      precondition(ServerTool(document: tool.document) == tool, "a tool comes back as it was")
      _ = (tool.shownName, tool.shownHints, tool.tokens)
    }
  }
}
