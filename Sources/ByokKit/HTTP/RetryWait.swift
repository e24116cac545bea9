/// How long a provider asks to be left alone.
enum RetryWait {
  /// Seconds, from the header fields of an answer: `retry-after-ms`, then `retry-after`.
  ///
  /// - Parameters:
  ///   - head: The answer's head.
  ///   - now: Seconds since 1970, for a `retry-after` that is a date.
  /// - Returns: The wait, or `nil` if none is asked for.
  static func seconds(in head: ResponseHead, now: Double) -> Double? {
    if let milliseconds = head["retry-after-ms"].flatMap(Double.init), milliseconds >= 0 {
      return milliseconds / 1000
    }
    guard let text = head["retry-after"] else { return nil }
    if let seconds = Double(text) { return seconds.isFinite && seconds >= 0 ? seconds : nil }
    return Timestamp(httpDate: text).map { max(0, Double($0.seconds) - now) }
  }

  /// Seconds of a duration such as `36s`, `850ms`, `4.77s`, `1m2s` or `1h`.
  static func duration(_ text: String) -> Double? {
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

  /// Seconds named in a sentence, such as `Please retry in 36.2s` or `… try again in 1m2s.`.
  static func named(in message: String) -> Double? {
    let words = message.split(separator: " ")
    for (index, word) in words.enumerated() where index > 1 && words[index - 1] == "in" {
      guard ["retry", "again"].contains(words[index - 2].lowercased()) else { continue }
      var text = word
      while let last = text.last, ".,;".contains(last) { text.removeLast() }
      if let seconds = duration(String(text)) { return seconds }
    }
    return nil
  }
}
