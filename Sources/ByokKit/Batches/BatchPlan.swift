package import ByokCore

/// What a batch will ask, as far as it can be said before anything is sent.
package struct BatchPlan: Sendable {
  /// A part, and where its requests are.
  struct Piece: Sendable {
    var part: BatchPart
    let spool: SpoolFile
    let range: Range<Int>
  }

  package let provider: Provider
  package let terms: BatchTerms
  let dialect: any Dialect.Type
  package let plan: ChatPlan
  let base: String
  let label: String?
  let schema: JSONValue?
  /// A digest of all requests, in hexadecimal.
  package let digest: String
  var parts: [Piece]
  /// The ids of the prompts.
  let prompts: SpoolFile
  package let estimate: BatchEstimate

  /// The number of requests, and of the bytes that are uploaded.
  package var requests: Int { parts.reduce(0) { $0 + $1.part.requests } }
  package var bytes: Int { parts.reduce(0) { $0 + $1.part.bytes } }
  package var partCount: Int { parts.count }

  /// The name of the batch where none is given: the same for the same requests.
  ///
  /// - Parameter path: The file of prompts; `nil` for standard input.
  /// - Returns: The name.
  package func name(of path: String?) -> BatchName { BatchName(of: path, digest: digest) }

  /// Refuses what may cost too much.
  ///
  /// - Parameter most: The most that all requests together may be estimated to cost.
  /// - Throws: A failure where they may cost more; a usage error where that is not known.
  package func check(_ most: Dollars) throws(ByokError) {
    guard let cost = estimate.cost else {
      throw estimate.costFailure
        ?? ByokError(.usage, "cannot apply --max-cost: the price is not known")
    }
    guard cost > most.amount else { return }
    throw ByokError(
      .failure,
      "this may cost \(Usage.dollars(cost)), over --max-cost \(Usage.dollars(most.amount));"
        + " nothing was sent", hint: "--max-tokens limits the replies; or raise the limit")
  }

  /// Hands over the lines that would be sent.
  ///
  /// - Parameter take: Takes some bytes.
  /// - Throws: What `take` throws; a failure when they cannot be read.
  package func lines(_ take: (Span<UInt8>) throws(ByokError) -> Void) throws(ByokError) {
    for piece in parts {
      var offset = piece.range.lowerBound
      while offset < piece.range.upperBound {
        let room = min(256 << 10, piece.range.upperBound - offset)
        let bytes: [UInt8]
        do throws(Errno) { bytes = try piece.spool.read(at: offset, count: room) } catch {
          throw .unreadableSpool(error)
        }
        try take(bytes.span)
        offset += bytes.count
      }
      try take([UInt8(ascii: "\n")].span)
    }
  }
}

/// What a batch takes, as far as that can be determined before it is sent.
package struct BatchEstimate: Equatable, Sendable {
  package var input = 0
  package var output = 0
  /// US dollars at the batch price; `nil` where a price is not known.
  package var cost: Double? = 0
  /// Why it is not known.
  var costFailure: ByokError?
  /// Whether the batch price of a model is assumed.
  package var isAssumed = false

  /// Adds a request.
  mutating func add(_ request: ChatRequest, _ provider: Provider, _ terms: BatchTerms) {
    let estimate = ChatEstimate(request, provider)
    input += estimate.input
    output += estimate.output
    do throws(ByokError) {
      let own = request.facts?.price?.terms[BatchPricing.term]
      let isPriced = own != nil || provider.isOffline
      if !isPriced { isAssumed = true }
      let cost = try estimate.cost() * (own ?? terms.priceFactor)
      self.cost = self.cost.map { $0 + cost }
    } catch {
      cost = nil
      costFailure = error
    }
  }
}

extension ByokError {
  static func unreadableSpool(_ reason: Errno) -> Self {
    Self(.failure, "cannot read a temporary file: \(reason.text)")
  }

  static func unwritableSpool(_ reason: Errno) -> Self {
    Self(.failure, "cannot write a temporary file: \(reason.text)")
  }
}
