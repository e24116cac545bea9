internal import ByokCore

/// A provider that takes batches.
struct ProviderBatchServer: BatchServer {
  private let plan: ChatPlan
  private let shape: any BatchShape.Type

  init(_ plan: ChatPlan, _ shape: any BatchShape.Type) {
    (self.plan, self.shape) = (plan, shape)
  }

  private var client: ProviderClient { plan.client }

  /// What came of a question.
  private enum Answer {
    case document(JSONValue)
    /// The provider did nothing; with the status, or 0, and what it said.
    case refused(ByokError, status: Int, text: String)
    /// It is not known whether it did something.
    case lost(ByokError)
  }

  private func ask(_ endpoint: BatchEndpoint) throws(ByokError) -> Answer {
    switch try client.whole(endpoint, key: plan.key) {
    case .failure(let failure):
      let error = client.failure(.transport(failure), nil, key: plan.key)
      return failure.wasSent ? .lost(error) : .refused(error, status: 0, text: "")
    case .success(let answer):
      let status = answer.head?.status ?? 0
      do throws(ReplyFailure) {
        return .document(try answer.document())
      } catch {
        let problem = ProviderProblem(
          error, head: answer.head, provider: client.provider, base: plan.key.base)
        let failure = client.failure(problem, answer.head, key: plan.key)
        // A timeout and a proxy's page say nothing of what the provider did.
        guard (300..<500).contains(status), status != 408 else { return .lost(failure) }
        let text = String(decoding: answer.bytes.prefix(4096), as: UTF8.self)
        return .refused(failure, status: status, text: text)
      }
    }
  }

  /// Asks what may be asked again.
  private func read(_ path: String) throws(ByokError) -> JSONValue? {
    var attempt = 0
    while true {
      let failure: ByokError
      switch try ask(BatchEndpoint("GET", path)) {
      case .document(let document): return document
      case .refused(_, 404, _): return nil
      case .refused(let error, let status, _):
        guard status == 0 || status == 429 else { throw error }
        failure = error
      case .lost(let error): failure = error
      }
      guard attempt < Self.retries else { throw failure }
      client.session.clock.sleep(ProviderProblem.backoff(attempt: attempt))
      attempt += 1
    }
  }

  private static let retries = 2

  /// What is sent; `nil` where the requests that belong in it are missing.
  private func body(_ upload: BatchUpload, _ piece: BatchPlan.Piece?) -> RequestBody? {
    guard upload.hasLines else { return .json(Array(upload.before.utf8)) }
    guard let piece else { return nil }
    return .upload(
      SpoolBody(Array(upload.before.utf8), piece.spool, piece.range, Array(upload.behind.utf8)),
      type: upload.type)
  }

  func upload(_ piece: BatchPlan.Piece) throws(ByokError) -> String? {
    guard shape.uploads else { return nil }
    let upload = shape.upload(name: "byok-\(piece.part.number).jsonl")
    switch try ask(BatchEndpoint("POST", upload.path, body(upload, piece) ?? .none)) {
    case .refused(let error, _, _), .lost(let error): throw error
    case .document(let document):
      if let id = shape.fileID(in: document) { return id }
      throw .strange(client.provider, "the upload was answered without an id of a file")
    }
  }

  var createsFromFiles: Bool { shape.uploads }

  func create(
    _ part: BatchPart, _ piece: BatchPlan.Piece?, intent: String, window: String
  ) throws(ByokError) -> BatchCreation {
    let upload = shape.creation(part, intent: intent, window: window)
    guard let body = body(upload, piece) else { return .refused(.notUploaded(part)) }
    var attempt = 0
    while true {
      switch try ask(BatchEndpoint("POST", upload.path, body)) {
      case .document(let document):
        if let job = shape.job(document) { return .created(job) }
        return .unknown(.strange(client.provider, "the batch was answered without its id"))
      case .lost(let error): return .unknown(error)
      case .refused(let error, let status, let text):
        // A fresh file may be unknown for some seconds.
        guard let file = part.fileID, [400, 404].contains(status), text.contains(file),
          attempt < Self.retriesOfFreshFile
        else { return .refused(error) }
        client.session.clock.sleep(ProviderProblem.backoff(attempt: attempt + 1))
        attempt += 1
      }
    }
  }

  private static let retriesOfFreshFile = 4

  func job(_ id: String) throws(ByokError) -> BatchJob? {
    guard let document = try read(shape.path(of: id)) else { return nil }
    guard let job = shape.job(document) else {
      throw .strange(client.provider, "the batch was answered without its id")
    }
    return job
  }

