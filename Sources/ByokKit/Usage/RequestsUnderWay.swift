internal import ByokCore

/// The requests that a broker has under way, each noted before it is sent.
///
/// A broker that is killed cannot say what its requests have cost. Each has a file of its own beside the
/// usage log, which it keeps locked; a request is a line of it, and so is its end. Whoever finds a file
/// that nobody holds notes the requests without an end in the log, with what was estimated of them:
/// see ``UsageLog/noteAbandoned(tell:)``.
final class RequestsUnderWay: Sendable {
  static let folder = "under-way"
  /// The exit status that the log has for them: that of SIGKILL.
  static let status: Int32 = 137
  /// From this size on, a file without requests under way begins anew.
  private static let usualSize = 64 << 10
  /// From this size on, the requests that are under way move to another file.
  private static let longSize = 1 << 20

  private struct State: ~Copyable {
    var file: OpenFile?
    var path: FilePath?
    var last = 0
    /// The lines of those that have no end.
    var underWay: [Int: [UInt8]] = [:]
    var size = 0
  }

  private let log: UsageLog
  private let state = Condition(State())

  init(_ log: UsageLog) { self.log = log }

  /// Notes a request that is about to be sent.
  ///
  /// - Parameters:
  ///   - record: What the log is to say if its end is never noted.
  ///   - tell: Takes why it cannot be noted, which is no failure of the request.
  /// - Returns: What ``end(_:)`` takes.
  func begin(_ record: UsageLog.Record, tell: (String) -> Void) -> Int {
    let number = state.withLock { state in
      state.last += 1
      return state.last
    }
    do throws(ByokError) {
      // Many threads wait for the lock: what can be done without it is.
      var members = record.document.members
      members["begin"] = .integer(number)
      let line = try Self.line(.object(members))
      try state.withLock { (state) throws(ByokError) in
        state.underWay[number] = line
        if state.file == nil { try open(&state) }
        try Self.write(line, &state)
      }
    } catch {
      tell("the request is not noted before it is sent: \(error.message)")
    }
    return number
  }

  /// Notes that the log has a request, or that it was never sent.
  func end(_ number: Int) {
    let line = (try? Self.line(.object(["end": .integer(number)]))) ?? []
    state.withLock { state in
      state.underWay[number] = nil
      guard state.size > 0 else { return }
      if state.size > Self.longSize, (try? move(&state)) != nil { return }
      if state.underWay.isEmpty, state.size > Self.usualSize {
        try? state.file?.truncate(to: 0)
        state.size = 0
      } else {
        // Without it, the request counts twice at worst.
        try? Self.write(line, &state)
      }
    }
  }

  /// Removes the file, unless a request has no end.
  func close() {
    state.withLock { state in
      guard state.underWay.isEmpty, let path = state.path else { return }
      Self.remove(path)
      state.file = nil
      (state.path, state.size) = (nil, 0)
    }
  }

  private static func remove(_ path: FilePath) {
    guard let folder = (try? PrivateDirectory.open(holding: path)) ?? nil else { return }
    _ = try? AtomicFile.remove(path, in: folder, erasing: 0)
  }

  /// Moves what is under way to a file of its own, and removes the old one, which is held until then.
  private func move(_ state: inout State) throws(ByokError) {
    var next = State()
    try open(&next)
    for (_, line) in state.underWay.sorted(by: { $0.key < $1.key }) { try Self.write(line, &next) }
    let old = state.path
    defer { old.map(Self.remove) }
    state.size = next.size
    state.path = next.path
    state.file = next.file.take()
  }

  private func open(_ state: inout State) throws(ByokError) {
    while true {
      let name = Sealing.hexadecimalText(of: Sealing.randomBytes(8))
      let path = log.placeOfUnderWay(name)
      guard let folder = try PrivateDirectory.open(holding: path, create: true) else { return }
      do throws(Errno) {
        let file = try OpenFile(appendingTo: name, below: folder)
        // Somebody may take a file without a lock for one that was left.
        guard try file.locks(isExclusive: true), try !file.isNameless() else { continue }
        state.file = consume file
        state.path = path
        return
      } catch {
        throw ByokError(.failure, "cannot write '\(path.text)': \(error.text)")
      }
    }
  }

  private static func line(_ document: JSONValue) throws(ByokError) -> [UInt8] {
    try document.json() + [UsageLog.newline]
  }

  private static func write(_ line: [UInt8], _ state: inout State) throws(ByokError) {
    do throws(Errno) {
      try state.file?.writeOnce(line.span)
    } catch {
      throw ByokError(.failure, error.text)
    }
    state.size += line.count
  }

  /// The requests of a file that have no end, in their order.
  static func left(in bytes: [UInt8]) -> [UsageLog.Record] {
    var records: [(number: Int, record: UsageLog.Record)] = []
    for line in bytes.split(separator: UsageLog.newline) {
      guard let document = JSONValue(Array(line)) else { continue }
      if let number = document["end"]?.integer {
        records.removeAll { $0.number == number }
      } else if let number = document["begin"]?.integer, let record = UsageLog.Record(document) {
        records.append((number, record))
      }
    }
    return records.map(\.record)
  }
}

extension UsageLog {
  /// The most bytes of a file of requests under way.
  private static let underWayLimit = 64 << 20

  /// Notes the requests of brokers that were killed, as they were estimated.
  ///
  /// - Parameter tell: Takes how many there were, and why some cannot be noted.
  package func noteAbandoned(tell: (String) -> Void) {
    do {
      guard let folder = try PrivateDirectory.open(holding: placeOfUnderWay("a")) else { return }
      AtomicFile.removeAllLeftovers(in: folder)
      for name in folder.names().sorted() where !name.hasPrefix(".") {
        let count = try noteAbandoned(placeOfUnderWay(name), in: folder)
        guard count > 0 else { continue }
        tell("a broker was killed: \(count.counted("request")) noted by estimate")
      }
    } catch {
      tell(error.message)
    }
  }

  fileprivate func placeOfUnderWay(_ name: String) -> FilePath {
    path.sibling("\(RequestsUnderWay.folder)/\(name)")
  }

  private func noteAbandoned(
    _ place: FilePath, in folder: borrowing OpenFile
  ) throws(ByokError) -> Int {
    // Else its broker runs, or somebody else was faster.
    guard let file = try? OpenFile(changing: place.name, below: folder),
      (try? file.locks(isExclusive: true)) == true, (try? file.isNameless()) == false
    else { return 0 }
    defer { _ = file }
    let bytes = try PrivateDirectory.read(
      place, in: folder, privacy: .ownerOnly, limit: Self.underWayLimit)
    let records = RequestsUnderWay.left(in: bytes ?? [])
    if !records.isEmpty { try append(records) }
    do throws(Errno) {
      _ = try AtomicFile.remove(place, in: folder, erasing: 0)
    } catch {
      throw ByokError(.failure, "cannot remove '\(place.text)': \(error.text)")
    }
    return records.count
  }
}

extension UsageLog.Record {
  /// Reads what ``document`` has written.
  fileprivate init?(_ document: JSONValue) {
    guard let time = document["time"]?.text, let provider = document["provider"]?.text,
      let model = document["model"]?.text, let status = document["status"]?.integer
    else { return nil }
    self.init(
      time: time, provider: provider, model: model, key: document["key"]?.text,
      inputTokens: document["input_tokens"]?.integer,
      outputTokens: document["output_tokens"]?.integer, cost: document["cost_usd"]?.double,
      status: Int32(clamping: status), milliseconds: document["ms"]?.integer ?? 0)
    token = document["token"]?.text
  }
}
