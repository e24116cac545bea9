@testable import ByokCore
import Synchronization
import Testing

@testable import ByokKit

@Suite struct SingleFlightTests {
  @Test func `eight threads that want the same ask once`() {
    let flights = SingleFlight<String, Int>()
    let started = Condition(0)
    let asked = Mutex(0)
    let answers = WorkerPool.map(Array(0..<8), workers: 8) { _ in
      started.update { $0 += 1 }
      return try? flights.value(for: "a") {
        // Nobody has an answer before everybody wants one.
        started.wait { $0 == 8 ? true : nil }
        asked.withLock { $0 += 1 }
        return 7
      }
    }
    #expect(answers == Array(repeating: 7, count: 8))
    #expect(asked.withLock { $0 } == 1)
  }

  @Test func `each key has an answer of its own, which is kept`() throws {
    let flights = SingleFlight<String, Int>()
    #expect(try flights.value(for: "a") { 1 } == 1)
    #expect(try flights.value(for: "b") { 2 } == 2)
    #expect(try flights.value(for: "a") { 3 } == 1)
  }

  @Test func `a failure is not kept`() throws {
    let flights = SingleFlight<String, Int>()
    let failure = ByokError(.network, "no")
    #expect(throws: failure) {
      try flights.value(for: "a") { () throws(ByokError) in throw failure }
    }
    #expect(try flights.value(for: "a") { 1 } == 1)
  }
}
