/// How long a provider asks to be left alone.
package enum RetryWait {
  /// Longer than anybody waits, and short enough to be counted in whole units.
  private static let longest = 1e9

  /// Seconds, from the header fields of an answer: `retry-after-ms`, then `retry-after`.
  ///
  /// - Parameters:
  ///   - head: The answer's head.
  ///   - now: Seconds since 1970, for a `retry-after` that is a date.
  /// - Returns: The wait, or `nil` if none is asked for.
  package static func seconds(in head: ResponseHead, now: Double) -> Double? {
    if let milliseconds = head["retry-after-ms"].flatMap(Double.init), milliseconds >= 0 {
      return min(milliseconds / 1000, longest)
    }
    guard let text = head["retry-after"] else { return nil }
    if let seconds = Double(text) {
      return seconds.isFinite && seconds >= 0 ? min(seconds, longest) : nil
    }
    guard let end = Timestamp(httpDate: text) else { return nil }
    // By the clock that the date is of, where the answer tells it.
    let start = head["date"].flatMap(Timestamp.init(httpDate:)).map { Double($0.seconds) } ?? now
    return max(0, Double(end.seconds) - start)
  }

  /// Seconds of a duration such as `36s`, `850ms`, `4.77s`, `1m2s` or `1h`.
  package static func duration(_ text: String) -> Double? {
    var total = 0.0
    var rest = text[...]
    while !rest.isEmpty {
      let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
      let unit = rest[number.endIndex...].prefix { $0.isASCII && $0.isLetter }
      let factors = ["ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86_400]
      guard let value = Double(number), let factor = factors[String(unit)] else { return nil }
      total += value * factor
      rest = rest[unit.endIndex...]
    }
    return text.isEmpty || !total.isFinite ? nil : total
  }

  /// Seconds named in a sentence.
  ///
  /// Such as `Please retry in 36.2s`, `… try again in 1m2s.` and `Please retry after 6 seconds.`
  package static func named(in message: String) -> Double? {
    let words = message.split(separator: " ").map { word in
      var word = word
      while let last = word.last, ".,;)".contains(last) { word.removeLast() }
      return word.lowercased()
    }
    for (index, word) in words.enumerated() where index > 1 {
      guard ["in", "after"].contains(words[index - 1]) else { continue }
      guard ["retry", "again"].contains(words[index - 2]) else { continue }
      let next = index + 1 < words.count ? words[index + 1] : ""
      if let seconds = duration(word) ?? duration(word + shortUnit(next)) { return seconds }
    }
    return nil
  }

  /// The unit that a word spells out; empty for any other word.
  private static func shortUnit(_ word: String) -> String {
    let units = ["millisecond": "ms", "second": "s", "minute": "m", "hour": "h", "day": "d"]
    return units[word.hasSuffix("s") ? String(word.dropLast()) : word] ?? ""
  }

  /// Seconds until the limit that is used up begins anew: the longest, where there are several.
  ///
  /// Source: <https://platform.openai.com/docs/guides/rate-limits>, "Rate limits in headers".
  package static func limitReset(in head: ResponseHead) -> Double? {
    ["requests", "tokens"].lazy
      .filter { head["x-ratelimit-remaining-\($0)"] == "0" }
      .compactMap { head["x-ratelimit-reset-\($0)"].flatMap(duration) }
      .max()
  }
}
