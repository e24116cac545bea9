import ByokTestSupport
import Foundation
import Testing

@testable import ByokCore
@testable import ByokKit

/// Servers over their standard streams: what they speak, and how they write.
@Suite struct ServerProgramTests {
  // MARK: Versions

  @Test(
    arguments: [
      (["legacy"], "2025-11-25"), (["version=2024-11-05"], "2024-11-05"),
      (["version=2025-03-26"], "2025-03-26"), (["dual"], "2025-11-25"),
      (["modern"], "2026-07-28"), (["version=2026-07-28", "dual"], "2026-07-28"),
    ])
  func `the generation is found out`(_ words: [String], _ version: String) throws {
    var server = try FakeServer()
    server.add(words)
    try server.use { (servers) throws in
      #expect(try servers.report(of: "fake").version == version)
      #expect(
        try servers.call("echo", ["text": .string("hi")]) == ToolAnswer(content: [.text("hi")]))
    }
  }

  @Test func `the handshake alone, or the other way alone, can be asked for`() throws {
    var server = try FakeServer("dual")
    server.entry.era = .modern
    #expect(try server.use { try $0.report(of: "fake").version } == "2026-07-28")
    server = try FakeServer("modern")
    server.entry.era = .legacy
    #expect(throws: ByokError.self) { try server.use { try $0.report(of: "fake") } }
  }

  @Test func `an unknown version ends it`() throws {
    let server = try FakeServer("version=2031-01-01")
    let error = #expect(throws: ByokError.self) { try server.use { try $0.report(of: "fake") } }
    #expect(error?.kind == .tools)
    #expect(error?.message.contains("speaks only version '2031-01-01'") == true)
  }

  @Test(arguments: [
    (["no-version"], "answered the handshake without a protocol version"),
    (
      ["modern", "supports=2031-01-01"],
      "speaks only versions of the protocol that this byok does not know: 2031-01-01"
    ),
  ])
  func `one that has no version of ours ends it`(_ words: [String], _ reason: String) throws {
    var server = try FakeServer()
    server.add(words)
    let error = #expect(throws: ByokError.self) { try server.use { try $0.report(of: "fake") } }
    #expect(error?.kind == .tools)
    #expect(error?.message.contains(reason) == true)
  }

  @Test func `what a server says of itself is reported`() throws {
    var server = try FakeServer()
    server.entry.usesInstructions = true
    let report = try server.use { try $0.report(of: "fake") }
    #expect(report.software == "fake 1")
    #expect(report.instructions == "Be kind.")
  }

  // MARK: How it writes

  @Test(arguments: ["crlf", "bytewise", "stray", "banner", "flood", "late=0.2"])
  func `its way of writing does not matter`(_ word: String) throws {
    var server = try FakeServer()
    server.add([word])
    let answer = try server.call("echo", ["text": .string("déjà\nvu")])
    #expect(answer == ToolAnswer(content: [.text("déjà\nvu")]))
  }

  @Test func `what is not UTF-8 becomes the replacement character`() throws {
    #expect(try FakeServer().call("invalid").text == "bad \u{FFFD} byte")
  }

  @Test func `a large result arrives whole`() throws {
    let answer = try FakeServer().call("large", ["bytes": .integer(12_000_000)])
    #expect(answer.text?.utf8.count == 12_000_000)
  }

  @Test func `an answer that cannot be read fails at once`() throws {
    let server = try FakeServer()
    try server.use { (servers) throws in
      let answer = try servers.call("unreadable")
      #expect(answer.isError)
      #expect(answer.text?.contains("too deeply nested") == true)
    }
  }

  @Test func `answers to other requests are dropped`() throws {
    let server = try FakeServer()
    try server.use { (servers) throws in
      // The second comes without a number: it is not taken for the answer, being no failure.
      #expect(try servers.call("wrong_id").text == "right")
    }
  }

  // MARK: What it asks

  @Test func `its requests are answered: a ping with nothing, others with an error`() throws {
    #expect(try FakeServer().call("ask").text == "[{}, -32601, -32601]")
  }

  @Test func `a newer one gets its state back, and no input`() throws {
    let server = try FakeServer("modern")
    try server.use { (servers) throws in
      #expect(try servers.call("state").text == "got state-1")
      #expect(
        try servers.call("state", ["input": .bool(true)])
          == ToolAnswer(failure: "the tool needs input that a script cannot give"))
      #expect(try servers.call("state", ["endless": .bool(true)]).isError)
      #expect(try servers.call("echo", ["text": .string("on")]).text == "on")
    }
  }

  @Test func `a result of an unknown type is a failure`() throws {
    let server = try FakeServer("modern")
    try server.use { (servers) throws in
      let answer = try servers.call("state", ["type": .string("task")])
      #expect(answer.isError)
      #expect(answer.text?.contains("unknown type 'task'") == true)
    }
  }

  // MARK: Its surroundings

  @Test func `it gets the usual variables, and none of byok's or the providers'`() throws {
    var server = try FakeServer()
    server.environment.merge([
      "LANG": "C.UTF-8", "LC_TIME": "C", "XDG_RUNTIME_DIR": "/run/x", "https_proxy": "http://p:1",
      "OPENAI_API_KEY": "sk-x", "BYOK_PASSPHRASE": "secret", "BYOK_HOME": "/h", "PGHOST": "db",
      "AWS_SECRET_ACCESS_KEY": "x", "LD_PRELOAD": "x", "CREDENTIALS_DIRECTORY": "/c",
    ]) { $1 }
    try server.change {
      $0.passedVariables = ["PGHOST", "BYOK_PASSPHRASE"]
      $0.variables = [
        ServerEntry.Field(name: "LC_TIME", value: ServerValue("de")),
        ServerEntry.Field(name: "TOKEN", value: try key("t0p", in: "Bearer ", "!")),
      ]
    }
    let text = try #require(try server.call("environment").text)
    var variables = JSONValue(Array(text.utf8))?.members ?? [:]
    variables["PATH"] = nil
    #expect(
      variables == [
        "HOME": .string("/"), "LANG": .string("C.UTF-8"), "LC_TIME": .string("de"),
        "XDG_RUNTIME_DIR": .string("/run/x"), "https_proxy": .string("http://p:1"),
        "PGHOST": .string("db"), "TERM": .string("dumb"), "NO_COLOR": .string("1"),
        "TOKEN": .string("Bearer t0p!"),
      ])
  }

  @Test func `it leads a session of its own and has three descriptors`() throws {
    let server = try FakeServer()
    // One that byok has inherited, or opened for somebody else.
    let other = dup(0)
    defer { close(other) }
    let words = try server.call("pid").text?.split(separator: " ", maxSplits: 3) ?? []
    try #require(words.count == 4)
    #expect(words[0] == words[1] && words[1] == words[2])
    // The fourth is the listing itself.
    #expect(words[3] == "['0', '1', '2', '3']")
  }

  @Test func `it runs in its folder, with the user's file mode mask`() throws {
    var server = try FakeServer()
    let folder = server.folder.path
    server.change { $0.folder = folder }
    let mask = umask(0o077)
    umask(mask)
    #expect(try server.call("folder").text == "\(folder) \(String(format: "%03o", mask))")
  }

  private func key(_ text: String, in head: String, _ tail: String) throws -> ServerValue {
    let secret = ServerKey(name: "mcp/test", secret: try Secret(copying: Array(text.utf8).span))
    return ServerValue(
      source: "\(head)${key:mcp/test}\(tail)", parts: [.text(head), .key(secret), .text(tail)])
  }
}

extension FakeServer {
  /// Has the server do more.
  mutating func add(_ words: [String]) { change { $0.arguments += words } }

  /// Changes what is started.
  mutating func change(_ body: (inout ServerEntry.ServerProgram) throws -> Void) rethrows {
    guard case .program(var program) = entry.place else { return }
    try body(&program)
    entry.place = .program(program)
  }
}
