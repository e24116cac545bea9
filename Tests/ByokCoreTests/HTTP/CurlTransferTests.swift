import Synchronization
import Testing

@testable import ByokCore

/// The limits of time, by a clock that the test sets.
@Suite struct CurlTransferTests {
  /// Seconds on the monotonic clock.
  private final class Seconds: Sendable {
    private let count = Mutex(0.0)

    var now: Double {
      get { count.withLock { $0 } }
      set { count.withLock { $0 = newValue } }
    }

    var clock: Clock { Clock(now: { 0 }, monotonic: { self.now }, sleep: { _ in }) }
  }

  private let seconds = Seconds()
  private let transfer: CurlTransfer

  init() {
    transfer = CurlTransfer(WholeBody(limit: 100), proxyVariable: nil, clock: seconds.clock)
  }

  private func receiveHeader(_ line: String) -> Bool {
    unsafe Array(line.utf8).withUnsafeBytes { unsafe transfer.receiveHeader($0) }
  }

  private func receiveBody(_ text: String) -> Bool {
    unsafe Array(text.utf8).withUnsafeBytes { unsafe transfer.receiveBody($0) }
  }

  /// Whether the transfer goes on when nothing has happened up to a moment.
  private func goesOn(at moment: Double) -> Bool {
    seconds.now = moment
    return transfer.mayGoOn()
  }

  private var failure: TransportFailure? { transfer.failure(code: 42, text: "", wasSent: false) }

  @Test func `a provider may think for five minutes before its answer begins`() {
    #expect(goesOn(at: 121))
    #expect(goesOn(at: 300))
    #expect(!goesOn(at: 301))
    #expect(
      failure
        == TransportFailure(cause: .timeout, message: "no response for 300 s", wasSent: true))
  }

  @Test func `an answer that has begun may be silent for two minutes`() {
    #expect(goesOn(at: 200))
    #expect(receiveHeader("HTTP/1.1 200 OK\r\n"))
    #expect(receiveHeader("\r\n"))
    #expect(goesOn(at: 320))
    #expect(receiveBody("x"))
    #expect(goesOn(at: 440))
    #expect(!goesOn(at: 441))
    #expect(
      failure
        == TransportFailure(
          cause: .timeout, message: "no more data arrived for 120 s", wasSent: true))
  }

  @Test func `a head that has not ended is not an answer`() {
    #expect(receiveHeader("HTTP/1.1 200 OK\r\n"))
    #expect(goesOn(at: 300))
  }
}
