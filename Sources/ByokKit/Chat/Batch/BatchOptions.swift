/// The options of a batch: many prompts, one result for each.
struct BatchOptions: Sendable {
  /// Whether each line of standard input is a prompt.
  var isEachLine = false
  /// The file whose lines are JSON objects with prompts; `-` for standard input.
  var objects: String?
  /// How many prompts are asked at once.
  var workers: WorkerCount?
  /// Whether results come as they are ready.
  var isUnordered = false
  /// The file of results to go on with.
  var resumed: String?

  /// Whether there are many prompts.
  var isOn: Bool { isEachLine || objects != nil }

  /// The number of workers when none is given.
  static let usualWorkers = 4

  /// Refuses what makes no sense together.
  ///
  /// - Parameter chat: The whole command.
  /// - Throws: A usage error.
  func check(_ chat: Chat) throws(ByokError) {
    let own: [(Bool, String)] = [
      (workers != nil, "-j"), (isUnordered, "--unordered"), (resumed != nil, "--resume"),
    ]
    guard isOn else {
      guard let name = own.first(where: \.0)?.1 else { return }
      throw ByokError(.usage, "\(name) is for many prompts: --each-line or --jsonl FILE")
    }
    if isEachLine, objects != nil { throw .conflict("--each-line", "--jsonl") }
    let name = isEachLine ? "--each-line" : "--jsonl"
    let readsInput = isEachLine || objects == "-"
    let others: [(Bool, String)] = [
      (readsInput && chat.input.ignoresInput, "--no-stdin"),
      (readsInput && chat.input.files.contains(.standardInput), "-f -"),
      (chat.input.messages != nil, "--messages"), (chat.input.templateName != nil, "--template"),
      (chat.output.isEvents, "--ndjson"), (chat.output.isCode, "--code"),
      (chat.output.isRehearsal, "--dry-run"), (chat.output.showsReasoning, "--show-reasoning"),
    ]
    if let other = others.first(where: \.0)?.1 { throw .conflict(name, other) }
    if chat.output.outputFile != nil, resumed != nil { throw .conflict("--output", "--resume") }
  }
}

/// How many threads are to work.
struct WorkerCount: ArgumentValue, Equatable {
  static let expectation = "a whole number from 1 to 256"
  let count: Int

  init?(argument: String) {
    guard let count = Int(argument: argument), (1...256).contains(count) else { return nil }
    self.count = count
  }
}
