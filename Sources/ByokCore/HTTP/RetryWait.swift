/// How long a provider asks to be left alone.
package enum RetryWait {
  /// Longer than anybody waits, and short enough to be counted in whole units.
  private static let longest = 1e9

  /// Seconds, from the header fields of an answer: `retry-after-ms`, then `retry-after`.
  ///
  /// Numbers may have units, as in `2s` and `1m30s`. Of several values the longest counts; those that
  /// make no sense count for nothing.
  ///
  /// - Parameters:
  ///   - head: The answer's head.
  ///   - now: Seconds since 1970, for a `retry-after` that is a date.
  /// - Returns: The wait, or `nil` if none is asked for.
  package static func seconds(in head: ResponseHead, now: Double) -> Double? {
    let milliseconds = values(of: "retry-after-ms", in: head).compactMap { wait($0, unit: 0.001) }
    if let longest = milliseconds.max() { return longest }
    // Relative to the server's clock, where the response has a date.
    let start = head["date"].flatMap(Timestamp.init(httpDate:)).map { Double($0.seconds) } ?? now
    return values(of: "retry-after", in: head).compactMap { value in
      wait(value, unit: 1) ?? Timestamp(httpDate: value).map { max(0, Double($0.seconds) - start) }
    }.max()
  }

  /// The values of a field that may be there several times, also in one line.
  private static func values(of name: String, in head: ResponseHead) -> [String] {
    var values: [String] = []
    for field in head.headers where field.name == name {
      var isDate = false
      for piece in field.value.split(separator: ",") {
        let piece = trimmed(piece)
        // A date has a comma after the day's name.
        if isDate, let day = values.popLast() {
          values.append("\(day), \(piece)")
        } else {
          values.append(String(piece))
        }
        isDate = !isDate && piece.count == 3 && piece.allSatisfy(\.isLetter)
      }
    }
    return values
  }

  private static func trimmed(_ text: Substring) -> Substring {
    let isBlank = { (character: Character) in character == " " || character == "\t" }
    var text = text.drop(while: isBlank)
    while text.last.map(isBlank) == true { text.removeLast() }
    return text
  }

  /// Seconds of a number of units, or of a duration.
  private static func wait(_ text: String, unit: Double) -> Double? {
    let seconds = Double(text).map { $0 * unit } ?? duration(text)
    return seconds.flatMap { $0.isFinite && $0 >= 0 ? min($0, longest) : nil }
  }

  /// Seconds of a duration such as `36s`, `850ms`, `4.77s`, `1m2s` or `1h`.
  package static func duration(_ text: String) -> Double? { Duration.seconds(text) }

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
    ["requests", "tokens"].filter {
      values(of: "x-ratelimit-remaining-\($0)", in: head).contains("0")
    }
    .flatMap { values(of: "x-ratelimit-reset-\($0)", in: head) }
    .compactMap { wait($0, unit: 1) }
    // More is no wait but a time, of an era that is not said.
    .filter { $0 <= 31 * 86_400 }.max()
  }
}
