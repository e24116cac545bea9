internal import ByokCore

/// Who takes batches: a provider, or byok itself.
protocol BatchServer {
  /// Uploads the requests of a part.
  ///
  /// - Returns: The id of the file; `nil` where requests are not uploaded before.
  /// - Throws: A failure, of which nothing costs money.
  func upload(_ piece: BatchPlan.Piece) throws(ByokError) -> String?

  /// Whether a part whose file was uploaded can be created without its requests.
  var createsFromFiles: Bool { get }

  /// Creates the batch of a part.
  ///
  /// - Parameters:
  ///   - part: The part.
  ///   - piece: Its requests; may be `nil` where its file is enough.
  ///   - intent: What marks the batch as this machine's.
  ///   - window: Within which it is answered.
  /// - Returns: What came of it.
  /// - Throws: A failure before anything was sent.
  func create(
    _ part: BatchPart, _ piece: BatchPlan.Piece?, intent: String, window: String
  ) throws(ByokError) -> BatchCreation

  /// A batch by its id; `nil` where the provider knows none.
  func job(_ id: String) throws(ByokError) -> BatchJob?

  /// All batches since a moment, in seconds since 1970.
  func jobs(since time: Int) throws(ByokError) -> [BatchJob]

  /// Writes the results of a batch, each a line.
  func results(
    of job: BatchJob, write: @escaping (Span<UInt8>) throws(ByokError) -> Void
  ) throws(ByokError)

  /// Cancels a batch.
  func cancel(_ id: String) throws(ByokError)

  /// Deletes what the provider keeps of a part.
  func delete(_ part: BatchPart, _ job: BatchJob?) throws(ByokError)
}

/// What came of creating a batch.
enum BatchCreation {
  case created(BatchJob)
  /// The provider did not take it, for certain.
  case refused(ByokError)
  /// It is not known whether the provider took it.
  case unknown(ByokError)
}

/// A question about batches.
struct BatchEndpoint: Endpoint {
  let method: String
  let path: String
  let content: RequestBody

  init(_ method: String, _ path: String, _ content: RequestBody = .none) {
    (self.method, self.path, self.content) = (method, path, content)
  }

  var accepts: String { "application/json" }

  func body() -> RequestBody { content }
}
