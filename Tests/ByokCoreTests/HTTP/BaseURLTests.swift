import Testing

@testable import ByokCore

@Suite struct BaseURLTests {
  @Test(arguments: [
    ("https://api.openai.com/v1", "https://api.openai.com", "/v1"),
    ("https://api.openai.com/v1/", "https://api.openai.com", "/v1"),
    ("https://api.openai.com/v1///", "https://api.openai.com", "/v1"),
    ("https://api.openai.com", "https://api.openai.com", ""),
    ("https://api.openai.com/", "https://api.openai.com", ""),
    ("HTTPS://API.OpenAI.com/V1", "https://api.openai.com", "/V1"),
    ("https://api.openai.com:443/v1", "https://api.openai.com", "/v1"),
    ("https://api.openai.com:80", "https://api.openai.com:80", ""),
    ("https://api.openai.com:8443/v1", "https://api.openai.com:8443", "/v1"),
    ("https://api.openai.com:1", "https://api.openai.com:1", ""),
    ("https://api.openai.com:65535", "https://api.openai.com:65535", ""),
    ("https://host", "https://host", ""),
    ("https://my_host-1.example", "https://my_host-1.example", ""),
    ("https://xn--bcher-kva.example", "https://xn--bcher-kva.example", ""),
    ("https://8.8.8.8/v1", "https://8.8.8.8", "/v1"),
    ("https://1and1.example", "https://1and1.example", ""),
    ("https://a.b/c@d", "https://a.b", "/c@d"),
    ("https://a.b/c:80", "https://a.b", "/c:80"),
    ("https://a.b//c", "https://a.b", "//c"),
    ("https://a.b/.well-known/...", "https://a.b", "/.well-known/..."),
    ("https://a.b/c%20d", "https://a.b", "/c%20d"),
    ("https://[2001:db8::1]/v1", "https://[2001:db8::1]", "/v1"),
    ("https://[2001:DB8::1]:8443", "https://[2001:db8::1]:8443", ""),
    ("https://[2001:0db8:0:0:0:0:0:1]", "https://[2001:db8::1]", ""),
    ("https://169.253.0.1", "https://169.253.0.1", ""),
    ("http://localhost", "http://localhost", ""),
    ("http://localhost:11434/v1", "http://localhost:11434", "/v1"),
    ("http://LocalHost:80/v1", "http://localhost", "/v1"),
    ("http://127.0.0.1:8080", "http://127.0.0.1:8080", ""),
    ("http://127.255.255.254", "http://127.255.255.254", ""),
    ("http://[::1]:1234/v1", "http://[::1]:1234", "/v1"),
    ("http://[0:0:0:0:0:0:0:1]:1234", "http://[::1]:1234", ""),
    ("https://localhost", "https://localhost", ""),
  ])
  func `an address is brought into one form`(_ text: String, _ origin: String, _ path: String)
    throws
  {
    let base = try BaseURL(text, from: "test")
    #expect(base.origin == origin)
    #expect(base.path == path)
    #expect(base.text == origin + path)
  }

  @Test(arguments: [
    "https://api.openai.com/v1", "http://[::1]:1234/v1", "https://[2001:db8::1]", "https://h:1",
  ])
  func `that form is read as itself`(_ text: String) throws {
    #expect(try BaseURL(text, from: "test").text == text)
  }

  private static let beginning = "it must begin with https:// (or http:// for this machine)"
  private static let characters = "it contains spaces, backslashes or non-ASCII characters"
  private static let user = "it contains a user name or password"
  private static let dots = "its path contains '.' or '..'"
  private static let query = "it contains a query or a fragment"
  private static let place = "its host or port is not valid"
  private static let metadata = "its host is a metadata service"
  private static let plain = "plain http is allowed only for this machine"

