import ByokTestSupport
import Testing

@testable import ByokCore

/// What is known of a request whose connection broke.
@Suite struct CurlTransportTests {
  private let transport = CurlTransport(
    network: NetworkEnvironment(environment: Environment([:])))

  private func failure(of server: LoopbackServer, body: String) throws -> TransportFailure? {
    let base = try BaseURL(server.baseURL, from: "the test")
    let request = HTTPRequest(
      method: body.isEmpty ? "GET" : "POST", url: base.address(of: "/a"), base: base, headers: [],
      body: Array(body.utf8), timeout: 10)
    let nothing: [UInt8] = []
    let noKey = try Secret(copying: nothing.span)
    do throws(TransportFailure) {
      try transport.send(request, keyLine: noKey, to: WholeBody(limit: 100))
      return nil
    } catch {
      return error
    }
  }

  @Test func `a request that was read whole before a reset is known to be sent`() throws {
    let server = try LoopbackServer(.init(framing: .raw, [.reset]))
    let failure = try #require(try failure(of: server, body: "prompt"))
    #expect(failure.wasSent)
    #expect(failure.cause == .network)
    #expect(server.requests.map(\.text) == ["prompt"])
  }
}
