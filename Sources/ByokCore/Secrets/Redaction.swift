/// Removes what a provider repeats of a key.
package enum Redaction {
  /// A provider's text on one line of at most `limit` characters, without what it repeats of a key.
  package static func oneLine(
    _ text: String, key: borrowing Secret, limit: Int = 500
  ) -> String {
    // The key goes before the text is changed or cut, or part of it might stay.
    let line = Sanitizer.oneLine(remove(key, from: text), limit: .max)
    return Sanitizer.oneLine(redact(line, key: key), limit: limit)
  }

  /// `text` without the key itself, and without words that look like a key or a masked one.
  package static func redact(_ text: String, key: borrowing Secret) -> String {
    var result = ""
    var word = ""
    for character in remove(key, from: text) + " " {
      if character.isWhitespace {
        result += (isSuspicious(word) ? "…" : word) + String(character)
        word = ""
      } else {
        word.append(character)
      }
    }
    return String(result.dropLast())
  }

  /// `text` without the key itself: as it is, percent-encoded, or interrupted by white space.
  package static func remove(_ key: borrowing Secret, from text: String) -> String {
    let text = Array(text.utf8)
    var rest: [UInt8] = []
    key.withBytes { key in
      guard key.count >= 4 else { return rest = text }
      var place = 0
      while place < text.count {
        if let end = end(of: key, from: place, in: text.span) {
          rest += "…".utf8
          place = end
        } else {
          rest.append(text[place])
          place += 1
        }
      }
    }
    return String(decoding: rest, as: UTF8.self)
  }

  /// Where a key ends that begins at a place; `nil` if none does.
  private static func end(of key: Span<UInt8>, from start: Int, in text: Span<UInt8>) -> Int? {
    // The letters of a short one follow each other in sentences, too.
    let maySpread = key.count >= 8
    var place = start
    for index in key.indices {
      while true {
        if let end = end(of: key[index], at: place, in: text) {
          place = end
          break
        }
        guard maySpread, index > 0, let end = endOfBlank(at: place, in: text) else { return nil }
        place = end
      }
    }
    return place
  }

  /// Where a byte of a key ends, as it is or percent-encoded.
  private static func end(of byte: UInt8, at place: Int, in text: Span<UInt8>) -> Int? {
    guard place < text.count else { return nil }
    if text[place] == byte { return place + 1 }
    return percentEncoded(at: place, in: text).flatMap { $0.byte == byte ? $0.end : nil }
  }

  /// The byte that is percent-encoded at a place, however often.
  ///
  /// Source: RFC 3986, section 2.1.
  private static func percentEncoded(
    at place: Int, in text: Span<UInt8>
  ) -> (byte: UInt8, end: Int)? {
    guard text[place] == UInt8(ascii: "%") else { return nil }
    var place = place + 1
    while place + 1 < text.count, let high = JSONEscape.digit(text[place]),
      let low = JSONEscape.digit(text[place + 1])
    {
      let byte = UInt8(high << 4 | low)
      place += 2
      let isEncodedAgain =
        byte == UInt8(ascii: "%") && place < text.count && JSONEscape.digit(text[place]) != nil
      guard isEncodedAgain else { return (byte, place) }
    }
    return nil
  }

  /// Where a blank, a line break or an invisible character ends, also an encoded or escaped one.
  private static func endOfBlank(at place: Int, in text: Span<UInt8>) -> Int? {
    guard place < text.count else { return nil }
    if let (byte, end) = percentEncoded(at: place, in: text) { return byte <= 0x20 ? end : nil }
    if text[place] == UInt8(ascii: "\\"), place + 1 < text.count {
      return "nrt".utf8.contains(text[place + 1]) ? place + 2 : nil
    }
    let end = min(place + Unicode.Scalar.length(startingWith: text[place]), text.count)
    let character = String(decoding: (place..<end).map { text[$0] }, as: UTF8.self)
    return character.unicodeScalars.allSatisfy(\.isBlank) ? end : nil
  }

  private static func isSuspicious(_ word: String) -> Bool {
    let core = String(word.drop { !$0.isLetter && !$0.isNumber })
    return word.contains("***") || KeyShape.mayBeKey(core)
  }
}

extension Unicode.Scalar {
  /// Whether nothing is seen of it.
  fileprivate var isBlank: Bool {
    properties.isWhitespace || properties.isDefaultIgnorableCodePoint || isUnsafeToShow
  }
}
