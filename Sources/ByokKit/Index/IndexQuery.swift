internal import ByokCore

/// What is searched for, as the terms of an index.
struct IndexQuery: TokenSink {
  /// How much a saturated term counts, and how much the length of a chunk does.
  ///
  /// Source: Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 3.5.
  static let k1 = 1.2
  static let b = 0.75

  /// The terms, each with how often it was named.
  private(set) var terms: [[UInt8]: Int] = [:]
  /// Characters that stand alone: every term that begins with one is meant.
  private(set) var starts: Set<[UInt8]> = []
  private var stemmer = Stemmer()
  private var stopWords: [[UInt8]: Int] = [:]
  /// The most terms that one character stands for.
  private static let startLimit = 2000

  init(_ text: String) {
    var tokenizer = Tokenizer()
    let bytes = Array(text.utf8)
    tokenizer.read(bytes.span, bytes.indices, into: &self)
    // Words that say nothing alone are all that there is.
    if terms.isEmpty, starts.isEmpty { terms = stopWords }
  }

  var isEmpty: Bool { terms.isEmpty && starts.isEmpty }

  mutating func take(_ bytes: [UInt8], _ range: Range<Int>) {
    let stem = stemmer.stem(bytes, range)
    if StopWords.contain(Array(bytes[range])) {
      stopWords[stem, default: 0] += 1
    } else {
      terms[stem, default: 0] += 1
    }
  }

  mutating func takeLast(_ bytes: [UInt8], _ range: Range<Int>, isAlone: Bool) {
    // Of a longer run, the pairs were given.
    if isAlone { starts.insert(Array(bytes[range])) }
  }

  /// The chunks that hold any of the terms, the best first.
  ///
  /// Okapi BM25 in the form of Lucene: `Σ idf · tf / (tf + k1 (1 − b + b · length / average))` with
  /// `idf = ln(1 + (N − n + ½) / (n + ½))`. An occurrence in the text counts as one, in the headings as
  /// 1.5, in the file's name as 2; the length is that of the text without stop words.
  ///
  /// - Parameters:
  ///   - index: The index.
  ///   - limit: The most chunks.
  /// - Returns: Numbers of chunks and their scores; equal ones in the order of the index.
  func best(in index: IndexFile, limit: Int) -> [(chunk: Int, score: Double)] {
    var scores = [Double](repeating: 0, count: index.chunkCount)
    var met: [Int] = []
    var all = terms
    for start in starts {
      for term in index.terms(beginningWith: start, limit: Self.startLimit) { all[term] = 1 }
    }
    let count = Double(index.chunkCount)
    let norms = Self.norms(of: index)
    // In one order, whatever the dictionary's: sums of numbers depend on it.
    for (term, times) in all.sorted(by: { $0.key.span.compared(to: $1.key.span) < 0 }) {
      guard let (holding, range) = index.postings(of: term) else { continue }
      let holders = Double(min(holding, index.chunkCount))
      let factor = Double(times) * logarithm(1 + (count - holders + 0.5) / (holders + 0.5))
      index.forEachPosting(range, count: holding) { chunk, weight in
        let frequency = Double(weight) / 2
        if scores[chunk] == 0 { met.append(chunk) }
        scores[chunk] += factor * frequency / (frequency + norms[chunk])
      }
    }
    return Self.best(met, scores, limit: limit)
  }

  /// Of each chunk, `k1 (1 − b + b · length / average)`.
  private static func norms(of index: IndexFile) -> [Double] {
    let average = max(1, Double(index.totalLength) / max(1, Double(index.chunkCount)))
    let (least, slope) = (k1 * (1 - b), k1 * b / average)
    return index.lengths.map { least + slope * Double($0) }
  }

  private static func best(
    _ met: [Int], _ scores: [Double], limit: Int
  ) -> [(chunk: Int, score: Double)] {
    var best: [(chunk: Int, score: Double)] = []
    guard limit > 0 else { return [] }
    for chunk in met {
      let score = scores[chunk]
      func isBefore(_ other: (chunk: Int, score: Double)) -> Bool {
        score > other.score || score == other.score && chunk < other.chunk
      }
      if best.count == limit, let last = best.last, !isBefore(last) { continue }
      var place = best.count
      while place > 0, isBefore(best[place - 1]) { place -= 1 }
      best.insert((chunk, score), at: place)
      if best.count > limit { best.removeLast() }
    }
    return best
  }
}
