internal import ByokCore

/// Divides a text into chunks that follow its structure, and together are the whole text.
///
/// First into blocks, between which it may be cut; then blocks are joined up to about
/// ``Chunker/wanted`` bytes. What belongs together may have up to ``Chunker/limit``.
package struct Chunker {
  /// Increased with each change that gives other chunks: indexes are then built anew.
  static let version = 2
  /// From this size on, a chunk ends where it can.
  static let enough = 1200
  /// The size that a chunk has at most, unless a part that belongs together is longer.
  static let wanted = 1600
  /// The most bytes of a chunk.
  static let limit = 4000
  /// What is shorter is joined to what follows.
  static let least = 300

  /// The chunks of a text, in order: each begins where the one before ends.
  ///
  /// - Parameters:
  ///   - text: The text in UTF-8.
  ///   - kind: How it is divided.
  ///   - hasPages: Whether form feeds separate pages.
  /// - Returns: None for a text of blanks alone.
  package static func chunks(
    of text: Span<UInt8>, _ kind: TextKind, hasPages: Bool = false
  ) -> [TextChunk] {
    guard text.indices.contains(where: { text[$0] > 0x20 }) else { return [] }
    var scanner = BlockScanner(kind, hasPages: hasPages)
    scanner.scan(text)
    return joined(scanner.blocks, kind, headings: scanner.headings)
  }

  private static func joined(_ blocks: [TextBlock], _ kind: TextKind, headings: [[UInt8]])
    -> [TextChunk]
  {
    let units = unitSizes(blocks)
    var chunks: [TextChunk] = []
    var first = 0
    var size = 0
    var hasBody = false
    for (index, block) in blocks.enumerated() {
      if index > first,
        cuts(before: block, size: size, unit: units[index], hasBody: hasBody, kind)
      {
        chunks.append(chunk(blocks[first..<index], headings))
        (first, size, hasBody) = (index, 0, false)
      }
      size += block.end - block.start
      hasBody = hasBody || block.strength != .heading || block.hasBody
    }
    if first < blocks.count { chunks.append(chunk(blocks[first...], headings)) }
    return chunks
  }

  private static func chunk(_ blocks: ArraySlice<TextBlock>, _ headings: [[UInt8]]) -> TextChunk {
    let first = blocks[blocks.startIndex]
    let last = blocks[blocks.endIndex - 1]
    // What is before the first heading is short: else it would be a chunk of its own.
    let heading = blocks.first { !headings[$0.heading].isEmpty } ?? first
    return TextChunk(
      range: first.start..<last.end, firstLine: first.firstLine, lastLine: last.lastLine,
      page: first.page, heading: headings[heading.heading])
  }

  /// Of each block, the bytes up to the next one of its strength or a higher one.
  private static func unitSizes(_ blocks: [TextBlock]) -> [Int] {
    var sizes = [Int](repeating: 0, count: blocks.count)
    // The end of the unit that is open at each strength, from the back.
    var ends = [Int](repeating: blocks.last?.end ?? 0, count: BreakStrength.page.rawValue + 1)
    for index in blocks.indices.reversed() {
      let strength = blocks[index].strength.rawValue
      sizes[index] = ends[strength] - blocks[index].start
      for lower in 0...strength { ends[lower] = blocks[index].start }
    }
    return sizes
  }

  private static func cuts(
    before block: TextBlock, size: Int, unit: Int, hasBody: Bool, _ kind: TextKind
  ) -> Bool {
    let next = block.end - block.start
    if block.strength == .page || size + next > limit { return true }
    // A heading stays with what it is above.
    guard hasBody else { return false }
    switch block.strength {
    case .page: return true
    case .heading: return size >= enough / 2 || size >= least && size + unit > wanted
    case .declaration: return size >= least && (size >= enough || size + unit > wanted)
    case .paragraph:
      if kind == .code { return block.isInLong && size >= enough }
      return size >= least && (size >= enough || size + next > wanted)
    }
  }
}

/// How much belongs together what is before and after a place.
enum BreakStrength: Int {
  case paragraph, declaration, heading, page
}

/// Lines between which a text is not cut.
struct TextBlock {
  let start: Int
  var end: Int
  let firstLine: Int
  var lastLine: Int
  let strength: BreakStrength
  /// The place of the headings above it.
  let heading: Int
  let page: Int
  /// Whether it has more than a heading.
  var hasBody: Bool
  /// Whether it is in a declaration that is too long for one chunk.
  var isInLong = false
}
