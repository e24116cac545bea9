/// Finds where the values of a JSON text stand, without a copy of any of it.
///
/// Foundation's decoder leaves copies of tokens in memory that nobody wipes (SECURITY.md C.2, rule 4).
/// This one takes what RFC 8259 allows, behind an optional byte-order mark, to some depth.
struct JSONScanner {
  /// What a value is; a word is `true`, `false` or `null`.
  enum Kind { case object, array, string, number, word }

  /// One value.
  struct Node {
    let kind: Kind
    /// The bytes it takes, without the quotes of a string; escapes are as they stand.
    fileprivate(set) var range: Range<Int>
    /// The bytes of its name, if it is a member of an object.
    let name: Range<Int>?
    /// The index of the object or array that holds it; -1 for the outermost value.
    let parent: Int
  }

  /// The deepest nesting that is read.
  static let depthLimit = 16

  private var nodes: [Node] = []
  private var position = 0

  /// Reads a whole text.
  ///
  /// - Parameter bytes: The text.
  /// - Returns: Every value, each after the one that holds it; the first is the outermost.
  /// - Throws: Where the text is not JSON, and why.
  static func scan(_ bytes: Span<UInt8>) throws(JSONFlaw) -> [Node] {
    var scanner = Self()
    if bytes.holds("\u{FEFF}", at: 0) { scanner.position = 3 }
    guard (try? UTF8Span(validating: bytes)) != nil else { throw scanner.flaw("it is not UTF-8") }
    try scanner.value(bytes, name: nil, parent: -1, depth: 0)
    scanner.skipSpace(bytes)
    guard scanner.position == bytes.count else { throw scanner.flaw("more follows than one value") }
    return scanner.nodes
  }

  private func flaw(_ rule: String) -> JSONFlaw { JSONFlaw(offset: position, rule: rule) }

  private func next(_ bytes: Span<UInt8>) -> UInt8? {
    position < bytes.count ? bytes[position] : nil
  }

  private mutating func skipSpace(_ bytes: Span<UInt8>) {
    while let byte = next(bytes), " \t\n\r".utf8.contains(byte) { position += 1 }
  }

  private mutating func take(_ wanted: Unicode.Scalar, _ bytes: Span<UInt8>) -> Bool {
    guard next(bytes) == UInt8(ascii: wanted) else { return false }
    position += 1
    return true
  }

  private mutating func value(
    _ bytes: Span<UInt8>, name: Range<Int>?, parent: Int, depth: Int
  ) throws(JSONFlaw) {
    skipSpace(bytes)
    let start = position
    guard let first = next(bytes) else { throw flaw("it ends where a value should be") }
    func add(_ kind: Kind, _ range: Range<Int>) {
      nodes.append(Node(kind: kind, range: range, name: name, parent: parent))
    }
    switch first {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      guard depth < Self.depthLimit else { throw flaw("it is nested too deeply") }
      let index = nodes.count
      let isObject = first == UInt8(ascii: "{")
      add(isObject ? .object : .array, start..<start)
      try elements(bytes, of: index, isObject: isObject, depth: depth + 1)
      nodes[index].range = start..<position
    case UInt8(ascii: "\""): add(.string, try string(bytes))
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      try number(bytes)
      add(.number, start..<position)
    default:
      guard let word = ["true", "false", "null"].first(where: { bytes.holds($0, at: start) }) else {
        throw flaw("this is not a value")
      }
      position += word.utf8.count
      add(.word, start..<position)
    }
  }

  private mutating func elements(
    _ bytes: Span<UInt8>, of parent: Int, isObject: Bool, depth: Int
  ) throws(JSONFlaw) {
    let end: Unicode.Scalar = isObject ? "}" : "]"
    position += 1
    skipSpace(bytes)
    if take(end, bytes) { return }
    repeat {
      var name: Range<Int>?
      if isObject {
        skipSpace(bytes)
        guard next(bytes) == UInt8(ascii: "\"") else { throw flaw("a name in quotes must be here") }
        name = try string(bytes)
        skipSpace(bytes)
        guard take(":", bytes) else { throw flaw("a colon must be here") }
      }
      try value(bytes, name: name, parent: parent, depth: depth)
      skipSpace(bytes)
    } while take(",", bytes)
    guard take(end, bytes) else { throw flaw("a comma or '\(end)' must be here") }
  }

  private mutating func string(_ bytes: Span<UInt8>) throws(JSONFlaw) -> Range<Int> {
    position += 1
    let start = position
    while let byte = next(bytes) {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return start..<position - 1
      case 0..<0x20: throw flaw("a control character stands in a text")
      case UInt8(ascii: "\\"):
        position += 1
        guard let escape = next(bytes) else { continue }
        guard "\"\\/bfnrtu".utf8.contains(escape) else { throw flaw("this escape is not known") }
        position += 1
        guard escape == UInt8(ascii: "u") else { continue }
        guard bytes.hexadecimal(at: position) != nil else { throw flaw("this escape is broken") }
        position += 4
      default: position += 1
      }
    }
    throw flaw("a text does not end")
  }

  private mutating func number(_ bytes: Span<UInt8>) throws(JSONFlaw) {
    _ = take("-", bytes)
    if !take("0", bytes) { try digits(bytes) }
    if take(".", bytes) { try digits(bytes) }
    guard take("e", bytes) || take("E", bytes) else { return }
    if !take("+", bytes) { _ = take("-", bytes) }
    try digits(bytes)
  }

  private mutating func digits(_ bytes: Span<UInt8>) throws(JSONFlaw) {
    let start = position
    while let byte = next(bytes), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
      position += 1
    }
    guard position > start else { throw flaw("a digit must be here") }
  }
}