  static let refusals: [(String, String)] =
    [
      "", "api.openai.com", "ftp://a.b", "file:///etc/passwd", "https:/a.b", "https:a.b", "//a.b",
      " https://a.b", "wss://a.b", "httpss://a.b", "http:", "javascript:alert(1)",
    ].map { ($0, beginning) }
    + [
      "https://a.b/ c", "https://a b", "https://a.b\\c", "https://a.b\\@c.d", "https://a.b\n",
      "https://a.b\r\nX: y", "https://a.b/\t", "https://bücher.example", "https://a.b/ü",
      "https://a.b/\u{7F}", "https://ａ.b", "https://a。b", "https://a.b/\0",
    ].map { ($0, characters) }
    + [
      "https://me@a.b", "https://me:pw@a.b", "https://@a.b", "https://api.openai.com@evil.com/v1",
      "https://a.b@", "http://localhost@evil.com",
    ].map { ($0, user) }
    + [
      "https://a.b?x=1", "https://a.b/v1?", "https://a.b#", "https://a.b/v1#x", "https://a.b/#@c",
      "https://a.b/?key=1",
    ].map { ($0, query) }
    + [
      "https://a.b/..", "https://a.b/v1/../v2", "https://a.b/./v1", "https://a.b/v1/.",
      "https://a.b/%2e%2E/v1", "https://a.b/v1/.%2e", "https://a.b/%2E//",
    ].map { ($0, dots) }
    + [
      "https://", "https:///v1", "https://:443", "https://a.b:", "https://a.b:0",
      "https://a.b:65536",
      "https://a.b:0443", "https://a.b:+443", "https://a.b:-1", "https://a.b:443:443",
      "https://a.b:x",
      "https://a.b:99999999999999999999", "https://a.b:4 43".replacing(" ", with: "_"),
      "https://a.b.", "https://.a.b", "https://a..b", "https://.", "https://-a.b", "https://a-.b",
      "https://a.b-", "https://a%2eb", "https://a*b", "https://a,b", "https://a!b",
      "https://127.1", "https://0x7f.1", "https://0x7f000001", "https://2130706433",
      "https://017700000001",
      "https://127.0.0.01", "https://256.1.1.1", "https://1.2.3", "https://1.2.3.4.5",
      "https://a.1",
      "https://1.2.3.4.", "https://a.0x10", "http://127.1", "http://2130706433", "http://0x7f.1",
      "https://[::1", "https://::1", "https://[]", "https://[:]", "https://[1:2]", "https://[::1]x",
      "https://[::g]", "https://[::1%25lo]", "https://[127.0.0.1]", "https://[:::::]",
      "https://[1:2:3:4:5:6:7:8:9]", "https://[12345::]", "https://[::1]:0", "https://[::1]:",
      "https://a.b:443@c.d:1".replacing("@", with: ":"),
    ].map { ($0, place) }
    + [
      "https://169.254.169.254", "https://169.254.0.1/latest", "http://169.254.169.254",
      "https://[fd00:ec2::254]", "https://[FD00:EC2::254]", "https://[fd00:0ec2:0:0:0:0:0:254]",
      "https://[fe80::1]", "https://[fe90::1]", "https://[febf::1]",
      "https://[::ffff:169.254.169.254]",
      "https://[::ffff:a9fe:a9fe]", "https://[::169.254.169.254]", "https://[64:ff9b::a9fe:a9fe]",
    ].map { ($0, metadata) }
    + [
      "http://api.openai.com", "http://localhost.evil.com", "http://127.0.0.1.evil.com",
      "http://10.0.0.1", "http://192.168.0.1:11434", "http://0.0.0.0", "http://[::]",
      "http://[::2]",
      "http://128.0.0.1", "http://localhost1", "http://xlocalhost", "http://[::ffff:127.0.0.1]",
    ].map { ($0, plain) }

