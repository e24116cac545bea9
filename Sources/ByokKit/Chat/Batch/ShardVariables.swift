internal import ByokCore

/// The variables by which a scheduler tells each of its workers which one it is.
///
/// Source: the schedulers' manuals, collected 2026-11-29: sbatch(1), qsub(1) of SGE and PBS, bsub(1),
/// <https://kubernetes.io/docs/tasks/job/indexed-parallel-processing-static/>,
/// <https://docs.aws.amazon.com/batch/latest/userguide/array_jobs.html>,
/// <https://cloud.google.com/run/docs/container-contract>, <https://docs.gitlab.com/ci/variables/>,
/// parallel(1).
package struct ShardVariables: Sendable {
  /// A number of the scheduler's.
  enum Number: Sendable {
    case fixed(Int)
    /// What the variable says, or the number where it is not set.
    case variable(String, else: Int)
  }

  /// Which worker it is.
  package let index: String
  /// Whose variable it is.
  let scheduler: String
  /// The number of the first worker, and the difference between two.
  var first = Number.fixed(0)
  var step = Number.fixed(1)
  /// How many workers there are; `nil` where no variable says.
  var count: String?
  /// The number of the last worker; `nil` where no variable says.
  var last: String?

  package static let all: [Self] = [
    Self(
      index: "SLURM_ARRAY_TASK_ID", scheduler: "Slurm",
      first: .variable("SLURM_ARRAY_TASK_MIN", else: 0),
      step: .variable("SLURM_ARRAY_TASK_STEP", else: 1), count: "SLURM_ARRAY_TASK_COUNT",
      last: "SLURM_ARRAY_TASK_MAX"),
    Self(
      index: "SGE_TASK_ID", scheduler: "Grid Engine", first: .variable("SGE_TASK_FIRST", else: 1),
      step: .variable("SGE_TASK_STEPSIZE", else: 1), last: "SGE_TASK_LAST"),
    Self(
      index: "LSB_JOBINDEX", scheduler: "LSF", first: .fixed(1),
      step: .variable("LSB_JOBINDEX_STEP", else: 1),
      last: "LSB_JOBINDEX_END"),
    Self(index: "PBS_ARRAY_INDEX", scheduler: "PBS", first: .fixed(1)),
    Self(index: "JOB_COMPLETION_INDEX", scheduler: "Kubernetes"),
    Self(
      index: "AWS_BATCH_JOB_ARRAY_INDEX", scheduler: "AWS Batch", count: "AWS_BATCH_JOB_ARRAY_SIZE"),
    Self(index: "CLOUD_RUN_TASK_INDEX", scheduler: "Cloud Run", count: "CLOUD_RUN_TASK_COUNT"),
    Self(index: "BATCH_TASK_INDEX", scheduler: "Google Cloud Batch", count: "BATCH_TASK_COUNT"),
    Self(index: "CI_NODE_INDEX", scheduler: "GitLab CI", first: .fixed(1), count: "CI_NODE_TOTAL"),
    Self(index: "PARALLEL_SEQ", scheduler: "GNU parallel", first: .fixed(1)),
  ]

  /// What the manual says of it.
  package var meaning: String {
    let base =
      switch first {
      case .fixed(let number): ", from \(number)"
      case .variable(let name, _): ", from \(name)"
      }
    let source = [count, last].compactMap(\.self).first
    return "\(scheduler)\(base); " + (source.map { "N by \($0)." } ?? "N is not known.")
  }

  /// The part that the variables name.
  ///
  /// - Parameters:
  ///   - environment: The variables.
  ///   - count: The number of parts where the user says it; `nil` where the variables do.
  /// - Returns: The part.
  /// - Throws: A usage error where none is named, or several are.
  static func shard(_ environment: Environment, count: Int?) throws(ByokError) -> Shard {
    var found: (shard: Shard, variable: String)?
    for scheduler in all where scheduler.isSet(environment) {
      let shard = try scheduler.shard(environment, count: count)
      if let found, found.shard != shard {
        throw ByokError(
          .usage,
          "\(found.variable) means shard \(found.shard.text), and \(scheduler.index) means"
            + " \(shard.text)", hint: "name the shard: --shard I/N")
      }
      found = found ?? (shard, scheduler.index)
    }
    guard let found else {
      throw ByokError(
        .usage, "--shard auto needs a variable of a scheduler, such as \(all[0].index)",
        hint: "name the shard: --shard I/N")
    }
    return found.shard
  }

  /// Whether it names a worker: some are set, but say that there is only one.
  private func isSet(_ environment: Environment) -> Bool {
    guard let value = environment.value(index), value != "undefined" else { return false }
    return index != "LSB_JOBINDEX" || value != "0"
  }

  private func shard(_ environment: Environment, count given: Int?) throws(ByokError) -> Shard {
    let (index, first) = (try number(index, environment), try value(first, environment))
    let step = max(1, try value(step, environment))
    var count: Int?
    if let name = self.count, environment.contains(name) { count = try number(name, environment) }
    if count == nil, let last, environment.contains(last) {
      count = try (number(last, environment) - first) / step + 1
    }
    if let given, let count, given != count {
      throw ByokError(
        .usage, "--shard auto/\(given), but there are \(count) by \(self.index)",
        hint: "name the shard: --shard I/N")
    }
    guard let count = count ?? given else {
      throw ByokError(
        .usage, "\(self.index) does not say how many shards there are",
        hint: "give their number: --shard auto/N")
    }
    guard (index - first) % step == 0,
      let shard = Shard(number: (index - first) / step + 1, count: count)
    else {
      throw ByokError(
        .usage, "\(self.index) is \(index), which is not one of \(count) from \(first) on",
        hint: "name the shard: --shard I/N")
    }
    return shard
  }

  private func value(_ number: Number, _ environment: Environment) throws(ByokError) -> Int {
    switch number {
    case .fixed(let number): number
    case .variable(let name, let usual):
      environment.contains(name) ? try self.number(name, environment) : usual
    }
  }

  private func number(_ name: String, _ environment: Environment) throws(ByokError) -> Int {
    let text = environment.value(name) ?? ""
    guard let number = Int(argument: text), number <= 1 << 40 else {
      throw ByokError(.usage, "\(name) must be \(Int.expectation), not \(text.quoted)")
    }
    return number
  }
}
