import ByokTestSupport
import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ServerRowTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The error about a server with these members, without the path of the file; `nil` if it is valid.
  private func flaw(_ members: String, name: String = "x") throws -> String? {
    try folder.write(#"{mcp: {servers: {"\#(name)": {\#(members)}}}}"#, to: "config.json")
    do throws(ByokError) {
      _ = try Configuration.load(Locations(Environment(["BYOK_HOME": folder.path])))
      return nil
    } catch {
      #expect(error.exitStatus == 2)
      let parts = error.message.split(separator: ": mcp.servers.", maxSplits: 1)
      return parts.count == 2 ? String(parts[1]) : error.message
    }
  }

  @Test(arguments: [
    #"command: "p""#, #"command: "/opt/a program""#, #"command: "p", type: "stdio", args: ["a"]"#,
    #"command: "p", cwd: "~/f", env: {A: "1", B: "${HOME}"}, pass_env: ["C"]"#,
    #"url: "https://h.example/mcp""#, #"url: "http://127.0.0.1:8/sse?a=b", type: "sse""#,
    #"url: "https://h.example", headers: {"X-Team": "a"}, protocol: "modern""#,
  ])
  func `a server is a program or an address`(_ members: String) throws {
    #expect(try flaw(members) == nil)
  }

  @Test(arguments: [
    ("", "x needs a command or a url"),
    (#"args: ["a"]"#, "x needs a command or a url"),
    (#"command: "p", url: "https://h""#, "x has a command and a url; a server has one of the two"),
    (#"command: ["p"]"#, "x.command must be a program, not a list"),
    (#"command: "p a""#, "x.command is a program, not a line of words"),
    (#"command: "p", args: "a""#, "x.args must be a list of strings, not 'a'"),
    (#"command: "p", args: ["a", 1]"#, "x.args[1] must be a string, not 1"),
    (#"command: "p", cwd: "here""#, "x.cwd must be an absolute path, not 'here'"),
    (#"command: "p", env: {"A B": "1"}"#, "x.env.A B is not the name of a variable"),
    (#"command: "p", env: {A: 1}"#, "x.env.A must be a string, not 1"),
    (
      #"command: "p", headers: {"X-A": "1"}"#,
      "x.headers are for servers with a url, not for those with a command"
    ),
    (#"command: "p", type: "http""#, "x.type must be stdio for a server with a command"),
    (#"url: 7"#, "x.url must be a URL, not 7"),
    (
      #"url: "https://h", args: ["a"]"#,
      "x.args is for servers with a command, not for those with a url"
    ),
    (
      #"url: "https://h", pass_env: ["A"]"#,
      "x.pass_env is for servers with a command, not for those with a url"
    ),
    (#"url: "https://h", type: "stdio""#, "x.type cannot be stdio for a server with a url"),
    (
      #"url: "https://h", type: "sse", protocol: "modern""#,
      "x.protocol cannot be modern for a server of type sse"
    ),
    (#"url: "https://h", headers: {"A:": "1"}"#, "x.headers.A: is not the name of a header field"),
    (
      #"url: "https://h", headers: {"Mcp-Session-Id": "1"}"#,
      "x.headers.Mcp-Session-Id is a header field that byok sets itself"
    ),
    (
      #"url: "https://h", headers: {"X-A": ""}"#,
      "x.headers.X-A must be one line of printable ASCII"
    ),
    (
      #"url: "https://h", headers: {"X-A": "é"}"#,
      "x.headers.X-A must be one line of printable ASCII"
    ),
    (
      #"url: "https://h", headers: {Authorization: "Bearer a"}"#,
      "x.headers.Authorization would contain a key, which config.json must not"
    ),
    (
      #"url: "https://h?a#b""#, "x.url has a query with blanks, '#' or characters outside ASCII"
    ),
    (#"url: "https://a.mcp.invalid""#, "x.url is an address that byok uses for programs"),
    (
      #"command: "p", env: {A: "${key:mcp/A b}"}"#,
      "x.env.A needs the name of a server's key: ${key:mcp/LABEL}"
    ),
    (
      #"command: "p", env: {A: "${key:openai}"}"#,
      "x.env.A needs the name of a server's key: ${key:mcp/LABEL}"
    ),
    (#"command: "p", env: {A: "${B"}"#, "x.env.A has '${' without '}'"),
  ])
  func `what is wrong with one is said`(_ members: String, _ message: String) throws {
    #expect(try flaw(members) == message)
  }

  @Test(arguments: ["X", "-x", "a_b", "a.b", String(repeating: "a", count: 21)])
  func `a name is short and plain`(_ name: String) throws {
    #expect(
      try flaw(#"command: "p""#, name: name) == "\(name) must be named with \(ServerName.rule)")
  }
}
