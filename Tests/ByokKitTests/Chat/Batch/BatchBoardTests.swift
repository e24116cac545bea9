import Testing

@testable import ByokKit

@Suite struct BatchBoardTests {
  private func board(_ screen: Screen, isOrdered: Bool = true) -> BatchBoard {
    BatchBoard(
      BatchSink(screen.console), workers: 2, isOrdered: isOrdered,
      progress: BatchProgress(screen.console, .system))
  }

  private func finish(_ board: BatchBoard, _ place: Int, cost: Double? = nil) {
    board.finish(place, Array("\(place)\n".utf8), fraction: nil) { tally in
      tally.done += 1
      tally.usage = Usage(cost: cost).added(to: tally.usage)
    }
  }

  @Test func `results come in the order of their prompts, or as they are ready`() throws {
    let (ordered, other) = (try Screen(), try Screen())
    let (first, second) = (board(ordered), board(other, isOrdered: false))
    for place in [2, 0, 3, 1] {
      finish(first, place)
      finish(second, place)
    }
    #expect(ordered.output == "0\n1\n2\n3\n")
    #expect(other.output == "2\n0\n3\n1\n")
  }

  @Test func `a prompt that is left out holds nobody up`() throws {
    let screen = try Screen()
    let board = board(screen)
    finish(board, 1)
    board.leaveOut(0)
    #expect(screen.output == "1\n")
    #expect(board.tally.done == 1)
  }

  @Test func `all together cost what is allowed, with what is under way`() throws {
    let screen = try Screen()
    let board = board(screen)
    #expect(board.reserve(0.4, of: 1))
    #expect(board.reserve(0.5, of: 1))
    #expect(!board.reserve(0.2, of: 1))
    // It cost less than it might have.
    finish(board, 0, cost: 0.1)
    board.release(0.4)
    #expect(board.reserve(0.4, of: 1))
    #expect(!board.reserve(0.1, of: 1))
    board.release(0.5)
    board.release(0.4)
    finish(board, 1, cost: 0.9)
    #expect(!board.reserve(0.1, of: 1))
    #expect(screen.output == "0\n1\n")
  }

  @Test func `behind a result that could not be written, none is`() throws {
    let path = "/dev/full"
    let board = BatchBoard(
      BatchSink(Console(), try ResultFile.create(path)), workers: 2, isOrdered: false,
      progress: BatchProgress(Console(), .system))
    finish(board, 0)
    finish(board, 1)
    #expect(board.tally.done == 1)
    #expect(board.tally.end?.message == "cannot write '/dev/full': No space left on device")
    #expect(!board.admit(2))
  }

  @Test func `nobody is let in once the batch has ended, and what was under way is written`() throws
  {
    let screen = try Screen()
    let board = board(screen)
    #expect(board.admit(0))
    board.end(ByokError(.keyRejected, "first"))
    board.end(ByokError(.locked, "second"))
    #expect(!board.admit(1))
    finish(board, 0)
    #expect(screen.output == "0\n")
    #expect(board.tally.end?.message == "first")
  }
}
