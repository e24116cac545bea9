internal import ByokCore

/// What requests cost: as the log says, else as the catalogue's prices make it.
struct CostEstimate {
  private var prices: [[UInt8]: Model.Price?] = [:]

  /// What a request cost in USD; `nil` where it is not known.
  ///
  /// - Parameters:
  ///   - entry: The request.
  ///   - line: The line that it stands in.
  /// - Returns: 0 for a request that failed before there was anything to pay for.
  mutating func cost(of entry: LogEntry, _ line: Span<UInt8>) -> Double? {
    if let cost = entry.cost { return cost }
    guard let input = entry.inputTokens, let output = entry.outputTokens else {
      return entry.status == 0 ? nil : 0
    }
    return price(of: entry, line)?.cost(of: Usage(input: input, output: output))
      .flatMap { Usage.isPlausible(cost: $0) ? $0 : nil }
  }

  private mutating func price(of entry: LogEntry, _ line: Span<UInt8>) -> Model.Price? {
    let name =
      Array(copying: line.extracting(entry.provider)) + [0]
      + Array(copying: line.extracting(entry.model))
    if let known = prices[name] { return known }
    let price = Catalogue.find(
      provider: LogEntry.text(line, entry.provider), id: LogEntry.text(line, entry.model))?.price
    prices[name] = .some(price)
    return price
  }
}
