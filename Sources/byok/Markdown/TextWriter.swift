internal import ByokCore

/// Lays out words in lines of a width, each after a prefix such as the bar of a quotation.
///
/// What it has written is never changed. A word is written once its end is known, in sequences that
/// leave the terminal without a style. A word that is wider than a line is not cut: it begins a line
/// and is left to the terminal, so that an address can be copied whole.
struct TextWriter {
  /// What is ready for the terminal.
  var output: [UInt8] = []
  /// The columns of a line.
  var width = 80
  /// Whether styles are written.
  let usesColor: Bool
  /// Whether words wider than a line are cut, as in the cells of a table.
  var cutsWords = false
  /// What begins the next lines of the paragraph.
  var prefix = LinePrefix()
  /// A line without text that precedes the next one; `nil` for none.
  var blankLine: [UInt8]?
  /// Whether something is on the line that is not ended.
  private(set) var isLineOpen = false
  /// The columns of the lines that are ended; filled where words are cut.
  private(set) var lineColumns: [Int] = []
  /// The columns taken of the line.
  private(set) var column = 0

  private var word: [UInt8] = []
  private var wordColumns = 0
  private var wordStyle: TextStyle = .plain
  private var spaces = 0
  private var spaceStyle: TextStyle = .plain
  private var breaksLine = false
  /// Whether a word wider than the line is written as it comes.
  private var isOverflowing = false
  private var last = LastScalar()

  init(usesColor: Bool) {
    self.usesColor = usesColor
  }

  /// Whether anything has been written.
  private var hasWritten = false

  // MARK: Lines

  /// Begins a line, unless one is open.
  mutating func openLine(_ start: LinePrefix) {
    if !isLineOpen {
      if let blankLine, hasWritten { output += blankLine + [UInt8(ascii: "\n")] }
      (blankLine, column) = (nil, 0)
      (isLineOpen, hasWritten) = (true, true)
    }
    output += start.bytes
    column += start.columns
  }

  /// Ends the line, if one is open.
  mutating func endLine() {
    guard isLineOpen else { return }
    output.append(UInt8(ascii: "\n"))
    if cutsWords { lineColumns.append(column) }
    (isLineOpen, column) = (false, 0)
  }

  /// Writes text as it is, without looking for words.
  mutating func addRaw(_ bytes: some Collection<UInt8>) {
    output += bytes
  }

  /// Writes text that has a style as it is; no words follow on the line.
  mutating func addStyled(_ text: String, _ style: TextStyle) {
    let isStyled = usesColor && !style.isPlain
    if isStyled { output += style.sequence }
    output += text.utf8
    if isStyled { output += TextStyle.reset }
  }

  // MARK: Words

  /// Takes text that may hold spaces, in UTF-8 with complete scalars.
  mutating func add(_ bytes: [UInt8], _ range: Range<Int>, _ style: TextStyle) {
    setStyle(style)
    var place = range.lowerBound
    while place < range.upperBound {
      let byte = bytes[place]
      if byte == 0x20 || byte == 0x09 {
        addSpace(1, style)
        setStyle(style)
        place += 1
      } else if byte < 0x80 {
        place = addASCII(bytes, place..<range.upperBound, style)
      } else {
        let scalar = bytes.scalar(at: place)
        add(scalar, style)
        place += UTF8.width(scalar)
      }
    }
    if wordColumns > room { overflow() }
  }

  /// The columns that a line has for words.
  private var room: Int { width - prefix.columns }

  private mutating func addASCII(
    _ bytes: [UInt8], _ range: Range<Int>, _ style: TextStyle
  ) -> Int {
    if last.isWide, bytes[range.lowerBound].startsWord { breakWord(style) }
    var end = range.lowerBound + 1
    while end < range.upperBound, bytes[end] > 0x20, bytes[end] < 0x80 { end += 1 }
    var place = range.lowerBound
    while cutsWords, wordColumns + end - place > room {
      let count = max(0, room - wordColumns)
      word += bytes[place..<(place + count)]
      wordColumns += count
      place += count
      breakWord(style)
    }
    word += bytes[place..<end]
    wordColumns += end - place
    last = LastScalar(ascii: bytes[end - 1])
    return end
  }

  /// Takes one scalar, which is not a space.
  mutating func add(_ scalar: Unicode.Scalar, _ style: TextStyle) {
    setStyle(style)
    if last.allowsBreak(before: scalar) { breakWord(style) }
    let columns = last.add(scalar)
    if cutsWords, wordColumns + columns > room { breakWord(style) }
    word += UTF8.encode(scalar).map(Array.init) ?? []
    wordColumns += columns
  }

  /// Ends the word, after which the line may break.
  mutating func addSpace(_ count: Int, _ style: TextStyle) {
    endWord()
    spaces = max(spaces, count)
    spaceStyle = style
    last = LastScalar()
  }

  /// Ends the word and the line, once more text follows.
  mutating func addBreak() {
    endWord()
    breaksLine = true
    last = LastScalar()
  }

  /// Ends the paragraph.
  mutating func endParagraph() {
    endWord()
    (spaces, breaksLine) = (0, false)
    last = LastScalar()
    endLine()
  }

  /// Leaves the terminal without a style.
  mutating func settle() {
    guard isOverflowing, !wordStyle.isPlain else { return }
    setStyle(.plain)
    overflow()
  }

  private mutating func setStyle(_ style: TextStyle) {
    guard usesColor, style != wordStyle else { return }
    if !wordStyle.isPlain { word += TextStyle.reset }
    if !style.isPlain { word += style.sequence }
    wordStyle = style
  }

  /// Ends the word without a space after it.
  private mutating func breakWord(_ style: TextStyle) {
    guard wordColumns > 0 || isOverflowing else { return }
    endWord()
    spaces = 0
    setStyle(style)
  }

  private mutating func endWord() {
    setStyle(.plain)
    if isOverflowing {
      overflow()
      isOverflowing = false
    } else if wordColumns > 0 {
      place()
    }
    word.removeAll(keepingCapacity: true)
    wordColumns = 0
  }

  /// Writes what there is of a word that is wider than a line.
  private mutating func overflow() {
    if !isOverflowing {
      place()
      isOverflowing = true
    } else {
      output += word
      column += wordColumns
    }
    word.removeAll(keepingCapacity: true)
    wordColumns = 0
  }

  /// Writes the word, on this line or the next.
  private mutating func place() {
    let isFirst = !isLineOpen || column <= prefix.columns
    if breaksLine || !isFirst && column + spaces + wordColumns > width {
      endLine()
    } else if !isFirst, spaces > 0 {
      let isStyled = usesColor && spaceStyle.isSeenInSpaces
      if isStyled { output += spaceStyle.sequence }
      output += repeatElement(0x20, count: spaces)
      if isStyled { output += TextStyle.reset }
      column += spaces
    }
    if !isLineOpen { openLine(prefix) }
    output += word
    column += wordColumns
    (spaces, breaksLine) = (0, false)
  }
}

/// What begins a line: bars and spaces, with their escape sequences.
struct LinePrefix {
  var bytes: [UInt8] = []
  var columns = 0

  /// Adds a piece of text.
  mutating func add(_ text: String, columns: Int) {
    bytes += text.utf8
    self.columns += columns
  }
}
