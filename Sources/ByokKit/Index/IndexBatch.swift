internal import ByokCore

/// Files that are to be put into an index: their chunks, and which words these have.
struct IndexBatch {
  /// Twice the weight of a word in the text, in headings and in the file's name.
  enum Weight {
    static let body = 2
    static let heading = 3
    static let name = 4
  }

  /// A file, in the order of paths, and what of it is in the index already.
  struct File {
    var file: IndexedFile
    /// Whether the index has its chunks, and only its stamp is new.
    var keepsChunks = false
  }

  private(set) var files: [File] = []
  private(set) var chunks: [IndexedChunk] = []
  private var counter = WordCounter()
  private var tokenizer = Tokenizer()

  var isEmpty: Bool { files.isEmpty }
  /// About how much memory it takes, in bytes.
  var size: Int { counter.terms.count * 10 + chunks.count * 200 + files.count * 300 }

  /// Notes a file without text.
  mutating func add(_ file: IndexedFile, keepsChunks: Bool = false) {
    files.append(File(file: file, keepsChunks: keepsChunks))
  }

  /// Adds a file with its text.
  ///
  /// - Parameters:
  ///   - file: The file; its path is after those of all before.
  ///   - text: Its text in UTF-8.
  ///   - kind: How it is divided.
  ///   - hasPages: Whether form feeds separate pages.
  mutating func add(_ file: IndexedFile, _ text: Span<UInt8>, _ kind: TextKind, hasPages: Bool) {
    var file = file
    let first = chunks.count
    let name = Array(file.path[(file.path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0)...])
    for chunk in Chunker.chunks(of: text, kind, hasPages: hasPages) {
      counter.weight = Weight.body
      tokenizer.read(text, chunk.range, isMarkup: kind == .markup, into: &counter)
      let length = counter.length
      counter.weight = Weight.heading
      tokenizer.read(chunk.heading.span, chunk.heading.indices, into: &counter)
      counter.weight = Weight.name
      tokenizer.read(name.span, name.indices, into: &counter)
      counter.endChunk()
      chunks.append(
        IndexedChunk(
          file: files.count, chunk: chunk, length: length,
          hash: ContentHash(of: text.extracting(chunk.range))))
    }
    file.chunks = first..<chunks.count
    files.append(File(file: file))
  }

  /// The terms in the order of their bytes, with the chunks that they are in.
  func sortedTerms() -> SortedTerms { SortedTerms(counter) }
}

/// Counts the words of one chunk after the other.
struct WordCounter: TokenSink {
  var weight = 0
  /// The words of the chunk's text, without those that say nothing.
  private(set) var length = 0

  /// Words as they are in texts, and the terms that they are forms of.
  private var words = WordTable()
  private var termOfWord: [UInt32] = []
  /// How much each word adds to the length of its chunk.
  private var lengthOfWord: [Int] = []
  private var stemmer = Stemmer()
  private(set) var vocabulary = WordTable()
  /// The weight of each term in the chunk.
  private var weights: [UInt16] = []
  private var met: [UInt32] = []

  /// The terms of all chunks, and their weights there.
  private(set) var terms: [UInt32] = []
  private(set) var termWeights: [UInt16] = []
  /// Where the terms of each chunk end.
  private(set) var ends: [Int] = []

  mutating func take(_ bytes: [UInt8], _ range: Range<Int>) {
    let (word, isNew) = words.number(bytes, range)
    if isNew {
      let stem = stemmer.stem(bytes, range)
      let (term, isNewTerm) = vocabulary.number(stem, stem.indices)
      if isNewTerm { weights.append(0) }
      termOfWord.append(UInt32(term))
      lengthOfWord.append(StopWords.contain(Array(bytes[range])) ? 0 : 1)
    }
    let term = Int(termOfWord[word])
    let before = weights[term]
    if before == 0 { met.append(UInt32(term)) }
    weights[term] = before &+ UInt16(weight) < before ? .max : before &+ UInt16(weight)
    if weight == IndexBatch.Weight.body { length += lengthOfWord[word] }
  }

  mutating func takeLast(_ bytes: [UInt8], _ range: Range<Int>, isAlone: Bool) {
    take(bytes, range)
  }

  /// Keeps the chunk's words, and begins the next one.
  mutating func endChunk() {
    for term in met {
      terms.append(term)
      termWeights.append(weights[Int(term)])
      weights[Int(term)] = 0
    }
    met.removeAll(keepingCapacity: true)
    ends.append(terms.count)
    length = 0
  }
}

/// The terms of a batch in the order of their bytes, each with its chunks.
struct SortedTerms {
  private let vocabulary: WordTable
  /// The terms' numbers in that order.
  private let order: [Int]
  /// Where the chunks of each term begin, by its number.
  private let starts: [Int]
  private let chunks: [UInt32]
  private let weights: [UInt16]
  private var next = 0

  init(_ counter: WordCounter) {
    vocabulary = counter.vocabulary
    order = vocabulary.sorted()
    var starts = [Int](repeating: 0, count: vocabulary.count + 1)
    for term in counter.terms { starts[Int(term) + 1] += 1 }
    for place in starts.indices.dropFirst() { starts[place] += starts[place - 1] }
    self.starts = starts
    var chunks = [UInt32](repeating: 0, count: counter.terms.count)
    var weights = [UInt16](repeating: 0, count: counter.terms.count)
    var entry = 0
    for (chunk, end) in counter.ends.enumerated() {
      while entry < end {
        let term = Int(counter.terms[entry])
        chunks[starts[term]] = UInt32(chunk)
        weights[starts[term]] = counter.termWeights[entry]
        starts[term] += 1
        entry += 1
      }
    }
    (self.chunks, self.weights) = (chunks, weights)
  }

  /// The next term, without moving past it; `nil` after the last.
  var term: [UInt8]? {
    next < order.count ? Array(vocabulary.bytes[vocabulary.range(order[next])]) : nil
  }

  mutating func advance() { next += 1 }

  /// Hands out the chunks of the next term, and its weights there.
  func forEachPosting(_ body: (Int, Int) -> Void) {
    let term = order[next]
    for place in starts[term]..<starts[term + 1] { body(Int(chunks[place]), Int(weights[place])) }
  }
}
