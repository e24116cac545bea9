import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ToolOfferTests {
  private static func tool(
    _ server: String, _ name: String, schema: String = "{}", readOnly: Bool? = nil,
    destructive: Bool? = nil, openWorld: Bool? = nil
  ) -> ServerTool {
    ServerTool(
      server: server, name: name, inputSchema: JSONValue(Array(schema.utf8)) ?? .null,
      hints: ToolHints(
        isReadOnly: readOnly, isDestructive: destructive, isOpenWorld: openWorld))
  }

  // MARK: Names

  @Test(arguments: [
    ("git", "log", "git__log"), ("my-git", "git_log-2", "my-git__git_log-2"),
    ("git", "a.b/c d", "git__a_b_c_d_b7a4ecb5"), ("9p", "x", "_9p__x_"), ("git", "", "git__"),
  ]) func `a tool has a name of its own`(_ server: String, _ tool: String, _ name: String) {
    let found = ToolName.of(tool, server: server)
    #expect(found.hasPrefix(String(name.prefix(8))))
    #expect(ToolName.of(tool, server: server) == found)
  }

  @Test(arguments: 0..<300) func `any pair has a name that all providers take`(_ seed: Int) {
    var random = Seeded(seed)
    let letters = Array("abcZ019-_./ é日\u{0}\u{202E}__")
    let tool = String(
      (0..<Int.random(in: 0...90, using: &random)).map { _ in
        letters[Int.random(in: 0..<letters.count, using: &random)]
      })
    let server = ["a", "git", "9-p", "-x", String(repeating: "s", count: 20)][seed % 5]
    let name = ToolName.of(tool, server: server)
    #expect((1...64).contains(name.utf8.count))
    let first = name.first.map { $0.isASCII && $0.isLetter || $0 == "_" }
    #expect(first == true)
    #expect(name.utf8.allSatisfy { $0 == 0x5F || $0 == 0x2D || isWord($0) })
    // A name that is another's needs the same pair.
    let other = ToolName.of(tool + ".", server: server)
    #expect(other != name)
  }

  private func isWord(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  @Test func `tools are in the order of their servers, and then by name`() {
    let offer = ToolOffer([
      Self.tool("z", "b"), Self.tool("z", "a"), Self.tool("a", "c.d"),
    ])
    #expect(offer.entries.map(\.tool.name) == ["a", "b", "c.d"])
    #expect(offer["z__a"]?.tool.name == "a")
    #expect(offer[ToolName.of("c.d", server: "a")]?.tool.name == "c.d")
    #expect(offer["a__c.d"] == nil)
  }

  @Test func `two tools of one name are both left out`() {
    let twin = ToolName.of("a.b", server: "s").dropFirst("s__".count)
    let offer = ToolOffer([
      Self.tool("s", "x"), Self.tool("s", "x"), Self.tool("s", "a.b"),
      Self.tool("s", String(twin)), Self.tool("s", "y"),
    ])
    #expect(offer.entries.map(\.tool.name) == ["y"])
    #expect(offer.omissions.count == 3)
    #expect(offer.omissions.allSatisfy { $0.contains("another tool has the same name") })
  }

  @Test func `a tool whose schema cannot be sent is left out, the others are not`() {
    let offer = ToolOffer([
      Self.tool("s", "bad\u{1B}", schema: #"{"type":"string"}"#), Self.tool("s", "good"),
    ])
    #expect(offer.entries.map(\.tool.name) == ["good"])
    #expect(
      offer.omissions == [
        #"'s/bad\u{1b}' is not offered: its schema describes something else than an object"#
      ])
  }

  @Test func `arguments are checked against the tool's own schema`() throws {
    let schema =
      #"{"anyOf":[{"required":["a"]},{"required":["b"]}],"properties":{"a":{"type":"null"}}}"#
    let offer = ToolOffer([Self.tool("s", "t", schema: schema)])
    let entry = try #require(offer["s__t"])
    #expect(entry.description == "Needs at least one of: a; b.")
    #expect(throws: ToolArgumentFlaw.self) { try entry.arguments("{}").get() }
    #expect(try entry.arguments(#"{"b":1}"#).get()["b"] == .integer(1))
    #expect(throws: ToolArgumentFlaw.self) { try entry.arguments(#"{"a":1}"#).get() }
    // A schema that byok does not understand is left to the server.
    let strange = ToolOffer([
      Self.tool("s", "t", schema: #"{"properties":{"a":{"pattern":"(?<=a)"}}}"#)
    ])
    #expect(strange["s__t"]?.check == nil)
    #expect(try strange["s__t"]?.arguments(#"{"a":1}"#).get() == .object(["a": .integer(1)]))
  }

  // MARK: Patterns and permission

  @Test(arguments: [
    ("git/log", true), ("git/*", true), ("*", true), ("*/log", true), ("g?t/l*g", true),
    ("git/lo", false), ("gi/log", false), ("git/log*x", false), ("read-only", false),
    ("*/*", true), ("git/**", true), ("git/?", false),
  ]) func `a pattern matches`(_ text: String, _ matches: Bool) throws {
    let pattern = try #require(ToolPattern(argument: text))
    #expect(pattern.matches(Self.tool("git", "log")) == matches)
  }

  @Test(arguments: ["", "log", "/log", "git/", "read_only"])
  func `what is no pattern is refused`(_ text: String) {
    #expect(ToolPattern(argument: text) == nil)
  }

  @Test func `read-only needs the hint, and none of destruction`() throws {
    let pattern = try #require(ToolPattern(argument: "read-only"))
    #expect(pattern.matches(Self.tool("s", "t", readOnly: true)))
    #expect(pattern.matches(Self.tool("s", "t", readOnly: true, destructive: false)))
    #expect(!pattern.matches(Self.tool("s", "t", readOnly: true, destructive: true)))
    #expect(!pattern.matches(Self.tool("s", "t")))
  }

  private static let tools = [
    tool("git", "log", readOnly: true), tool("git", "push"), tool("db", "query"),
    tool("db", "drop"),
  ]

  private static func patterns(_ texts: String...) -> [ToolPattern] {
    texts.compactMap(ToolPattern.init(argument:))
  }

  private static func allowed(_ change: (inout ToolPermission) -> Void) throws(ByokError)
    -> [String]
  {
    var permission = ToolPermission()
    change(&permission)
    return try permission.allowed(of: tools).map { "\($0.server)/\($0.name)" }
  }

  @Test func `the command line is before the template, and that before the server's entry`() throws
  {
    #expect(try Self.allowed { _ in } == ["git/log"])
    #expect(
      try Self.allowed { $0.servers["db"] = .init(allowed: [ToolPattern("query", of: "db")]) }
        == ["git/log", "db/query"])
    #expect(
      try Self.allowed {
        $0.servers["db"] = .init(allowed: [ToolPattern("*", of: "db")])
        $0.template = Self.patterns("db/query")
      } == ["db/query"])
    #expect(
      try Self.allowed {
        $0.template = Self.patterns("db/query")
        $0.commandLine = Self.patterns("git/*", "read-only")
      } == ["git/log", "git/push"])
  }

  @Test func `what is denied or left out of the entry is never offered`() throws {
    #expect(
      try Self.allowed {
        $0.commandLine = Self.patterns("*")
        $0.denied = Self.patterns("*/push")
        $0.servers["db"] = .init(tools: [ToolPattern("query", of: "db")])
      } == ["git/log", "db/query"])
  }

  @Test func `a pattern that matches nothing, and no tool at all, are usage errors`() {
    func hints(_ change: (inout ToolPermission) -> Void) -> String? {
      do throws(ByokError) {
        _ = try Self.allowed(change)
        return nil
      } catch {
        return "\(error.kind.name) \(error.hints.joined())"
      }
    }
    #expect(
      hints { $0.commandLine = Self.patterns("git/pull") }
        == "usage --allow-tool git/log,git/push,db/query,db/drop")
    #expect(hints { $0.denied = Self.patterns("gut/*") }?.hasPrefix("usage") == true)
    #expect(
      hints { $0.denied = Self.patterns("git/log") }
        == "usage --allow-tool git/push,db/query,db/drop")
  }

  @Test func `a pattern of a server that is not there is none of nothing`() throws {
    var permission = ToolPermission()
    permission.commandLine = Self.patterns("gone/x", "git/log")
    #expect(throws: ByokError.self) { try permission.allowed(of: Self.tools) }
    #expect(try permission.allowed(of: Self.tools, absent: ["gone"]).count == 1)
  }

  @Test func `private data beside tools of the world outside is warned of`() {
    let inward = Self.tool("db", "read", readOnly: true, openWorld: false)
    let outward = Self.tool("web", "fetch", readOnly: true, openWorld: true)
    let unsaid = Self.tool("x", "y")
    let closed = Self.tool("c", "d", openWorld: false)
    #expect(ToolPermission.exposure(of: [inward, outward])?.contains("web/fetch") == true)
    #expect(ToolPermission.exposure(of: [inward, unsaid]) != nil)
    #expect(ToolPermission.exposure(of: [inward, closed]) == nil)
    #expect(ToolPermission.exposure(of: [outward, unsaid]) == nil)
  }

  // MARK: Results

  @Test func `the middle of a long answer is left out`() {
    let answer = ToolAnswer(content: [
      .text("äöü\(String(repeating: "x", count: 100))"), .text("é"),
    ])
    let cut = answer.cut(to: 20)
    guard case .text(let text) = cut.content[0] else { return }
    #expect(cut.content.count == 1)
    #expect(text.hasPrefix("äöü"))
    #expect(text.hasSuffix("é"))
    #expect(text.contains("[byok left out \(cut.leftOut) of 109 bytes here]"))
    #expect(answer.cut(to: 108).leftOut == 0)
  }

  @Test func `images stay unless they are too large`() {
    let small = Attachment(name: "a.png", mediaType: "image/png", source: .bytes([1]))
    let bytes = [UInt8](repeating: 0, count: ToolAnswer.imageLimit + 1)
    let large = Attachment(name: "b.png", mediaType: "image/png", source: .bytes(bytes))
    let cut = ToolAnswer(content: [.file(small), .text("t"), .file(large)]).cut(to: 10)
    #expect(cut.content[0] == .file(small))
    #expect(cut.content[1] == .text("t"))
    #expect(
      cut.content[2] == .text("[b.png: image/png, \(bytes.count) bytes, too large to be shown]"))
  }
}
