@testable import ByokCore
import ByokKitTestSupport
import Glibc
import Synchronization
import Testing

@testable import ByokKit

@Suite struct BatchCoordinatorTests {
  private func coordinator(_ screen: Screen, isOrdered: Bool = true) -> BatchCoordinator {
    coordinator(screen.console, isOrdered: isOrdered)
  }

  private func coordinator(_ console: Console, isOrdered: Bool = true) -> BatchCoordinator {
    BatchCoordinator(
      BatchSink(console, BatchProgress(console, .system)), workers: 2, isOrdered: isOrdered)
  }

  private func finish(_ coordinator: BatchCoordinator, _ place: Int, cost: Double? = nil) {
    coordinator.finish(place, Array("\(place)\n".utf8), fraction: nil) { tally in
      tally.done += 1
      tally.usage = Usage(cost: cost).added(to: tally.usage)
    }
  }

  @Test func `results come in the order of their prompts, or as they are ready`() throws {
    let (ordered, other) = (try Screen(), try Screen())
    let (first, second) = (coordinator(ordered), coordinator(other, isOrdered: false))
    for place in [2, 0, 3, 1] {
      finish(first, place)
      finish(second, place)
    }
    #expect(ordered.output == "0\n1\n2\n3\n")
    #expect(other.output == "2\n0\n3\n1\n")
  }

  @Test func `a prompt that is left out holds nobody up`() throws {
    let screen = try Screen()
    let coordinator = coordinator(screen)
    finish(coordinator, 1)
    coordinator.leaveOut(0)
    #expect(screen.output == "1\n")
    #expect(coordinator.tally.done == 1)
  }

  @Test func `behind a result that could not be written, none is`() throws {
    let path = "/dev/full"
    let coordinator = BatchCoordinator(
      BatchSink(
        Console(), BatchProgress(Console(), .system), file: try ResultFile.create(path)),
      workers: 2, isOrdered: false)
    finish(coordinator, 0)
    finish(coordinator, 1)
    #expect(coordinator.tally.done == 1)
    #expect(coordinator.tally.end?.message == "cannot write '/dev/full': No space left on device")
    #expect(!coordinator.admit(2))
  }

  @Test func `nobody is let in once the batch has ended, and what was under way is written`() throws
  {
    let screen = try Screen()
    let coordinator = coordinator(screen)
    #expect(coordinator.admit(0))
    coordinator.end(ByokError(.keyRejected, "first"))
    coordinator.end(ByokError(.locked, "second"))
    #expect(!coordinator.admit(1))
    finish(coordinator, 0)
    #expect(screen.output == "0\n")
    #expect(coordinator.tally.end?.message == "first")
  }

  @Test func `notes come before the results that are still to be written, and some only once`()
    throws
  {
    let screen = try Screen()
    let coordinator = coordinator(screen)
    coordinator.note("first")
    coordinator.noteOnce("second")
    coordinator.noteOnce("second")
    #expect(screen.errors == "byok: first\nbyok: second\n")
  }

  @Test func `where the output is blocked, all others go on, until so many results wait`() throws {
    let pipe = try FullPipe()
    let coordinator = coordinator(pipe.console)
    let count = 300
    WorkerPool.run(2) { number in
      if number == 0 { return finish(coordinator, 0) }
      for place in 1..<256 {
        #expect(coordinator.admit(place))
        finish(coordinator, place)
      }
      // The thread that writes blocks nobody, and no longer than that is waited for it.
      while !coordinator.isWriting { sched_yield() }
      coordinator.stop(within: 0)
      #expect(coordinator.tally.done >= 255)
      WorkerPool.run(2) { number in
        if number == 0 { return pipe.drain(lines: count) }
        for place in 256..<count {
          #expect(coordinator.admit(place))
          #expect(pipe.isDraining)
          finish(coordinator, place)
        }
      }
    }
    #expect(pipe.lines == (0..<count).map(String.init))
  }

  @Test func `once the writing has been stopped, the count is the last line`() throws {
    let screen = try Screen()
    let coordinator = coordinator(screen)
    finish(coordinator, 0)
    coordinator.stop(within: 0)
    finish(coordinator, 1)
    coordinator.note("more")
    #expect(screen.output == "0\n")
    #expect(screen.errors == "byok: stopped: 1 answered\n")
  }
}

/// A pipe that is full until it is drained.
private final class FullPipe: Sendable {
  private let ends: [CInt]
  private let filling: Int
  private let state = Mutex((isDraining: false, text: ""))

  init() throws {
    var ends: [CInt] = [-1, -1]
    try #require(unsafe pipe(&ends) == 0)
    self.ends = ends
    // As much as it takes without waiting.
    let flags = fcntl(ends[1], F_GETFL)
    _ = fcntl(ends[1], F_SETFL, flags | O_NONBLOCK)
    var count = 0
    while unsafe write(ends[1], "x", 1) == 1 { count += 1 }
    filling = count
    _ = fcntl(ends[1], F_SETFL, flags)
  }

  deinit { ends.forEach { close($0) } }

  var console: Console { Console(input: -1, output: ends[1], errors: -1) }

  var isDraining: Bool { state.withLock { $0.isDraining } }

  /// The lines that were drained.
  var lines: [String] {
    state.withLock { $0.text.split(separator: "\n").map(String.init) }
  }

  /// Reads until there are so many lines.
  func drain(lines count: Int) {
    state.withLock { $0.isDraining = true }
    var rest = filling
    var chunk = [UInt8](repeating: 0, count: 65536)
    while lines.count < count {
      let read = unsafe read(ends[0], &chunk, chunk.count)
      guard read > 0 else { return }
      let skipped = min(rest, read)
      rest -= skipped
      let text = String(decoding: chunk[skipped..<read], as: UTF8.self)
      state.withLock { $0.text += text }
    }
  }
}
