internal import ByokCore

/// The line of a passage that holds most of what was searched for.
package struct PassageLine: Sendable {
  /// Its number, counted from 1.
  package let number: Int
  /// The line without its end and without spaces around it.
  package let text: String

  /// - Parameters:
  ///   - text: The passage's text.
  ///   - firstLine: The number of its first line.
  ///   - query: What was searched for.
  package init(in text: String, from firstLine: Int, query: String) {
    let bytes = Array(text.utf8)
    let wanted = IndexQuery(query)
    var tokenizer = Tokenizer()
    var best: (number: Int, count: Int, range: Range<Int>)?
    var (start, number) = (0, firstLine)
    while start < bytes.count {
      let end = bytes.span.position(of: UInt8(ascii: "\n"), from: start) ?? bytes.count
      var line = QueryLine(wanted: wanted)
      tokenizer.read(bytes.span, start..<end, into: &line)
      let isBlank = bytes[start..<end].allSatisfy { $0 <= UInt8(ascii: " ") }
      if !isBlank, line.found.count > best?.count ?? -1 {
        best = (number, line.found.count, start..<end)
      }
      (start, number) = (end + 1, number + 1)
    }
    self.number = best?.number ?? firstLine
    var range = best?.range ?? 0..<0
    while let first = range.first, bytes[first] <= UInt8(ascii: " ") {
      range = first + 1..<range.upperBound
    }
    while let last = range.last, bytes[last] <= UInt8(ascii: " ") {
      range = range.lowerBound..<last
    }
    self.text = String(decoding: bytes[range], as: UTF8.self)
  }

  /// The terms of a query that a line holds.
  private struct QueryLine: TokenSink {
    let wanted: IndexQuery
    var found: Set<[UInt8]> = []
    private var stemmer = Stemmer()

    init(wanted: IndexQuery) { self.wanted = wanted }

    mutating func take(_ bytes: [UInt8], _ range: Range<Int>) {
      let stem = stemmer.stem(bytes, range)
      if wanted.terms[stem] != nil { found.insert(stem) }
      for start in wanted.starts where bytes[range].starts(with: start) { found.insert(start) }
    }

    mutating func takeLast(_ bytes: [UInt8], _ range: Range<Int>, isAlone: Bool) {
      take(bytes, range)
    }
  }
}
