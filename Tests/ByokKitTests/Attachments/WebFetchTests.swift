import ByokTestSupport
import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

@Suite struct WebFetchTests {
  private func fetch(
    _ address: String, _ answers: [FakeTransport.Answer], _ variables: [String: String] = [:],
    limit: Int = 10
  ) throws -> (Result<String, ByokError>, [FakeTransport.Asked]) {
    let transport = FakeTransport(answers)
    let fetch = WebFetch(
      transport: transport, console: Console(input: -1, output: -1, errors: -1),
      network: NetworkEnvironment(environment: Environment(variables)))
    let place = try WebAddress(address)
    let result = Result { () throws(ByokError) in
      String(decoding: try fetch.bytes(of: place, limit: limit), as: UTF8.self)
    }
    return (result, transport.asked)
  }

  private static let proxy = ["https_proxy": "http://proxy.example"]

  private func redirect(_ target: String, _ status: Int = 302) -> FakeTransport.Answer {
    .status(status, "moved", ["location": target])
  }

  @Test func `a file is fetched without a key`() throws {
    let (result, asked) = try fetch("https://a.example/b?c=d", [.status(200, "text")])
    #expect(try result.get() == "text")
    #expect(asked.map(\.request.url) == ["https://a.example/b?c=d"])
    #expect(asked.map(\.request.method) == ["GET"])
    #expect(asked.map(\.keyLine) == [""])
    #expect(asked[0].request.headers.map(\.name) == ["Accept", "User-Agent"])
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func `redirects are followed, elsewhere to public addresses only`(status: Int) throws {
    let (result, asked) = try fetch(
      "https://a.example/b",
      [redirect("/c", status), redirect("https://d.example/e", status), .status(200, "text")])
    #expect(try result.get() == "text")
    #expect(
      asked.map(\.request.url)
        == ["https://a.example/b", "https://a.example/c", "https://d.example/e"])
    #expect(asked.map(\.request.isPublicOnly) == [false, false, true])
  }

  @Test func `another port of the same host is elsewhere`() throws {
    let answers = [redirect("https://a.example:8443/c"), .status(200, "text")]
    let (result, asked) = try fetch("https://a.example/b", answers)
    #expect(try result.get() == "text")
    #expect(asked.map(\.request.url) == ["https://a.example/b", "https://a.example:8443/c"])
    #expect(asked.map(\.request.isPublicOnly) == [false, true])
    let (refused, sent) = try fetch("https://a.example/b", answers, Self.proxy)
    #expect(throws: ByokError.self) { try refused.get() }
    #expect(sent.count == 1)
  }

  @Test func `redirects have an end`() throws {
    let (result, asked) = try fetch(
      "https://a.example/b", Array(repeating: redirect("/b"), count: 9))
    #expect(
      result
        == .failure(
          ByokError(
            .failure,
            "cannot fetch 'https://a.example/b': it is redirected more than 5 times")))
    #expect(asked.count == 6)
  }

  @Test(arguments: [
    (
      "http://127.0.0.1:9/x", "it is redirected to this machine, which byok does not follow"
    ),
    (
      "http://b.example/x",
      "it is redirected, but the address 'http://b.example/x' is not a base URL that byok uses: "
        + "plain http is allowed only for this machine"
    ),
    (
      "https://169.254.169.254/x",
      "it is redirected, but the address 'https://169.254.169.254/x' is not a base URL that byok "
        + "uses: its host is a metadata service"
    ),
  ])
  func `redirects to where they have no business are refused`(target: String, reason: String) throws
  {
    let (result, asked) = try fetch("https://a.example/b", [redirect(target)])
    #expect(
      result == .failure(ByokError(.failure, "cannot fetch 'https://a.example/b': \(reason)")))
    #expect(asked.count == 1)
  }

  @Test func `through a proxy other hosts are named, not asked`() throws {
    let answers = [redirect("https://b.example/x?y"), .status(200, "text")]
    let (result, asked) = try fetch("https://a.example/b", answers, Self.proxy)
    #expect(
      result
        == .failure(
          ByokError(
            .failure, "'https://a.example/b' is redirected to another host",
            hint: "byok does not follow it through a proxy; to fetch it: "
              + "-f 'https://b.example/x'")))
    #expect(asked.count == 1)
  }

  @Test func `statuses, sizes and the network are told`() throws {
    let missing = try fetch("https://a.example/b?sig=s", [.status(404, "no")]).0
    #expect(
      missing == .failure(ByokError(.failure, "cannot fetch 'https://a.example/b': HTTP 404")))
    let lost = try fetch("https://a.example/b", [redirect("")]).0
    #expect(lost == .failure(ByokError(.failure, "cannot fetch 'https://a.example/b': HTTP 302")))
    let failed = try fetch("https://a.example/b", [.fails(.timeout)]).0
    #expect(
      failed == .failure(ByokError(.network, "cannot fetch 'https://a.example/b': it failed")))
    for answer in [
      FakeTransport.Answer.status(200, "12345678901"),
      .status(200, "1", ["content-length": "11"]),
    ] {
      let large = try fetch("https://a.example/b", [answer]).0
      #expect(large == .failure(.tooLargeFile("'https://a.example/b'", limit: 10)))
    }
    #expect(try fetch("https://a.example/b", [.status(200, "1234567890")]).0.get() == "1234567890")
  }

  @Test func `a name that leads to a private address is not connected to`() throws {
    let server = try LoopbackServer(.text("secret"))
    let transport = CurlTransport(network: NetworkEnvironment(environment: Environment([:])))
    let base = try BaseURL(server.baseURL, from: "test")
    var request = HTTPRequest(
      method: "GET", url: server.baseURL, base: base, headers: [], body: [], timeout: 10)
    request.isPublicOnly = true
    let nothing: [UInt8] = []
    let noKey = try Secret(copying: nothing.span)
    #expect {
      try transport.send(request, keyLine: noKey, to: Ignoring())
    } throws: { error in
      (error as? TransportFailure)?.message == "its address is in a private network"
    }
    #expect(server.requests.isEmpty)
    request.isPublicOnly = false
    try transport.send(request, keyLine: noKey, to: Ignoring())
    #expect(server.requests.count == 1)
  }
}

/// Takes an answer and forgets it.
private final class Ignoring: ResponseReceiver {
  func receive(_ head: ResponseHead) -> Bool { true }
  func receive(_ bytes: [UInt8]) -> Bool { true }
}
