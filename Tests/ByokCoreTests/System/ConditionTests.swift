@testable import ByokCore
import Testing

@testable import ByokKit

@Suite struct ConditionTests {
  @Test func `changes by many threads are all kept`() {
    let count = Condition(0)
    WorkerPool.run(8) { _ in for _ in 0..<1000 { count.withLock { $0 += 1 } } }
    #expect(count.withLock { $0 } == 8000)
  }

  @Test func `a waiter sees the change that it waits for`() {
    let turn = Condition(0)
    let seen = Condition([Int]())
    WorkerPool.run(4) { number in
      turn.wait { $0 == number ? true : nil }
      seen.withLock { $0.append(number) }
      turn.update { $0 += 1 }
    }
    #expect(seen.withLock { $0 } == [0, 1, 2, 3])
  }

  @Test func `a wait ends with its time, or with the change`() {
    let value = Condition(0)
    #expect(value.wait(atMost: 0) { $0 == 1 ? true : nil } == nil)
    WorkerPool.run(2) { number in
      guard number == 0 else { return value.update { $0 = 1 } }
      #expect(value.wait(atMost: 60) { $0 == 1 ? true : nil } == true)
    }
    #expect(value.wait(atMost: 0) { $0 == 1 ? true : nil } == true)
    #expect(value.wait(atMost: -1) { $0 == 2 ? true : nil } == nil)
  }

  @Test func `a latch ends the waits of all threads, and lets later ones through`() {
    let latch = Latch()
    #expect(!latch.isOpen)
    WorkerPool.run(3) { number in
      if number == 0 { latch.open() } else { Clock.system.wait(.greatestFiniteMagnitude, latch) }
    }
    #expect(latch.isOpen)
  }

  @Test func `what the body throws comes out and the lock is free again`() {
    let value = Condition(1)
    #expect(throws: ByokError.self) {
      try value.update { (_) throws(ByokError) in throw ByokError(.failure, "no") }
    }
    #expect(value.withLock { $0 } == 1)
  }
}
