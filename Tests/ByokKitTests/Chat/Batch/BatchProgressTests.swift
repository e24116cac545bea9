import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct BatchProgressTests {
  private func tally(done: Int, failed: Int = 0, cost: Double? = nil) -> BatchCoordinator.Tally {
    var tally = BatchCoordinator.Tally()
    tally.done = done
    if failed > 0 { tally.failures = [.limited: failed] }
    tally.usage.cost = cost
    return tally
  }

  @Test(
    arguments: [
      (1, 0, nil, nil, 0.0, "1 done"), (30, 0, nil, nil, 4.0, "30 done, 7.5/s"),
      (30, 2, nil, 0.25, 4.0, "30 done, 2 failed, 7.5/s, 12 s left"),
      (30, 0, 0.5, 1.0, 4.0, "30 done, 7.5/s, $0.50"),
    ] as [(Int, Int, Double?, Double?, Double, String)])
  func `the line tells what is done, what failed, how fast, what is left and what it costs`(
    _ done: Int, _ failed: Int, _ cost: Double?, _ fraction: Double?, _ seconds: Double,
    _ line: String
  ) {
    let tally = tally(done: done, failed: failed, cost: cost)
    #expect(BatchProgress.line(tally, fraction: fraction, seconds: seconds) == line)
  }
}
