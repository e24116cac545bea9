import Testing

@testable import ByokCore

@Suite struct TransferTimesTests {
  @Test func `each part is told by its own length`() {
    let times = TransferTimes(
      name: 0.002, connection: 0.012, security: 0.0521, firstByte: 0.4, total: 1.5)
    #expect(
      times.text(firstToken: 0.45)
        == "timings: DNS 2 ms, connect 10 ms, TLS 40 ms, first byte after 400 ms, "
        + "first token after 450 ms, total 1500 ms")
    #expect(
      TransferTimes(total: 0.001).text(firstToken: nil)
        == "timings: DNS 0 ms, connect 0 ms, first byte after 0 ms, total 1 ms")
  }
}
