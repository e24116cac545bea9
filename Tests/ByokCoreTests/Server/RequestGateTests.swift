import Testing

@testable import ByokCore

@Suite struct RequestGateTests {
  private func status(
    _ fields: [(String, String)], method: String = "POST", hosts: [String] = []
  ) -> Int? {
    let head = RequestHead(
      method: method, target: "/a", fields: fields.map { .init(name: $0.0, value: $0.1) })
    do throws(RequestFlaw) {
      try RequestGate(hosts: hosts).check(head)
      return nil
    } catch {
      return error.status
    }
  }

  @Test(arguments: [
    "127.0.0.1", "127.0.0.1:8377", "localhost", "LOCALHOST:1", "[::1]", "[::1]:80", "127.1.2.3",
  ])
  func `this machine is asked by its own names`(_ host: String) {
    #expect(status([("Host", host)]) == nil)
  }

  @Test(arguments: [
    "evil.example", "evil.example:8377", "127.0.0.1.evil.example", "localhost.evil.example",
    "192.168.1.1", "0.0.0.0", "[::]", "api.openai.com",
  ])
  func `another name is that of a page that was rebound`(_ host: String) {
    #expect(status([("Host", host)]) == 403)
  }

  @Test(arguments: [
    "", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:99999", "127.0.0.1:80:80", "a b", "127.0.0.1/",
    "user@127.0.0.1", "127.0.0.1,127.0.0.1", "[::1", "::1", "0x7f.0.0.1", "127.1",
  ])
  func `a host that is none is refused`(_ host: String) {
    #expect([400, 403].contains(status([("Host", host)])))
  }

  @Test func `there is one Host field`() {
    #expect(status([]) == 400)
    #expect(status([("Host", "127.0.0.1"), ("Host", "127.0.0.1")]) == 400)
    #expect(status([("Host", "127.0.0.1"), ("host", "evil.example")]) == 400)
  }

  @Test func `a name that the user allows is answered`() {
    #expect(status([("Host", "Host.Docker.internal:4141")], hosts: ["host.docker.internal"]) == nil)
    #expect(status([("Host", "docker.internal")], hosts: ["host.docker.internal"]) == 403)
  }

  @Test(arguments: [
    ("Origin", "https://evil.example"), ("Origin", "null"), ("Origin", "http://127.0.0.1:8377"),
    ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-origin"),
    ("Sec-Fetch-Site", "same-site"), ("X-Forwarded-For", "1.2.3.4"), ("Forwarded", "for=1.2.3.4"),
    ("Via", "1.1 proxy"), ("X-Forwarded-Host", "a"),
  ])
  func `pages and proxies are not answered`(_ name: String, _ value: String) {
    #expect(status([("Host", "localhost"), (name, value)]) == 403)
  }

  @Test func `what Node's fetch sends is answered`() {
    #expect(status([("Host", "localhost"), ("sec-fetch-mode", "cors")]) == nil)
    #expect(status([("Host", "localhost"), ("Sec-Fetch-Site", "none")]) == nil)
  }

  @Test func `methods and upgrades`() {
    let host = ("Host", "localhost")
    for method in ["GET", "HEAD", "DELETE", "POST"] {
      #expect(status([host], method: method) == nil)
    }
    for method in ["PUT", "PATCH", "OPTIONS", "TRACE", "CONNECT", "get"] {
      #expect(status([host], method: method) == 405)
    }
    #expect(status([host, ("Upgrade", "websocket")], method: "GET") == 404)
    #expect(status([host, ("Upgrade", "h2c"), ("Connection", "Upgrade")], method: "GET") == nil)
    #expect(status([host, ("Content-Length", "3")], method: "GET") == 400)
    #expect(status([host, ("Transfer-Encoding", "chunked")], method: "DELETE") == 400)
    #expect(status([host, ("Content-Length", "0")], method: "GET") == nil)
  }

  @Test func `expectations`() throws {
    func head(_ values: String..., isOld: Bool = false) -> RequestHead {
      RequestHead(
        method: "POST", target: "/a", isOld: isOld,
        fields: values.map { .init(name: "Expect", value: $0) })
    }
    #expect(try head("100-continue").expectsContinue())
    #expect(try head("100-Continue").expectsContinue())
    #expect(try !head().expectsContinue())
    #expect(try !head("100-continue", isOld: true).expectsContinue())
    #expect(throws: RequestFlaw.self) { try head("200-ok").expectsContinue() }
    #expect(throws: RequestFlaw.self) { try head("100-continue", "100-continue").expectsContinue() }
  }
}
