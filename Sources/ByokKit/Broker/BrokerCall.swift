internal import ByokCore
internal import Synchronization

/// A request that is about to be passed on, and what is known of it.
///
/// It is no value: each of a thousand threads would have copies of it on its stack.
final class BrokerCall {
  /// What is sent.
  enum Body {
    case none
    case document([UInt8])
    case form(ClientBody)
  }

  /// Tokens of a reply where nothing limits it.
  private static let usualLimit = 4096
  /// The same for a document without a reply of its own.
  private static let documentLimit = 256

  let match: BrokerRoute.Match
  let route: BrokerRoute
  let grant: Broker.Grant
  private(set) var body: Body
  /// The model's id; empty where the request names none.
  let model: String
  /// What is known of the model.
  let facts: Model?
  /// Tokens of the prompt, estimated.
  let inputTokens: Int
  /// Whether the usage was asked for in the client's place.
  private(set) var hidesUsage = false
  /// The body as the client sent it, where it was changed.
  private var original: [UInt8]?
  /// Tokens that its reply has as a rule.
  let usualOutput: Int
  /// What it may cost at most in USD; `nil` where that is not known.
  let highestCost: Double?

  /// - Throws: Why it is not passed on.
  init(
    _ match: BrokerRoute.Match, _ route: BrokerRoute, _ grant: Broker.Grant, body: Body,
    known: KnownModels
  ) throws(BrokerRefusal) {
    (self.match, self.route, self.grant, self.body) = (match, route, grant, body)
    var content: BrokeredBody?
    if case .document(let bytes) = body, !(bytes.isEmpty && match.request.isFree) {
      content = try BrokeredBody(bytes)
    }
    model = match.model ?? content?.model ?? ""
    inputTokens = content?.inputTokens ?? 0
    usualOutput = min(ChatEstimate.usualReply, content?.outputLimit ?? .max)
    let provider = route.provider
    facts = model.isEmpty ? nil : known.find(provider: provider.id, id: model)
    // It would be sent, and noted in the usage log.
    guard facts != nil || !KeyShape.mayBeKey(model, exceptUUIDs: true) else {
      throw BrokerRefusal(.unknownModel, "the model looks like a key; the request was not sent")
    }
    highestCost = Self.highestCost(match.request.metering, content, facts, provider)
    if match.request.method == "POST" {
      guard grant.token.limits.admits(model, of: provider.id) else {
        throw BrokerRefusal(.unknownModel, "the token is not for the model \(model.quoted)")
      }
    }
    guard case .document(let bytes) = body, let content, content.streams,
      route.asksForUsage(match.dialect), case .reply = match.request.metering,
      let asking = content.askingForUsage(bytes)
    else { return }
    (self.body, original, hidesUsage) = (.document(asking), bytes, true)
  }

  /// Whether it is of a kind that may cost something, and has a line in the log.
  var mayCost: Bool { !match.request.isFree }

  /// Makes it what the client sent.
  func leaveOutUsageOption() {
    guard let original else { return }
    (body, self.original, hidesUsage) = (.document(original), nil, false)
  }

  private static func highestCost(
    _ metering: BrokeredRequest.Metering, _ content: BrokeredBody?, _ facts: Model?,
    _ provider: Provider
  ) -> Double? {
    if provider.isOffline || provider.kind == .local { return 0 }
    let usual: Int
    switch metering {
    case .free: return 0
    case .unknown: return nil
    case .document: usual = documentLimit
    case .reply: usual = facts?.maxOutputTokens ?? usualLimit
    }
    guard let content else { return nil }
    let output = (content.outputLimit ?? usual).multipliedReportingOverflow(by: content.replies)
    guard !output.overflow else { return nil }
    return facts?.cost(of: Usage(input: content.inputTokens, output: output.partialValue))
  }

  /// Whether all of it is still there to be sent once more.
  var maySendAgain: Bool { if case .form(let source) = body { !source.hasBegun } else { true } }

  /// The request of HTTP, but for the key.
  ///
  /// - Parameters:
  ///   - exchange: The client's request.
  ///   - base: Where it goes.
  ///   - timeout: Seconds for it.
  /// - Returns: The request.
  func httpRequest(
    _ exchange: ServerExchange, to base: BaseURL, timeout: Double
  ) -> HTTPRequest {
    let query = exchange.target.query.isEmpty ? "" : "?" + exchange.target.query
    var request = HTTPRequest(
      method: match.request.method, url: base.address(of: match.path + query), base: base,
      headers: BrokerHeaders.sent(exchange.head, match.dialect, route.provider), timeout: timeout,
      obeysTrustVariables: !route.source.isKept)
    request.watched = exchange.client
    switch body {
    case .none: break
    case .document(let bytes):
      request.body = bytes
      if bytes.isEmpty { request.upload = GeneratedBody(count: 0) { { nil } } }
    case .form(let source):
      if source.count == nil { request.headers.append(("Transfer-Encoding", "chunked")) }
      request.upload = source
    }
    if exchange.head.method == "POST", exchange.head["content-type"].isEmpty {
      request.headers.append(("Content-Type", "application/json"))
    }
    return request
  }
}

/// The body of a request, read from the client while it is sent on.
///
/// `@unchecked`: the thread that answers the request is the only one that reads it.
final class ClientBody: BodySource, @unchecked Sendable {
  private let exchange: ServerExchange
  private let limit: Int
  private var rest: ArraySlice<UInt8> = []
  /// Whether any of it was asked for.
  private(set) var hasBegun = false
  private var isLost = false
  /// Why it could not be read whole.
  private(set) var flaw: RequestFlaw?

  init(_ exchange: ServerExchange, limit: Int) {
    (self.exchange, self.limit) = (exchange, limit)
  }

  var count: Int? { exchange.announcedLength }

  func next(atMost count: Int) throws(Errno) -> [UInt8] {
    guard !isLost else { throw .notSeekable }
    hasBegun = true
    do throws(RequestFlaw) {
      if rest.isEmpty { rest = try exchange.nextPiece(limit: limit)?[...] ?? [] }
    } catch {
      flaw = error
      throw .endedEarly
    }
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }

  func rewind() { if hasBegun { isLost = true } }
}