  @Test(arguments: refusals)
  func `an address that breaks a rule is refused with the rule`(_ text: String, _ rule: String) {
    #expect(
      throws: ByokError(.usage, "OPENAI_BASE_URL is not a base URL that byok uses: \(rule)")
    ) {
      try BaseURL(text, from: "OPENAI_BASE_URL")
    }
  }

  @Test(arguments: [(63, true), (64, false)])
  func `a label of a host has at most 63 bytes`(_ count: Int, _ isGood: Bool) {
    let host = String(repeating: "a", count: count) + ".example"
    #expect(((try? BaseURL("https://\(host)", from: "test")) != nil) == isGood)
  }

  @Test(arguments: [(253, true), (254, false)])
  func `a host has at most 253 bytes`(_ count: Int, _ isGood: Bool) {
    let host = String(String(repeating: "abcdefg.", count: 40).prefix(count - 1)) + "z"
    #expect(host.count == count)
    #expect(((try? BaseURL("https://\(host)", from: "test")) != nil) == isGood)
  }

  @Test(arguments: [
    ("https://a.b", 443), ("http://localhost", 80), ("https://a.b:8443", 8443),
    ("http://[::1]:1234", 1234),
  ])
  func `the port is known also where it is not written`(_ text: String, _ port: Int) throws {
    #expect(try BaseURL(text, from: "test").port == port)
  }

  @Test(arguments: [
    ("https://api.openai.com", false), ("https://localhost", true), ("https://127.9.9.9", true),
    ("https://[::1]", true), ("https://[::2]", false), ("https://localhost.example", false),
    ("https://127.example", false), ("https://128.0.0.1", false),
  ])
  func `this machine is told by the host's form`(_ text: String, _ isLoopback: Bool) throws {
    #expect(try BaseURL(text, from: "test").isLoopback == isLoopback)
  }

  @Test(arguments: [
    ("https://api.openai.com/v1", false), ("http://localhost:11434", true),
    ("HTTP://LOCALHOST", true),
    ("https://127.9.9.9", true), ("https://[::1]", true), ("https://[0:0::1]/v1", true),
    ("https://[::2]", false), ("https://localhost.example", false), ("https://128.0.0.1", false),
    ("http://api.example", false), ("ftp://localhost", false), ("localhost", false), ("", false),
    ("https://", false), ("http:/localhost", false), ("https://{resource}.example", false),
    ("https://localhost/../x", false),
  ])
  func `an address without a valid form is not this machine's`(_ text: String, _ isLoopback: Bool) {
    #expect(BaseURL.isLoopback(text) == isLoopback)
    #expect(BaseURL.isLoopback(text) == ((try? BaseURL(text, from: "test"))?.isLoopback == true))
  }

  @Test func `plain http goes to another machine only where that is allowed, and carries no key`()
    throws
  {
    #expect(throws: ByokError.self) { try BaseURL("http://gpu.example/v1", from: "test") }
    let base = try BaseURL("HTTP://GPU.example:80/v1/", from: "test", allowsHTTP: true)
    #expect(base.text == "http://gpu.example/v1")
    #expect(!base.isSecure && !base.isLoopback && !base.mayCarryKey)
    for text in ["https://gpu.example", "http://127.0.0.1:8000", "http://localhost"] {
      #expect(try BaseURL(text, from: "test", allowsHTTP: true).mayCarryKey)
    }
    #expect(throws: ByokError.self) {
      try BaseURL("http://169.254.169.254/latest", from: "test", allowsHTTP: true)
    }
  }

  @Test(arguments: [
    (
      "https://a.b/openai/deployments/gpt/?api-version=2024-12-01-preview",
      "/openai/deployments/gpt"
    ),
    ("https://a.b/x/openai/deployments/g?api-version=v1", "/x/openai/deployments/g"),
    ("https://a.b/openai/v1?api-version=preview", "/openai/v1"),
  ])
  func `an address of Azure's may name its version`(_ text: String, _ path: String) throws {
    let base = try BaseURL(text, from: "test")
    #expect(base.path == path)
    #expect(base.query == text[(text.firstIndex(of: "?") ?? text.endIndex)...])
    #expect(base.text == "https://a.b" + path + base.query)
    #expect(try BaseURL(base.text, from: "test") == base)
  }

  @Test(arguments: [
    "https://a.b/v1?api-version=v1", "https://a.b?api-version=v1",
    "https://a.b/openai?api-version=1",
    "https://a.b/openai/deployments?api-version=1", "https://a.b/openai/deployments/?api-version=1",
    "https://a.b/openai/deployments/a/b?api-version=1", "https://a.b/openai/v1?api-version=",
    "https://a.b/openai/v1?api-version=1&x=2", "https://a.b/openai/v1?api-version=1#f",
    "https://a.b/openai/v1?API-VERSION=1", "https://a.b/openai/v1?x=1&api-version=1",
    "https://a.b/openai/v1?api-version=a%20b", "https://a.b/openai/v1?api-version=1?api-version=2",
    "https://a.b/openai/v1#?api-version=1", "https://a.b/openai/v1?api-version=1/@c.d",
    "https://a.b/openai/v1?api-version=\(String(repeating: "1", count: 65))",
  ])
  func `any other query is refused`(_ text: String) {
    #expect(throws: ByokError.self) { try BaseURL(text, from: "test") }
  }

  @Test(arguments: [
    ("https://a.b/v1", "/chat", "https://a.b/v1/chat"),
    ("https://a.b", "/chat", "https://a.b/chat"),
    ("https://a.b/v1", "/m:g?alt=sse", "https://a.b/v1/m:g?alt=sse"),
    (
      "https://a.b/openai/deployments/g?api-version=1", "/chat",
      "https://a.b/openai/deployments/g/chat?api-version=1"
    ),
    (
      "https://a.b/openai/v1?api-version=1", "/models?x=2",
      "https://a.b/openai/v1/models?x=2&api-version=1"
    ),
    ("https://a.b/v2", "../v1/models", "https://a.b/v1/models"),
    ("https://a.b/c/v1", "../../models?p=1", "https://a.b/models?p=1"),
    ("https://a.b/v1", "../../../models", "https://a.b/models"),
    ("https://a.b", "../models", "https://a.b/models"),
  ])
  func `a path is put below an address and never leaves its origin`(
    _ base: String, _ path: String, _ whole: String
  ) throws {
    #expect(try BaseURL(base, from: "test").address(of: path) == whole)
  }
}
