import Testing

@testable import ByokCore

@Suite struct PlainHTTPTests {
  private final class Nobody: ResponseReceiver {
    func receive(_ head: ResponseHead) -> Bool { false }
    func receive(_ bytes: [UInt8]) -> Bool { false }
  }

  @Test func `the transport itself sends no key over plain http to another machine`() throws {
    // A name that no resolver knows (RFC 6761, section 6.4): nothing is asked if this fails.
    let base = try BaseURL("http://gpu.invalid/v1", from: "test", allowsHTTP: true)
    let request = HTTPRequest(
      method: "GET", url: base.address(of: "/models"), base: base, headers: [], body: [],
      timeout: 5)
    let key = try Secret(copying: Array("api-key: k\0".utf8).span)
    let transport = CurlTransport(network: NetworkEnvironment(environment: Environment([:])))
    var failure: TransportFailure?
    do throws(TransportFailure) {
      try transport.send(request, keyLine: key, to: Nobody())
    } catch {
      failure = error
    }
    #expect(failure?.cause == .unusable)
    #expect(failure?.message == "a key is sent over plain http only to this machine")
  }
}
