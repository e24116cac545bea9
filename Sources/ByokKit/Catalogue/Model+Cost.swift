internal import ByokCore

extension Model {
  /// What a reply of the model costs in USD, as far as it reports; `nil` where that is not known.
  package func cost(of usage: Usage) -> Double? {
    guard let tokens = price?.cost(of: usage) else { return nil }
    let factor = Catalogue.factor(of: usage.billing.terms, for: self)
    return tokens * factor + (usage.billing.fees ?? 0)
  }
}

extension Model.Price {
  /// What the tokens of a reply cost in USD; `nil` where their numbers are not known.
  package func cost(of usage: Usage) -> Double? {
    guard let prompt = usage.input, let reply = usage.output else { return nil }
    let read = min(usage.cachedInput ?? 0, prompt)
    let writes = (usage.billing.cacheWrites ?? CacheWrites(all: 0)).within(prompt - read)
    let output = reply + (usage.billing.reasoningApart ?? 0)
    let millionths =
      Double(prompt - read - writes.all) * input + Double(read) * (cached ?? input)
      + cost(of: writes) + Double(output) * self.output
    return millionths / 1_000_000
  }

  private func cost(of writes: CacheWrites) -> Double {
    Double(writes.brief) * (cacheWrite ?? input * CacheWrites.briefFactor)
      + Double(writes.hour) * input * CacheWrites.hourFactor
      + Double(writes.halfDay) * input * CacheWrites.halfDayFactor
  }
}
