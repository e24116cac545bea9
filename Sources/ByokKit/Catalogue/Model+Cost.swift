internal import ByokCore

extension Model {
  /// What a reply of the model costs, as far as it reports.
  ///
  /// - Parameters:
  ///   - usage: What the reply counts.
  ///   - time: When it ended, in seconds since 1970; `nil` for the dearest time of the day.
  /// - Returns: USD; `nil` where that is not known.
  package func cost(of usage: Usage, at time: Int? = nil) -> Double? {
    guard let price, let tokens = price.cost(of: usage, at: time) else { return nil }
    let factor = usage.billing.terms.reduce(1) { factor, word in
      factor * (price.terms[word] ?? Catalogue.factor(of: word, for: self))
    }
    return tokens * factor + (usage.billing.fees ?? 0)
  }
}

extension Model.Price {
  /// What the tokens of a reply cost.
  ///
  /// A price for longer prompts holds for all tokens of such a request.
  ///
  /// - Parameters:
  ///   - usage: What the reply counts.
  ///   - time: When it ended, in seconds since 1970; `nil` for the dearest time of the day.
  /// - Returns: USD; `nil` where that is not known.
  package func cost(of usage: Usage, at time: Int? = nil) -> Double? {
    guard let prompt = usage.input, let reply = usage.output else { return nil }
    let rates = rates(prompt: prompt, at: time)
    return (rates.cost(ofPrompt: prompt, usage) + rates.cost(ofReply: reply, usage)) / 1_000_000
  }
}

extension Model.Rates {
  /// What a prompt costs, in millionths of USD.
  fileprivate func cost(ofPrompt prompt: Int, _ usage: Usage) -> Double {
    let read = min(usage.cachedInput ?? 0, prompt)
    var rest = prompt - read
    let writes = (usage.billing.cacheWrites ?? CacheWrites(all: 0)).within(rest)
    rest -= writes.all
    // What was in the cache, or went into it, has the cache's price, whatever it is.
    let sound = min(usage.billing.audioInput ?? 0, rest)
    rest -= sound
    let images = min(usage.billing.imageInput ?? 0, rest)
    rest -= images
    return Double(rest) * input + Double(read) * (cached ?? input) + cost(of: writes)
      + Double(sound) * (audio ?? input) + Double(images) * (image ?? input)
  }

  private func cost(of writes: CacheWrites) -> Double {
    Double(writes.brief) * (cacheWrite ?? input * CacheWrites.briefFactor)
      + Double(writes.hour) * (cacheWriteHour ?? input * CacheWrites.hourFactor)
      + Double(writes.halfDay) * (cacheWriteHalfDay ?? input * CacheWrites.halfDayFactor)
  }

  /// What a reply costs, in millionths of USD.
  fileprivate func cost(ofReply reply: Int, _ usage: Usage) -> Double {
    let apart = usage.billing.reasoningApart ?? 0
    let thought = apart > 0 ? apart : min(usage.reasoning ?? 0, reply)
    let said = apart > 0 ? reply : reply - thought
    return Double(said) * output + Double(thought) * (thinking ?? output)
  }
}
