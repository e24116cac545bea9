/// Takes the words of a text, folded, but not stemmed.
protocol TokenSink {
  /// Takes a word.
  ///
  /// - Parameters:
  ///   - bytes: Bytes that hold it, in UTF-8.
  ///   - range: Where it is.
  mutating func take(_ bytes: [UInt8], _ range: Range<Int>)

  /// Takes the last character of a run in a script without spaces.
  ///
  /// - Parameters:
  ///   - bytes: Bytes that hold it, in UTF-8.
  ///   - range: Where it is.
  ///   - isAlone: Whether it is the only one of the run.
  mutating func takeLast(_ bytes: [UInt8], _ range: Range<Int>, isAlone: Bool)
}

/// Splits text into the words that an index knows.
///
/// A word is a run of letters, digits and `_`, in small letters without marks. One that has parts
/// (`camelCase`, `snake_case`) is given as a whole, without `_`, and then part by part. In scripts without
/// spaces, each two neighbours are a word, and so is the last of a run alone.
struct Tokenizer {
  /// The most bytes of a word; longer ones are nobody's words.
  static let longest = 64

  private var folding = LetterFolding()
  private var word = [UInt8](repeating: 0, count: longest)
  private var count = 0
  /// Where parts of the word begin, but for the first.
  private var cuts: [Int] = []
  private var before = ByteClass.separator
  /// The last character of a run in a script without spaces, then room for the next one.
  private var pair = [UInt8](repeating: 0, count: 8)
  private var lastSize = 0
  /// How many characters the run has.
  private var runLength = 0

  /// What a byte is to a word.
  private enum ByteClass: UInt8 {
    case separator, small, capital, underscore, beyond
  }

  private static let classes: [ByteClass] = (0...255).map { byte in
    switch UInt8(byte) {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): .small
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): .capital
    case UInt8(ascii: "_"): .underscore
    case 0x80...: .beyond
    default: .separator
    }
  }
  private let classes = Self.classes

  /// Hands out the words of a range.
  ///
  /// - Parameters:
  ///   - text: The text in UTF-8.
  ///   - range: The part that is meant.
  ///   - isMarkup: Whether tags between `<` and `>` are left out.
  ///   - sink: Takes the words.
  mutating func read(
    _ text: Span<UInt8>, _ range: Range<Int>, isMarkup: Bool = false,
    into sink: inout some TokenSink
  ) {
    var index = range.lowerBound
    let end = range.upperBound
    while index < end {
      let byte = text[index]
      switch classes[Int(byte)] {
      case .small:
        if runLength > 0 { endRun(&sink) }
        append(byte)
        before = .small
        index += 1
      case .capital:
        if runLength > 0 { endRun(&sink) }
        let next = index + 1 < end ? text[index + 1] : 0
        let isLastCapital = next >= UInt8(ascii: "a") && next <= UInt8(ascii: "z")
        if before != .capital || isLastCapital { cut() }
        append(byte | 0x20)
        before = .capital
        index += 1
      case .underscore:
        cut()
        before = .underscore
        index += 1
      case .beyond:
        index = takeBeyond(text, index, end, &sink)
      case .separator:
        if count > 0 || runLength > 0 { endWord(&sink) }
        before = .separator
        index = isMarkup ? Markup.end(text, index, end) : index + 1
      }
    }
    endWord(&sink)
    before = .separator
  }

  private mutating func cut() {
    if count > 0, cuts.last != count, count < Self.longest { cuts.append(count) }
  }

  @inline(__always) private mutating func append(_ byte: UInt8) {
    if count < Self.longest { word[count] = byte }
    count += 1
  }

  private mutating func endWord(_ sink: inout some TokenSink) {
    if runLength > 0 { endRun(&sink) }
    guard count > 0 else { return }
    defer {
      count = 0
      if !cuts.isEmpty { cuts.removeAll(keepingCapacity: true) }
    }
    guard count <= Self.longest else { return }
    sink.take(word, 0..<count)
    guard let first = cuts.first, first < count else { return }
    var start = 0
    for cut in cuts where cut < count {
      sink.take(word, start..<cut)
      start = cut
    }
    sink.take(word, start..<count)
  }

  /// Takes the character beyond ASCII at an offset; answers where it ends.
  private mutating func takeBeyond(
    _ text: Span<UInt8>, _ index: Int, _ end: Int, _ sink: inout some TokenSink
  ) -> Int {
    let (scalar, size) = text.scalar(at: index, before: end)
    let (kind, value) = folding.entry(scalar)
    switch kind {
    case .separator:
      endWord(&sink)
      before = .separator
    case .mark: break
    case .letter, .capital:
      if runLength > 0 { endRun(&sink) }
      if kind == .capital, before == .small { cut() }
      before = kind == .capital ? .capital : .small
      if let bytes = Unicode.Scalar(value).flatMap({ UTF8.encode($0) }) {
        for byte in bytes { append(byte) }
      }
    case .several:
      if runLength > 0 { endRun(&sink) }
      before = .small
      for byte in LetterFolding.letters(value) { append(byte) }
    case .ideograph:
      if count > 0 { endWord(&sink) }
      takeIdeograph(value, &sink)
    }
    return index + size
  }

  private mutating func takeIdeograph(_ value: UInt32, _ sink: inout some TokenSink) {
    guard let bytes = Unicode.Scalar(value).flatMap({ UTF8.encode($0) }) else { return }
    // No array is made: there is one for each character of some texts.
    var end = lastSize
    for byte in bytes {
      pair[end] = byte
      end += 1
    }
    if runLength > 0 { sink.take(pair, 0..<end) }
    for place in 0..<bytes.count { pair[place] = pair[lastSize + place] }
    lastSize = bytes.count
    runLength += 1
  }

  private mutating func endRun(_ sink: inout some TokenSink) {
    sink.takeLast(pair, 0..<lastSize, isAlone: runLength == 1)
    (runLength, lastSize) = (0, 0)
  }
}

extension Span<UInt8> {
  /// The character at an offset, and how many bytes it has; U+FFFD and 1 where there is none.
  func scalar(at index: Int, before end: Int) -> (value: UInt32, size: Int) {
    let first = UInt32(self[index])
    let size = first < 0x80 ? 1 : first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0
    guard size > 0, index + size <= end else { return (0xFFFD, 1) }
    if size == 1 { return (first, 1) }
    var value = first & (0x7F >> UInt32(size))
    for place in index + 1..<index + size {
      guard self[place] & 0xC0 == 0x80 else { return (0xFFFD, 1) }
      value = value << 6 | UInt32(self[place] & 0x3F)
    }
    return (value, size)
  }
}
