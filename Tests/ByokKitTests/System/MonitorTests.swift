import Testing

@testable import ByokKit

@Suite struct MonitorTests {
  @Test func `changes by many threads are all kept`() {
    let count = Monitor(0)
    WorkerPool.run(8) { _ in for _ in 0..<1000 { count.withLock { $0 += 1 } } }
    #expect(count.withLock { $0 } == 8000)
  }

  @Test func `a waiter sees the change that it waits for`() {
    let turn = Monitor(0)
    let seen = Monitor([Int]())
    WorkerPool.run(4) { number in
      turn.wait { $0 == number ? true : nil }
      seen.withLock { $0.append(number) }
      turn.update { $0 += 1 }
    }
    #expect(seen.withLock { $0 } == [0, 1, 2, 3])
  }

  @Test func `what the body throws comes out and the lock is free again`() {
    let value = Monitor(1)
    #expect(throws: ByokError.self) {
      try value.update { (_) throws(ByokError) in throw ByokError(.failure, "no") }
    }
    #expect(value.withLock { $0 } == 1)
  }
}
