@testable import ByokCore
import Synchronization
import Testing

@testable import ByokKit

@Suite struct RateLimiterTests {
  /// A clock that only waits move, and what was told.
  private final class Day: Sendable {
    private let state = Mutex((now: 100.0, waits: [Double](), told: [String]()))

    var waits: [Double] { state.withLock { $0.waits } }
    var told: [String] { state.withLock { $0.told } }

    var clock: Clock {
      Clock(
        now: { 0 }, monotonic: { [self] in state.withLock { $0.now } },
        sleep: { [self] seconds in pass(seconds) }, wait: { [self] seconds, _ in pass(seconds) })
    }

    private func pass(_ seconds: Double) {
      state.withLock { state in
        state.now += seconds
        state.waits.append(seconds)
      }
    }

    func tell(_ text: String) { state.withLock { $0.told.append(text) } }
  }

  private let day = Day()
  private let ended = Latch()

  private func limiter(_ workers: Int) -> RateLimiter {
    RateLimiter(workers: workers, clock: day.clock, ended: ended) { [day] text in day.tell(text) }
  }

  @Test func `nobody begins before the wait is over, whoever was told`() {
    let limiter = limiter(4)
    let begun = (0..<4).compactMap { _ in limiter.begin() }
    #expect(begun == [100, 100, 100, 100])
    limiter.hold(7, begun: begun[0], because: "too many")
    for _ in 0..<4 { limiter.end() }
    #expect(limiter.begin() == 107)
    #expect(day.waits == [7])
    #expect(limiter.begin() == 107)
  }

  @Test func `the longest wait counts, and one refusal of several at once is told`() {
    let limiter = limiter(2)
    let begun = (0..<2).compactMap { _ in limiter.begin() }
    limiter.hold(3, begun: begun[0], because: "too many")
    limiter.hold(0, begun: begun[1] - 1, because: "again")
    limiter.hold(5, begun: begun[1] - 1, because: "again")
    for _ in 0..<2 { limiter.end() }
    #expect(limiter.begin() == 105)
    #expect(day.told == ["too many; pausing all workers for 3.0 s"])
  }

  @Test func `half as many are under way after a refusal, and each answer lets more through`()
    throws
  {
    let limiter = limiter(8)
    let begun = try #require(limiter.begin())
    limiter.hold(0, begun: begun, because: "too many")
    limiter.end()
    // Four and a quarter may be under way: a fifth waits until one of them ends.
    for _ in 0..<4 { _ = limiter.begin() }
    let fifth = Condition(false)
    let ended = Condition(false)
    WorkerPool.run(2) { number in
      if number == 0 {
        _ = limiter.begin()
        fifth.update { $0 = true }
        #expect(ended.withLock { $0 })
      } else {
        ended.withLock { $0 = true }
        limiter.end()
        fifth.wait { $0 ? true : nil }
      }
    }
  }

  @Test func `none begins once the batch has ended, and none that waited then`() {
    let latch = ended
    var clock = day.clock
    clock.wait = { _, _ in latch.open() }
    let limiter = RateLimiter(workers: 1, clock: clock, ended: ended) { _ in }
    #expect(limiter.begin() == 100)
    limiter.hold(7, begun: 100, because: "too many")
    limiter.end()
    #expect(limiter.wait(0) == false)
    // Each gives its place back: the next is not kept out by it.
    for _ in 0..<3 { #expect(limiter.begin() == nil) }
  }

  @Test func `the end of the batch ends a wait at once`() {
    var clock = day.clock
    clock.wait = Clock.system.wait
    let limiter = RateLimiter(workers: 2, clock: clock, ended: ended) { _ in }
    limiter.hold(1e6, begun: 100, because: "too many")
    WorkerPool.run(2) { [ended] number in
      if number == 0 { #expect(limiter.begin() == nil) } else { ended.open() }
    }
    #expect(!limiter.wait(1e6))
  }
}
