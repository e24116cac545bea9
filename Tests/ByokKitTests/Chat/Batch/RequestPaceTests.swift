import Synchronization
import Testing

@testable import ByokKit

@Suite struct RequestPaceTests {
  /// A clock that only waits move, and what was told.
  private final class Day: Sendable {
    private let state = Mutex((now: 100.0, waits: [Double](), told: [String]()))

    var waits: [Double] { state.withLock { $0.waits } }
    var told: [String] { state.withLock { $0.told } }

    var clock: Clock {
      Clock(
        now: { 0 }, monotonic: { [self] in state.withLock { $0.now } },
        sleep: { [self] seconds in
          state.withLock { state in
            state.now += seconds
            state.waits.append(seconds)
          }
        })
    }

    func tell(_ text: String) { state.withLock { $0.told.append(text) } }
  }

  private let day = Day()

  private func pace(_ workers: Int) -> RequestPace {
    RequestPace(workers: workers, clock: day.clock) { [day] text in day.tell(text) }
  }

  @Test func `nobody begins before the wait is over, whoever was told`() {
    let pace = pace(4)
    let begun = (0..<4).map { _ in pace.begin() }
    #expect(begun == [100, 100, 100, 100])
    pace.hold(7, begun: begun[0], because: "too many")
    for _ in 0..<4 { pace.end() }
    #expect(pace.begin() == 107)
    #expect(day.waits == [7])
    #expect(pace.begin() == 107)
  }

  @Test func `the longest wait counts, and one refusal of several at once is told`() {
    let pace = pace(2)
    let begun = (0..<2).map { _ in pace.begin() }
    pace.hold(3, begun: begun[0], because: "too many")
    pace.hold(0, begun: begun[1] - 1, because: "again")
    pace.hold(5, begun: begun[1] - 1, because: "again")
    for _ in 0..<2 { pace.end() }
    #expect(pace.begin() == 105)
    #expect(day.told == ["too many; all wait 3.0 s"])
  }

  @Test func `half as many are under way after a refusal, and each answer lets more through`() {
    let pace = pace(8)
    let begun = pace.begin()
    pace.hold(0, begun: begun, because: "too many")
    pace.end()
    // Four and a quarter may be under way: a fifth waits until one of them ends.
    for _ in 0..<4 { _ = pace.begin() }
    let fifth = Monitor(false)
    let ended = Monitor(false)
    WorkerPool.run(2) { number in
      if number == 0 {
        _ = pace.begin()
        fifth.update { $0 = true }
        #expect(ended.withLock { $0 })
      } else {
        ended.withLock { $0 = true }
        pace.end()
        fifth.wait { $0 ? true : nil }
      }
    }
  }
}
