internal import Foundation

extension ScriptRun {
  /// Starts a server with the replies of some files, and sets `NAME_URL`.
  mutating func serve(_ name: String, _ files: ArraySlice<String>) throws {
    let replies = try files.map { file in
      try ReplyFile.read(bytes(file)) { try ScriptWords.expand($0, variables) }
    }
    let server = try LoopbackServer(replies)
    servers[name] = server
    environment["\(name)_URL"] = server.baseURL
  }

  /// Checks one request.
  func request(_ name: String, _ number: String, _ file: String) throws {
    let requests = try server(name).requests
    guard let index = Int(number), requests.indices.contains(index - 1) else {
      throw SupportFailure("no request \(number): \(requests.count) arrived")
    }
    let expected = try RequestFile(String(decoding: bytes(file), as: UTF8.self)) {
      try ScriptWords.expand($0, variables)
    }
    try expected.check(requests[index - 1])
  }

  /// Checks how many requests arrived.
  func requests(_ name: String, _ count: String) throws {
    let requests = try server(name).requests
    guard requests.count != Int(count) else { return }
    let list = requests.map { "\n\($0.method) \($0.target)" }.joined()
    throw SupportFailure("\(requests.count) requests arrived, not \(count)\(list)")
  }

  private func server(_ name: String) throws -> LoopbackServer {
    guard let server = servers[name] else { throw SupportFailure("no server '\(name)'") }
    return server
  }
}
