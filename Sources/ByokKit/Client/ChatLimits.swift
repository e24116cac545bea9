package import ByokCore

/// What a user will spend on a request at most.
package struct ChatLimits: Sendable {
  /// The most that it may be estimated to cost.
  package var maxCost: Dollars?
  /// The most tokens that the prompt may be estimated to have.
  package var maxInputTokens: Int?

  package init(maxCost: Dollars? = nil, maxInputTokens: Int? = nil) {
    self.maxCost = maxCost
    self.maxInputTokens = maxInputTokens
  }

  /// Refuses a request that goes beyond them.
  ///
  /// - Parameters:
  ///   - request: What is to be asked.
  ///   - provider: Who is to be asked.
  /// - Throws: `tooLong` for too many tokens, a failure for too high a cost; a usage error where the
  ///   cost cannot be determined.
  package func check(_ request: ChatRequest, _ provider: Provider) throws(ByokError) {
    guard maxCost != nil || maxInputTokens != nil else { return }
    try check(ChatEstimate(request, provider))
  }

  /// Refuses a request that is estimated to go beyond them; see ``check(_:_:)``.
  func check(_ estimate: ChatEstimate) throws(ByokError) {
    if let maxInputTokens, estimate.input > maxInputTokens {
      throw ByokError(
        .tooLong,
        "the prompt has about \(estimate.inputBasis), over --max-input-tokens \(maxInputTokens);"
          + " nothing was sent",
        hint: "send less, or raise the limit")
    }
    guard let maxCost else { return }
    let cost = try estimate.cost()
    guard cost <= maxCost.amount else {
      throw ByokError(
        .failure,
        "this may cost \(Usage.dollars(cost)), over --max-cost \(Usage.dollars(maxCost.amount));"
          + " nothing was sent",
        hints: ["estimated from \(estimate.basis)", "send less, or raise the limit"])
    }
  }
}

extension Dollars: ArgumentValue {
  package static let expectation = "an amount of USD, 0 or more"

  package init?(argument: String) {
    let digits = argument.hasPrefix("$") ? String(argument.dropFirst()) : argument
    guard let amount = Double(argument: digits), amount >= 0 else { return nil }
    self.init(amount: amount)
  }
}

/// What a request will take, as far as that can be determined before it is sent.
struct ChatEstimate {
  /// Bytes of text or PDF for which a token is counted.
  static let bytesPerToken = 4
  /// Tokens that are counted for an image.
  static let tokensPerImage = 1500
  /// Tokens of a reply for which the user sets no limit.
  static let usualReply = 1000

  /// Tokens of the prompt.
  let input: Int
  /// Tokens of the reply.
  let output: Int
  /// Whether there is a reply to pay for.
  private var hasReply = true
  private let hasLimit: Bool
  private let hasImages: Bool
  /// What it costs besides tokens, in USD.
  private var fee = 0.0
  private let price: Model.Price?
  private let name: String
  /// The day of the price.
  private let day: String?

  init(_ request: ChatRequest, _ provider: Provider) {
    let size = PromptSize(request)
    input =
      (size.bytes + Self.bytesPerToken - 1) / Self.bytesPerToken
      + size.images * Self.tokensPerImage
    hasImages = size.images > 0
    hasLimit = request.settings.maxTokens != nil
    let usual = min(Self.usualReply, request.facts?.maxOutputTokens ?? Self.usualReply)
    output = request.settings.maxTokens ?? usual
    let isFree = provider.isOffline || provider.kind == .local
    price = request.facts?.price ?? (isFree ? Model.Price(input: 0, output: 0) : nil)
    day = request.facts?.price == nil ? nil : request.facts?.priceAsOf
    name = "\(provider.id)/\(request.model)"
  }

  /// A request that sends text and is answered by numbers, which cost nothing.
  ///
  /// - Parameters:
  ///   - bytes: How much text is sent.
  ///   - model: The model's id.
  ///   - facts: What is known of it.
  ///   - provider: Who is asked.
  ///   - fee: What it costs besides tokens, in USD.
  init(bytes: Int, model: String, _ facts: Model?, _ provider: Provider, fee: Double? = nil) {
    input = (bytes + Self.bytesPerToken - 1) / Self.bytesPerToken
    (output, hasReply, hasLimit, hasImages, self.fee) = (0, false, false, false, fee ?? 0)
    let isFree = provider.isOffline || provider.kind == .local
    price = facts?.price ?? (isFree ? Model.Price(input: 0, output: 0) : nil)
    day = facts?.price == nil ? nil : facts?.priceAsOf
    name = "\(provider.id)/\(model)"
  }

  /// The price in US dollars.
  ///
  /// - Throws: A usage error where the catalogue has no price.
  func cost() throws(ByokError) -> Double {
    let usage = Usage(input: input, output: output)
    guard let cost = price?.cost(of: usage) else {
      throw ByokError(
        .usage, "cannot apply --max-cost: byok knows no price of \(name.quoted)",
        hint: "--max-input-tokens limits what is sent; byok models show \(name)")
    }
    return cost + fee
  }

  /// The tokens of the prompt, and how they were counted.
  var inputBasis: String {
    let images = hasImages ? ", \(Self.tokensPerImage) for an image" : ""
    return "\(input) tokens (one for \(Self.bytesPerToken) bytes\(images))"
  }

  /// How the cost was reckoned.
  var basis: String {
    let cost = Usage.dollars(price?.rates(prompt: self.input, at: nil).input ?? 0)
    guard hasReply else { return "\(inputBasis) at \(cost) a million" }
    let reply = hasLimit ? "--max-tokens" : "assumed; --max-tokens sets it"
    let rates = price?.rates(prompt: self.input, at: nil)
    let age = day.map { " as of \($0)" } ?? ""
    let (input, output) = (Usage.dollars(rates?.input ?? 0), Usage.dollars(rates?.output ?? 0))
    return "\(inputBasis) at \(input) a million, and a reply of \(self.output) (\(reply))"
      + " at \(output), by the prices of 'byok models show \(name)'\(age)"
  }
}
