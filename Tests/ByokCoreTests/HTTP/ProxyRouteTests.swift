import Testing

@testable import ByokCore

@Suite struct ProxyRouteTests {
  private static func network(_ variables: [String: String]) -> NetworkEnvironment {
    NetworkEnvironment(environment: Environment(variables))
  }

  private static func route(
    to server: String, _ variables: [String: String]
  ) throws -> ProxyRoute {
    network(variables).route(to: try BaseURL(server, from: "the test", allowsHTTP: true))
  }

  @Test(arguments: [
    (["https_proxy": "p", "HTTPS_PROXY": "q", "all_proxy": "r"], "https_proxy"),
    (["HTTPS_PROXY": "q", "all_proxy": "r"], "HTTPS_PROXY"),
    (["all_proxy": "r", "ALL_PROXY": "s"], "all_proxy"), (["ALL_PROXY": "s"], "ALL_PROXY"),
    (["http_proxy": "t", "HTTP_PROXY": "u"], nil), (["https_proxy": ""], nil), ([:], nil),
  ])
  func `the first variable that is set names the proxy`(
    variables: [String: String], variable: String?
  ) throws {
    let route = try Self.route(to: "https://a.example", variables)
    #expect(route == variable.map { .proxy(variable: $0) } ?? .direct)
  }

  @Test(arguments: [
    (["http_proxy": "t", "all_proxy": "r"], "http_proxy"), (["all_proxy": "r"], "all_proxy"),
    (["HTTP_PROXY": "u", "https_proxy": "p"], nil),
  ])
  func `plain http has a variable of its own, in small letters`(
    variables: [String: String], variable: String?
  ) throws {
    let route = try Self.route(to: "http://a.example", variables)
    #expect(route == variable.map { .proxy(variable: $0) } ?? .direct)
  }

  @Test(arguments: ["http://localhost", "http://127.0.0.1:8080", "https://[::1]"])
  func `this machine is asked directly`(server: String) throws {
    #expect(try Self.route(to: server, ["ALL_PROXY": "p"]) == .loopback)
    #expect(try Self.route(to: server, [:]) == .direct)
  }

  @Test func `a list of exemptions in small letters replaces one in capitals`() throws {
    let both = ["ALL_PROXY": "p", "no_proxy": "b.example", "NO_PROXY": "a.example"]
    #expect(
      try Self.route(to: "https://b.example", both)
        == .exempt(variable: "no_proxy", entry: "b.example"))
    #expect(try Self.route(to: "https://a.example", both) == .proxy(variable: "ALL_PROXY"))
    #expect(
      try Self.route(to: "https://x.a.example:1", ["ALL_PROXY": "p", "NO_PROXY": "*.A.example:1"])
        == .exempt(variable: "NO_PROXY", entry: "*.A.example:1"))
  }

  @Test(arguments: [
    ("http://proxy.example:3128", "http://proxy.example:3128"),
    ("proxy.example", "proxy.example"), ("http://user:pass@proxy.example/", "http://proxy.example"),
    ("user:pass@proxy.example:1", "proxy.example:1"),
    ("socks5h://u:p%40@[::1]:1080", "socks5h://[::1]:1080"),
    ("http://user:pa/ss?w@rd#@proxy.example", "http://proxy.example"),
    ("user:p://q@proxy.example", "proxy.example"),
    ("http://proxy.example?key=x", "http://proxy.example"),
    ("http://pro\u{1B}[31mxy", "http://pro\\u{1b}[31mxy"),
  ])
  func `a proxy is shown without user, password and path`(proxy: String, shown: String) throws {
    let network = Self.network(["https_proxy": proxy])
    let text = network.text(of: .proxy(variable: "https_proxy"))
    #expect(text == "through the proxy \(shown) (https_proxy)")
  }

  @Test func `a way without a proxy is told with the reason`() throws {
    let network = Self.network([:])
    #expect(network.text(of: .direct) == "no proxy")
    #expect(network.text(of: .loopback) == "no proxy: it is this machine")
    #expect(
      network.text(of: .exempt(variable: "NO_PROXY", entry: ".a"))
        == "no proxy: NO_PROXY has '.a'")
  }
}
