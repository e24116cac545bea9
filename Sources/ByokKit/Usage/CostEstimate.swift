internal import ByokCore

/// What requests cost: as the log says, else as the prices that are known make it.
struct CostEstimate {
  private let known: KnownModels
  private var prices: [[UInt8]: Model.Price?] = [:]

  init(_ known: KnownModels) { self.known = known }

  /// What a request cost in USD; `nil` where it is not known.
  ///
  /// - Parameters:
  ///   - entry: The request.
  ///   - line: The line that it is in.
  /// - Returns: 0 for a request that failed before there was anything to pay for.
  mutating func cost(of entry: LogEntry, _ line: Span<UInt8>) -> Double? {
    if let cost = entry.cost { return cost }
    guard entry.inputTokens != nil, entry.outputTokens != nil else {
      return entry.status == 0 ? nil : 0
    }
    return price(of: entry, line)?.cost(of: entry.usage, at: LogTime.seconds(entry.time))
      .flatMap { Usage.isPlausible(cost: $0) ? $0 : nil }
  }

  private mutating func price(of entry: LogEntry, _ line: Span<UInt8>) -> Model.Price? {
    let name =
      Array(copying: line.extracting(entry.provider)) + [0]
      + Array(copying: line.extracting(entry.model))
    if let known = prices[name] { return known }
    let price = known.find(
      provider: LogEntry.text(line, entry.provider), id: LogEntry.text(line, entry.model))?.price
    prices[name] = .some(price)
    return price
  }
}
