package import ByokCore
internal import Synchronization

/// Several requests at once.
extension Embedder {
  /// The most requests at once.
  package static let mostWorkers = 32

  /// What came of the texts of one request.
  private struct Outcome: Sendable {
    var pieces: [Piece] = []
    var failure: ByokError?
    var dimensions: Int?
  }

  /// Embeds texts with several requests at once.
  ///
  /// The first request is sent alone: a key or a model that does not work is found with one, and the
  /// others must have vectors like its own. As many replies are kept as two for each worker, until those
  /// before them are there. A failure ends it: requests under way are waited for, and what comes before
  /// the failure is handed on.
  ///
  /// - Parameters:
  ///   - texts: None of them empty.
  ///   - options: What is asked besides.
  ///   - workers: How many requests may be under way.
  ///   - name: What a message calls the text of a place.
  ///   - take: Takes the vectors of some texts, in order.
  /// - Returns: How many numbers each vector has; `nil` without texts.
  /// - Throws: As ``embed(_:_:by:name:take:)``.
  @discardableResult package func embed(
    _ texts: [String], _ options: Options = Options(), workers: Int,
    name: @escaping @Sendable (Int) -> String, take: (Piece) throws(ByokError) -> Void
  ) throws(ByokError) -> Int? {
    var rest = batches(of: texts)[...]
    guard workers > 1, rest.count > 2 else {
      return try embed(texts, options, name: name, take: take)
    }
    var dimensions = options.dimensions
    try embed(
      texts, rest.removeFirst(), options, &dimensions, by: client, name: name, take: take)
    let workers = min(workers, Self.mostWorkers)
    let shared = Shared(client, workers: workers)
    while !rest.isEmpty {
      let round = Array(rest.prefix(2 * workers))
      rest = rest.dropFirst(round.count)
      let outcomes = WorkerPool.map(
        round, workers: workers, watch: client.session.requests.watch()
      ) { [dimensions] range in
        self.outcome(texts, range, options, dimensions, shared, name)
      }
      for outcome in outcomes {
        for piece in outcome.pieces { try take(piece) }
        dimensions = dimensions ?? outcome.dimensions
        if let failure = outcome.failure { throw first(failure, in: outcomes) }
      }
    }
    return dimensions
  }

  /// The failure that is reported: one that ended another request is the reason of both.
  private func first(_ failure: ByokError, in outcomes: [Outcome]) -> ByokError {
    guard failure.code == .batchEnded else { return failure }
    return outcomes.lazy.compactMap(\.failure).first { $0.code != .batchEnded } ?? failure
  }

  private func outcome(
    _ texts: [String], _ range: Range<Int>, _ options: Options, _ dimensions: Int?,
    _ shared: Shared, _ name: (Int) -> String
  ) -> Outcome {
    var outcome = Outcome(dimensions: dimensions)
    do throws(ByokError) {
      guard !shared.ended.isOpen else { throw .batchEnded }
      var client = client
      client.session.transport = shared.takeConnection()
      defer { shared.giveBack(client.session.transport) }
      client.session.limiter = shared.limiter
      try embed(texts, range, options, &outcome.dimensions, by: client, name: name) { piece in
        outcome.pieces.append(piece)
      }
    } catch {
      outcome.failure = error
      shared.ended.open()
    }
    return outcome
  }

  /// What the workers share.
  private final class Shared: Sendable {
    /// Opens when nothing more is sent.
    let ended = Latch()
    let limiter: RateLimiter
    private let network: any Transport
    private let free = Mutex<[any Transport]>([])

    init(_ client: ProviderClient, workers: Int) {
      network = client.session.transport
      limiter = RateLimiter(
        workers: workers, clock: client.session.clock, ended: ended,
        note: client.session.note ?? client.session.console.note)
    }

    /// A connection that no other worker uses.
    func takeConnection() -> any Transport {
      free.withLock { $0.popLast() } ?? network.keptOpen()
    }

    func giveBack(_ connection: any Transport) { free.withLock { $0.append(connection) } }
  }
}