  func jobs(since time: Int) throws(ByokError) -> [BatchJob] {
    var jobs: [BatchJob] = []
    var cursor: String?
    for _ in 0..<Self.mostPages {
      guard let document = try read(shape.list(after: cursor)) else {
        throw .strange(client.provider, "there is no list of batches")
      }
      let page = shape.page(document, after: cursor)
      jobs += page.jobs.filter { $0.created.map { $0 >= time } ?? true }
      let isOlder = page.jobs.contains { $0.created.map { $0 < time } ?? false }
      guard let next = page.next, !isOlder else { return jobs }
      cursor = next
    }
    throw .strange(client.provider, "its list of batches does not end")
  }

  private static let mostPages = 200

  func results(
    of job: BatchJob, write: @escaping (Span<UInt8>) throws(ByokError) -> Void
  ) throws(ByokError) {
    for place in shape.results(of: job) {
      switch place {
      case .lines(let path): try lines(path, write)
      case .address(let address): try lines(try self.path(of: address), write)
      case .member(let path, let name): try member(name, path, write)
      }
    }
  }

  /// Writes what a path answers, which then ends with a whole line.
  private func lines(
    _ path: String, _ write: @escaping (Span<UInt8>) throws(ByokError) -> Void
  ) throws(ByokError) {
    _ = try client.file(BatchEndpoint("GET", path), key: plan.key, write: write)
    try write([UInt8(ascii: "\n")].span)
  }

  /// Writes the elements of a member, each on a line.
  private func member(
    _ name: String, _ path: String, _ write: @escaping (Span<UInt8>) throws(ByokError) -> Void
  ) throws(ByokError) {
    let whole = Gathered()
    _ = try client.file(BatchEndpoint("GET", path), key: plan.key) { (bytes) throws(ByokError) in
      whole.bytes += Array(copying: bytes)
    }
    for element in JSONValue(whole.bytes)?[name]?.elements ?? [] {
      try write((try element.json() + [UInt8(ascii: "\n")]).span)
    }
  }

  private final class Gathered { var bytes: [UInt8] = [] }

  /// The path of an address that the provider gave, below its own address.
  ///
  /// - Throws: `noKey` where the address is of another origin, to which the key does not go.
  private func path(of address: String) throws(ByokError) -> String {
    let base = plan.key.base
    let up = base.path.utf8.count { $0 == UInt8(ascii: "/") }
    let climb = (0..<up).map { _ in "../" }.joined()
    if address.hasPrefix("/"), !address.hasPrefix("//") { return climb + address.dropFirst() }
    guard address.hasPrefix(base.origin + "/") else {
      throw ByokError(
        .noKey,
        "\(client.provider.name) says that the results are at"
          + " \(Sanitizer.oneLine(address, limit: 100).quoted), where the key is not sent",
        hint: "report this: nothing was sent there")
    }
    return climb + address.dropFirst(base.origin.count + 1)
  }

  func cancel(_ id: String) throws(ByokError) {
    let (method, path) = shape.cancellation(of: id)
    let body: RequestBody = method == "POST" ? .json(Array("{}".utf8)) : .none
    switch try ask(BatchEndpoint(method, path, body)) {
    case .document, .refused(_, 409, _): return
    case .refused(let error, _, _), .lost(let error): throw error
    }
  }

  func delete(_ part: BatchPart, _ job: BatchJob?) throws(ByokError) {
    var paths = ([part.fileID].compactMap(\.self)).map(shape.filePath)
    if shape.uploads { paths += (job?.outputs ?? []).map(shape.filePath) }
    if let id = part.batchID, !shape.uploads { paths.append(shape.path(of: id)) }
    for path in paths {
      switch try ask(BatchEndpoint("DELETE", path)) {
      case .document, .refused(_, 404, _): continue
      case .refused(let error, _, _), .lost(let error): throw error
      }
    }
  }
}

extension ByokError {
  /// The requests of a part are needed, and only the command that submits it has them.
  static func notUploaded(_ part: BatchPart) -> Self {
    Self(
      .usage, "part \(part.number) has not been uploaded",
      hint: "the command that submitted the others continues")
  }

  fileprivate static func strange(_ provider: Provider, _ what: String) -> Self {
    var error = Self(.provider, "\(provider.name) sent an invalid reply: \(what)")
    error.provider = .init(id: provider.id)
    return error
  }
}
