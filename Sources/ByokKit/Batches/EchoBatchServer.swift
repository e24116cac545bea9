internal import ByokCore

/// byok itself as a provider of batches, without a network: for trying them out, and for tests.
///
/// Requests are answered when they are handed over; the results are in a file until the batch is
/// removed.
struct EchoBatchServer: BatchServer {
  private let plan: ChatPlan
  private let store: BatchStore
  private let clock: Clock

  init(_ plan: ChatPlan, _ store: BatchStore, _ clock: Clock) {
    (self.plan, self.store, self.clock) = (plan, store, clock)
  }

  func upload(_ piece: BatchPlan.Piece) throws(ByokError) -> String? { plan.client.provider.id }

  var createsFromFiles: Bool { false }

  func create(
    _ part: BatchPart, _ piece: BatchPlan.Piece?, intent: String, window: String
  ) throws(ByokError) -> BatchCreation {
    guard let piece else { return .refused(.notUploaded(part)) }
    let id = "echo-\(intent)-\(part.number)"
    let lines = SpoolLines(piece.spool, piece.range)
    var answers: [UInt8] = []
    let answered = try store.makeSpool()
    while let line = try lines.next() {
      guard let members = RawMembers(line, entering: []), let body = members.ranges["body"],
        let custom = members.text["custom_id"]
      else { continue }
      answers += try answer(custom, Array(line[body]))
      guard answers.count > 256 << 10 else { continue }
      try answered.write(answers)
      answers = []
    }
    try answered.write(answers)
    try store.write(answered, as: "\(id).results")
    return .created(job(named: id, count: part.requests))
  }

  private func answer(_ id: String, _ body: [UInt8]) throws(ByokError) -> [UInt8] {
    let endpoint = BatchEndpoint("POST", "/chat/completions", .json(body))
    guard case .success(let answer) = try plan.client.whole(endpoint, key: plan.key) else {
      return []
    }
    return Array("{\"custom_id\":\"\(id)\",\"response\":{\"body\":".utf8) + answer.bytes
      + Array(",\"status_code\":200}}\n".utf8)
  }

  private func job(named id: String, count: Int?) -> BatchJob {
    var job = BatchJob(id: id, status: "completed", isEnded: true)
    (job.total, job.completed) = (count, count)
    job.created = Int(clock.now())
    job.outputs = [id]
    return job
  }

  func job(_ id: String) throws(ByokError) -> BatchJob? {
    // The requests are not counted: there may be many.
    guard try store.names(endingWith: ".results").contains(id) else { return nil }
    return job(named: id, count: nil)
  }

  private static func next(_ reader: inout LineReader, _ id: String) throws(ByokError) -> [UInt8]? {
    do throws(Errno) {
      guard case .bytes(let line)? = try reader.next() else { return nil }
      return line
    } catch {
      throw .unreadable(id, error)
    }
  }

  func jobs(since time: Int) throws(ByokError) -> [BatchJob] {
    var jobs: [BatchJob] = []
    for id in try store.names(endingWith: ".results") {
      guard var job = try job(id) else { continue }
      // Its name is what it is found by.
      job.marks = [String(id.dropFirst("echo-".count))]
      jobs.append(job)
    }
    return jobs
  }

  func results(
    of job: BatchJob, write: @escaping (Span<UInt8>) throws(ByokError) -> Void
  ) throws(ByokError) {
    guard var reader = try store.lines(of: "\(job.id).results") else { return }
    while let line = try Self.next(&reader, job.id) {
      try write((line + [UInt8(ascii: "\n")]).span)
    }
  }

  func cancel(_ id: String) throws(ByokError) {}

  func delete(_ part: BatchPart, _ job: BatchJob?) throws(ByokError) {
    if let id = part.batchID { try store.removeFile("\(id).results") }
  }
}

/// The lines of a part of a temporary file, read piece by piece.
final class SpoolLines {
  private let spool: SpoolFile
  private var range: Range<Int>
  private var buffer: [UInt8] = []
  private var start = 0

  init(_ spool: SpoolFile, _ range: Range<Int>) { (self.spool, self.range) = (spool, range) }

  /// The next line, without its end; `nil` after the last.
  func next() throws(ByokError) -> [UInt8]? {
    while true {
      if let end = buffer[start...].position(of: UInt8(ascii: "\n")) {
        defer { start = end + 1 }
        return Array(buffer[start..<end])
      }
      buffer.removeFirst(start)
      start = 0
      guard !range.isEmpty else {
        defer { buffer = [] }
        return buffer.isEmpty ? nil : buffer
      }
      do throws(Errno) {
        let bytes = try spool.read(at: range.lowerBound, count: min(range.count, 256 << 10))
        guard !bytes.isEmpty else { throw .cancelled }
        buffer += bytes
        range = range.lowerBound + bytes.count..<range.upperBound
      } catch {
        throw .unreadableSpool(error)
      }
    }
  }
}
