import Synchronization
import Testing

@testable import ByokCore

@Suite struct WorkerPoolTests {
  @Test func `results come in the order of the items`() {
    let doubled = WorkerPool.map(Array(0..<1000), workers: 7) { $0 * 2 }
    #expect(doubled == (0..<1000).map { $0 * 2 })
  }

  @Test(arguments: [0, 1]) func `few items need few threads`(_ count: Int) {
    #expect(WorkerPool.map(Array(0..<count), workers: 4) { $0 } == Array(0..<count))
  }

  @Test func `the threads run at once`() {
    // Each waits for all the others: one after the other they would never end.
    let arrived = Condition(0)
    WorkerPool.run(5) { _ in
      arrived.update { $0 += 1 }
      arrived.wait { $0 == 5 ? true : nil }
    }
    #expect(arrived.withLock { $0 } == 5)
  }

  @Test func `each thread has a number of its own`() {
    let numbers = Mutex(Set<Int>())
    WorkerPool.run(6) { number in numbers.withLock { _ = $0.insert(number) } }
    #expect(numbers.withLock { $0 } == Set(0..<6))
  }

  @Test func `a watched run ends when the last thread does`() {
    let count = Mutex(0)
    WorkerPool.run(3, watch: SignalWatch(take: { _ in })) { _ in count.withLock { $0 += 1 } }
    #expect(count.withLock { $0 } == 3)
  }
}
