/// A piece of a paragraph that has been read.
struct InlineItem {
  /// What it is.
  enum Kind {
    /// Text as it is.
    case text
    /// Code between backticks.
    case code
    /// A character that a reference names.
    case scalar(Unicode.Scalar)
    case space
    /// The end of a line that is shown as one.
    case lineBreak
    /// Where a link leads; alone if it is its own text.
    case address(isAlone: Bool)
  }

  /// Stands for the end of a line that is shown as one: no text holds this byte.
  static let hardBreak = UInt8(ascii: "\r")

  var kind: Kind
  /// Its place in the text.
  var start: Int
  var end: Int
  /// The length that a run of delimiters had.
  let length: Int
  /// The styles that end before it.
  var closes = Spans()
  /// The styles that begin after it.
  var opens = Spans()

  init(kind: Kind, start: Int, end: Int) {
    (self.kind, self.start, self.end) = (kind, start, end)
    length = end - start
  }

  /// Whether text that follows may be added to it.
  var isPlainText: Bool {
    guard case .text = kind else { return false }
    return !isFixed
  }

  /// Whether it is a delimiter, whose length may change.
  var isFixed = false
}

/// How many styles of each kind begin or end at a place.
struct Spans {
  var bold = 0
  var italic = 0
  var struck = 0
  var link = 0

  /// The sum with others, each counted `factor` times.
  func adding(_ other: Self, _ factor: Int) -> Self {
    Spans(
      bold: bold + factor * other.bold, italic: italic + factor * other.italic,
      struck: struck + factor * other.struck, link: link + factor * other.link)
  }
}

extension UInt8 {
  /// Whether it may begin or end something in a paragraph.
  var mayBeMarkup: Bool {
    switch self {
    case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "["),
      UInt8(ascii: "]"), UInt8(ascii: "\\"), UInt8(ascii: "<"), UInt8(ascii: "&"),
      UInt8(ascii: "!"), UInt8(ascii: "~"), UInt8(ascii: "\n"), InlineItem.hardBreak:
      true
    default: false
    }
  }

  /// Whether several of it are one delimiter.
  var isRepeatable: Bool {
    self == UInt8(ascii: "*") || self == UInt8(ascii: "_") || self == UInt8(ascii: "`")
      || self == UInt8(ascii: "~")
  }
}
