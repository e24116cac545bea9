package import ByokCore

/// The results of a batch in the order in which the provider sends them, judged as they arrive: no line
/// is kept.
package final class UnorderedResults {
  private let judge: BatchJudge
  private let work: BatchWork
  private let prompts: PromptFile
  private let done: BatchDone
  private let take: (BatchResults.Item) throws(ByokError) -> Void
  /// The beginning of a line whose end has not arrived.
  private var rest: [UInt8] = []
  /// Whether a prompt has a result, by its place among the prompts.
  private var isFound: [Bool]
  private var counts = BatchResults.Counts()

  /// - Parameters:
  ///   - record: The batch.
  ///   - work: Asks the provider.
  ///   - facts: What is known of the models.
  ///   - done: Prompts that have been answered, which are left out.
  ///   - take: Takes a result.
  /// - Throws: A failure when the ids of the prompts cannot be read.
  package init(
    _ record: BatchRecord, _ work: BatchWork, facts: [String: Model], except done: BatchDone,
    _ take: @escaping (BatchResults.Item) throws(ByokError) -> Void
  ) throws(ByokError) {
    judge = try BatchJudge(record, work, facts: facts)
    (self.work, self.done, self.take) = (work, done, take)
    prompts = try PromptFile(work.store, record.name)
    isFound = Array(repeating: false, count: prompts.count)
  }

  /// Fetches all results, and hands each over; last what has none.
  ///
  /// - Returns: How many were not handed over.
  /// - Throws: What the taker throws; a failure of the network, the provider or the disk.
  package func run() throws(ByokError) -> BatchResults.Counts {
    try work.fetch(judge.record) { [self] (bytes) throws(ByokError) in try receive(bytes) }
    var place = 0
    try work.store.prompts(of: judge.record.name) { (prompt) throws(ByokError) in
      defer { place += 1 }
      if done.contains(prompt.index, id: prompt.id) {
        counts.skipped += 1
      } else if !isFound[place] {
        if try judge.hasEnded(prompt) {
          try take(try judge.item(prompt, nil))
        } else {
          counts.pending += 1
        }
      }
    }
    return counts
  }

  private func receive(_ bytes: Span<UInt8>) throws(ByokError) {
    var start = 0
    while let end = bytes.position(of: UInt8(ascii: "\n"), from: start) {
      rest += Array(copying: bytes.extracting(start..<end))
      start = end + 1
      let line = rest
      rest.removeAll(keepingCapacity: true)
      try receive(line: line)
    }
    rest += Array(copying: bytes.extracting(start..<bytes.count))
    guard rest.count <= LineReader.limit else {
      throw ByokError(
        .provider,
        "\(work.plan.client.provider.name) sent a result of over \(LineReader.limit >> 20) MiB")
    }
  }

  private func receive(line: [UInt8]) throws(ByokError) {
    if line.allSatisfy({ $0 <= 0x20 }) { return }
    guard let (id, _) = judge.shape.answer(line) else {
      counts.unreadable += 1
      return
    }
    guard let (place, prompt) = try prompts.find(id) else {
      counts.foreign += 1
      return
    }
    guard !isFound[place] else {
      counts.duplicates += 1
      return
    }
    isFound[place] = true
    if done.contains(prompt.index, id: prompt.id) { return }
    try take(try judge.item(prompt, line))
  }
}

/// The ids of the prompts of a batch on the disk, found by what was sent for them.
struct PromptFile: ~Copyable {
  private let file: OpenFile
  private let path: String
  /// The places of the prompts in the input, and of their lines in the file; both grow.
  private let indexes: [Int]
  private let offsets: [Int]

  /// The number of prompts.
  var count: Int { indexes.count }

  /// - Parameters:
  ///   - store: Where the batch is.
  ///   - name: The batch.
  /// - Throws: `damaged` when they are not there.
  init(_ store: BatchStore, _ name: BatchName) throws(ByokError) {
    let path = try store.promptPath(of: name).text
    var (indexes, offsets) = ([Int](), [0])
    try store.prompts(of: name) { (prompt, end) throws(ByokError) in
      indexes.append(prompt.index)
      offsets.append(end)
    }
    file = try Self.open(path)
    (self.path, self.indexes, self.offsets) = (path, indexes, offsets)
  }

  private static func open(_ path: String) throws(ByokError) -> OpenFile {
    do throws(Errno) { return try OpenFile(reading: path) } catch { throw .unreadable(path, error) }
  }

  /// The prompt that something was sent for, and its place in the file; `nil` where it is none.
  func find(_ sent: String) throws(ByokError) -> (place: Int, prompt: BatchPromptID)? {
    guard let index = BatchPromptID.index(ofSent: sent), let place = place(of: index) else {
      return nil
    }
    let bytes: [UInt8]
    do throws(Errno) {
      bytes = try file.read(at: offsets[place], count: offsets[place + 1] - offsets[place])
    } catch {
      throw .unreadable(path, error)
    }
    guard let prompt = BatchPromptID(bytes), prompt.sent == sent else { return nil }
    return (place, prompt)
  }

  /// A search by halves.
  private func place(of index: Int) -> Int? {
    var (low, high) = (0, indexes.count)
    while low < high {
      let middle = (low + high) / 2
      if indexes[middle] < index { low = middle + 1 } else { high = middle }
    }
    return low < indexes.count && indexes[low] == index ? low : nil
  }
}
