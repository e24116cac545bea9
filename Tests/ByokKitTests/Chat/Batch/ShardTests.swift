import ByokCore
import Testing

@testable import ByokKit

@Suite struct ShardTests {
  @Test(arguments: 1...16)
  func `every prompt is in one shard`(count: Int) throws {
    let shards = try (1...count).map { try #require(Shard(number: $0, count: count)) }
    for index in 0..<100 { #expect(shards.count { $0.holds(index) } == 1) }
    let sizes = shards.map { shard in (0..<100).count { shard.holds($0) } }
    #expect((sizes.max() ?? 0) - (sizes.min() ?? 0) <= 1)
  }

  @Test(arguments: [
    "0/4", "5/4", "1/0", "1", "1/2/3", "a/b", "/4", "1/", "-1/4", "auto/0", "auto/x",
  ])
  func `what names no shard is refused`(text: String) {
    #expect(ShardArgument(argument: text) == nil)
  }

  @Test func `the number takes the place of the placeholder`() throws {
    let shard = try #require(Shard(number: 3, count: 16))
    #expect(shard.fileName("a.{shard}.b.{shard}") == "a.3.b.3")
    #expect(shard.fileName("{shard}") == "3")
    #expect(shard.fileName("a") == "a")
  }

  /// Variables, the number after `auto/`, and the shard that they mean.
  private static let named: [(variables: [String: String], count: Int?, shard: String)] = [
    (["SLURM_ARRAY_TASK_ID": "0", "SLURM_ARRAY_TASK_COUNT": "16"], nil, "1/16"),
    (
      [
        "SLURM_ARRAY_TASK_ID": "7", "SLURM_ARRAY_TASK_MIN": "5", "SLURM_ARRAY_TASK_MAX": "9",
        "SLURM_ARRAY_TASK_STEP": "2", "SLURM_ARRAY_TASK_COUNT": "3",
      ], nil, "2/3"
    ),
    (["SGE_TASK_ID": "4", "SGE_TASK_FIRST": "1", "SGE_TASK_LAST": "4"], nil, "4/4"),
    (["LSB_JOBINDEX": "2", "LSB_JOBINDEX_END": "8"], nil, "2/8"),
    (["PBS_ARRAY_INDEX": "1"], 3, "1/3"),
    (["JOB_COMPLETION_INDEX": "15"], 16, "16/16"),
    (["AWS_BATCH_JOB_ARRAY_INDEX": "1", "AWS_BATCH_JOB_ARRAY_SIZE": "2"], nil, "2/2"),
    (["CLOUD_RUN_TASK_INDEX": "0", "CLOUD_RUN_TASK_COUNT": "2"], 2, "1/2"),
    (["BATCH_TASK_INDEX": "1", "BATCH_TASK_COUNT": "2"], nil, "2/2"),
    (["CI_NODE_INDEX": "1", "CI_NODE_TOTAL": "2"], nil, "1/2"),
    (["PARALLEL_SEQ": "3"], 4, "3/4"),
    // Two that mean the same.
    (
      [
        "CI_NODE_INDEX": "1", "CI_NODE_TOTAL": "2", "BATCH_TASK_INDEX": "0",
        "BATCH_TASK_COUNT": "2",
      ],
      nil, "1/2"
    ),
    // Values of jobs that are no arrays.
    (["SGE_TASK_ID": "undefined", "LSB_JOBINDEX": "0", "PARALLEL_SEQ": "1"], 1, "1/1"),
  ]

  @Test(arguments: named.indices)
  func `variables of schedulers name the shard`(row: Int) throws {
    let (variables, count, text) = Self.named[row]
    let shard = try ShardVariables.shard(Environment(variables), count: count)
    #expect(shard.text == text)
  }

  /// Variables that name no shard, and a part of what is said of them.
  private static let wrong: [(variables: [String: String], words: String)] = [
    ([:], "--shard auto needs a variable of a scheduler, such as SLURM_ARRAY_TASK_ID"),
    (["JOB_COMPLETION_INDEX": "0"], "JOB_COMPLETION_INDEX does not say how many shards there are"),
    (
      ["CI_NODE_INDEX": "0", "CI_NODE_TOTAL": "2"],
      "CI_NODE_INDEX is 0, which is not one of 2 from 1 on"
    ),
    (
      ["CI_NODE_INDEX": "3", "CI_NODE_TOTAL": "2"],
      "CI_NODE_INDEX is 3, which is not one of 2 from 1 on"
    ),
    (
      ["CI_NODE_INDEX": "x", "CI_NODE_TOTAL": "2"],
      "CI_NODE_INDEX must be a whole number, 0 or more, not 'x'"
    ),
    // --array=1,2,9: by its least and its greatest, it would have nine.
    (
      [
        "SLURM_ARRAY_TASK_ID": "9", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_MAX": "9",
        "SLURM_ARRAY_TASK_COUNT": "3",
      ], "SLURM_ARRAY_TASK_ID is 9, which is not one of 3 from 1 on"
    ),
    (
      [
        "CI_NODE_INDEX": "1", "CI_NODE_TOTAL": "2", "BATCH_TASK_INDEX": "1",
        "BATCH_TASK_COUNT": "2",
      ],
      "BATCH_TASK_INDEX means shard 2/2, and CI_NODE_INDEX means 1/2"
    ),
  ]

  @Test(arguments: wrong.indices)
  func `variables that name no shard are usage errors`(row: Int) {
    let (variables, words) = Self.wrong[row]
    let error = #expect(throws: ByokError.self) {
      try ShardVariables.shard(Environment(variables), count: nil)
    }
    #expect(error?.kind == .usage)
    #expect(error?.message == words)
  }

  @Test func `the pace lets a burst of a second begin, then one after the other`() {
    let pace = RequestPace(requests: 2)
    var paid = (requests: 0.0, tokens: 0.0)
    #expect(pace.take(&paid, now: 100, tokens: 0) == 0)
    #expect(pace.take(&paid, now: 100, tokens: 0) == 0)
    #expect(pace.take(&paid, now: 100, tokens: 0) == 0)
    #expect(pace.take(&paid, now: 100, tokens: 0) == 0.5)
    #expect(pace.take(&paid, now: 100.5, tokens: 0) == 0)
    #expect(pace.take(&paid, now: 100.5, tokens: 0) == 0.5)
  }

  @Test func `tokens are paid for after the request that takes them`() {
    let pace = RequestPace(tokens: 100)
    var paid = (requests: 0.0, tokens: 0.0)
    #expect(pace.take(&paid, now: 100, tokens: 1000) == 0)
    #expect(pace.take(&paid, now: 100, tokens: 1) == 9)
    #expect(pace.take(&paid, now: 109, tokens: 1) == 0)
  }

  @Test(arguments: [("60/m", 1.0), ("2/s", 2.0), ("3600/h", 1.0), ("86400/d", 1.0), ("1.5/s", 1.5)])
  func `a rate is a number per unit of time`(text: String, perSecond: Double) {
    #expect(RequestRate(argument: text)?.perSecond == perSecond)
  }

  @Test(arguments: ["60", "0/m", "-1/m", "60/", "60/x", "60/ms", "/m", "60/m/m"])
  func `what is no rate is refused`(text: String) {
    #expect(RequestRate(argument: text) == nil)
  }
}
