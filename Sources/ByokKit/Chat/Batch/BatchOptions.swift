internal import ByokCore

/// The options of a batch: many prompts, one result for each.
package struct BatchOptions: Sendable {
  /// Whether each line of standard input is a prompt.
  package var isEachLine = false
  /// The file whose lines are JSON objects with prompts; `-` for standard input.
  package var objects: String?
  /// How many prompts are asked at once.
  package var workers: WorkerCount?
  /// Whether results come as they are ready.
  package var isUnordered = false
  /// The file of results to go on with.
  package var resumed: String?
  /// Which part of the prompts is asked; `nil` for all.
  package var part: ShardArgument?
  /// The part that this is, once the variables of the scheduler were read.
  package var shard: Shard?
  /// How many requests may begin in a time.
  package var rate: RequestRate?
  /// How many tokens requests may take in a minute.
  package var tokensPerMinute: Int?
  /// How long requests under way may go on after SIGTERM.
  package var grace: Seconds?

  package init(
    isEachLine: Bool = false, objects: String? = nil, workers: WorkerCount? = nil,
    isUnordered: Bool = false, resumed: String? = nil
  ) {
    self.isEachLine = isEachLine
    self.objects = objects
    self.workers = workers
    self.isUnordered = isUnordered
    self.resumed = resumed
  }

  /// Whether there are many prompts.
  package var isOn: Bool { isEachLine || objects != nil }

  /// The option that names them.
  package var name: String { isEachLine ? "--each-line" : "--jsonl" }

  /// How fast requests may begin, divided among the parts; `nil` for no limit.
  package var pace: RequestPace? {
    guard rate != nil || tokensPerMinute != nil else { return nil }
    let share = Double(shard?.count ?? 1)
    return RequestPace(
      requests: rate.map { $0.perSecond / share },
      tokens: tokensPerMinute.map { Double(max(1, $0)) / 60 / share })
  }

  /// The number of workers when none is given.
  package static let usualWorkers = 4
}

/// How many threads are to work.
package struct WorkerCount: ArgumentValue, Equatable {
  package static let expectation = "a whole number from 1 to 256"
  package let count: Int

  package init?(argument: String) {
    guard let count = Int(argument: argument), (1...256).contains(count) else { return nil }
    self.count = count
  }
}
