/// What a line begins.
struct MarkdownStart {
  /// How many of the open containers it is in.
  var matched = 0
  /// The containers that it begins.
  var opened: [MarkdownContainer] = []
  var block = Block.text
  /// What is left of the line for the block, or what it says.
  var rest: [UInt8] = []

  enum Block: Equatable {
    case blank, text
    case heading(level: Int)
    case rule
    /// The line below a heading.
    case underline(UInt8)
    case fence(Fence)
    case fenceEnd
    /// A line of code, between fences or indented.
    case code
    case indentedCode
    /// A line that begins with a bar.
    case row
  }

  /// The beginning of code between fences.
  struct Fence: Equatable {
    var byte: UInt8
    var count: Int
    var indent: Int
  }
}

/// What the lines before leave open.
struct MarkdownContext {
  var containers: [MarkdownContainer] = []
  var leaf = Leaf.none

  /// The innermost block, which holds no others.
  enum Leaf: Equatable {
    case none, paragraph, indentedCode, table
    case fenced(MarkdownStart.Fence)
  }
}

extension MarkdownLine {
  /// What the line begins.
  ///
  /// Source: CommonMark 0.31, sections 4 and 5. An item may be indented by two columns less than its
  /// text where it is nested in another, as models often write it.
  ///
  /// - Parameter context: What the lines before leave open.
  /// - Returns: `nil` if that depends on more of the line.
  func start(in context: MarkdownContext) -> MarkdownStart? {
    var line = self
    var start = MarkdownStart()
    guard line.enter(context.containers, &start) else { return nil }
    if case .fenced(let fence) = context.leaf,
      context.containers[start.matched...].allSatisfy({ !$0.isQuotation })
    {
      return line.code(fence, context, start)
    }
    while true {
      if line.isOpen { return nil }
      guard let next = line.next else {
        start.block = start.opened.isEmpty ? .blank : .text
        return start
      }
      let isWithin = start.opened.isEmpty && start.matched == context.containers.count
      let isParagraph = context.leaf == .paragraph && isWithin
      if line.indent >= 4 {
        let isLazy = context.leaf == .paragraph && start.opened.isEmpty
        start.block = isLazy ? .text : .indentedCode
        if !isLazy { line.skip(4) }
        start.rest = isLazy ? Array(line.bytes[line.textStart...]) : line.rest
        return isLazy || isWhole ? start : nil
      }
      let depth = start.matched + start.opened.count
      if depth < [MarkdownContainer].depth {
        switch line.container(next, isParagraph, context, start) {
        case .unknown: return nil
        case .some(let container):
          start.opened.append(container)
          continue
        case .none: break
        }
      }
      guard let block = line.block(next, isParagraph) else { return nil }
      start.block = block
      start.rest = Array(line.bytes[line.textStart...])
      return start
    }
  }

  /// Enters the open containers that the line is in.
  ///
  /// - Returns: Whether that is known.
  private mutating func enter(
    _ containers: [MarkdownContainer], _ start: inout MarkdownStart
  ) -> Bool {
    for container in containers {
      if isOpen { return false }
      if container.isQuotation {
        guard indent < 4, next == UInt8(ascii: ">") else { return true }
        takeMarker(1)
        if isOpen, place == bytes.count { return false }
        skip(1)
      } else if next != nil {
        guard indent >= min(container.indent, container.markerIndent + 2) else { return true }
        skip(min(indent, container.indent))
      }
      start.matched += 1
    }
    return true
  }

  /// A line between fences, or the one that ends them.
  private func code(
    _ fence: MarkdownStart.Fence, _ context: MarkdownContext, _ start: MarkdownStart
  ) -> MarkdownStart? {
    guard isWhole else { return nil }
    var (line, start) = (self, start)
    // Code in an item often is less indented than the item.
    start.matched = context.containers.count
    if next == fence.byte, runLength >= fence.count, isBlank(after: runLength) {
      start.block = .fenceEnd
    } else {
      start.block = .code
    }
    line.skip(fence.indent)
    start.rest = line.rest
    return start
  }

  private enum Found {
    case none, unknown
    case some(MarkdownContainer)
  }

  /// A quotation or an item that begins here; the line goes on after its marker.
  private mutating func container(
    _ next: UInt8, _ isParagraph: Bool, _ context: MarkdownContext, _ start: MarkdownStart
  ) -> Found {
    if next == UInt8(ascii: ">") {
      takeMarker(1)
      if place == bytes.count, !isWhole { return .unknown }
      skip(1)
      return .some(MarkdownContainer(kind: next))
    }
    let isBullet =
      next == UInt8(ascii: "-") || next == UInt8(ascii: "*") || next == UInt8(ascii: "+")
    let digits = isBullet ? 0 : digitCount
    guard isBullet || (1...9).contains(digits) else { return .none }
    let markerEnd = textStart + digits + 1
    guard markerEnd <= bytes.count else { return isWhole ? .none : .unknown }
    let kind = bytes[markerEnd - 1]
    guard isBullet || kind == UInt8(ascii: ".") || kind == UInt8(ascii: ")") else { return .none }
    guard markerEnd < bytes.count else {
      guard isWhole else { return .unknown }
      return isParagraph ? .none : item(digits, context, start)
    }
    guard bytes[markerEnd] == 0x20 || bytes[markerEnd] == 0x09 else { return .none }
    switch isRule {
    case nil: return .unknown
    case true?: return .none
    case false?: break
    }
    if isParagraph, digits > 0, number(digits) != 1 { return .none }
    if isBlank(after: digits + 1) {
      guard isWhole else { return .unknown }
      if isParagraph { return .none }
    }
    return item(digits, context, start)
  }

  private var digitCount: Int {
    bytes[textStart...].prefix(10).prefix { (0x30...0x39).contains($0) }.count
  }

  private func number(_ digits: Int) -> Int {
    bytes[textStart...].prefix(digits).reduce(0) { $0 * 10 + Int($1) - 0x30 }
  }

  private mutating func item(
    _ digits: Int, _ context: MarkdownContext, _ start: MarkdownStart
  ) -> Found {
    var item = MarkdownContainer(kind: bytes[textStart + digits])
    item.markerIndent = indent
    var number = number(digits)
    takeMarker(digits + 1)
    let spaces = next == nil || indent > 4 ? 1 : indent
    item.indent = item.markerIndent + digits + 1 + spaces
    skip(spaces)
    // Numbers go up, also where each is written as 1.
    let depth = start.matched
    if start.opened.isEmpty, depth < context.containers.count,
      context.containers[depth].kind == item.kind, item.isOrdered
    {
      number = max(number, context.containers[depth].number + 1)
    }
    item.number = number
    guard digits == 0 else {
      item.marker = "\(number)\(Character(Unicode.Scalar(item.kind))) "
      item.columns = item.marker.utf8.count
      return .some(item)
    }
    let above = context.containers[..<depth] + start.opened
    let nesting = above.count { !$0.isQuotation && !$0.isOrdered }
    item.marker = Self.bullets[min(nesting, Self.bullets.count - 1)]
    return takeTask(&item) ? .some(item) : .unknown
  }

  private static let bullets = ["• ", "◦ ", "▪ "]

  /// Takes the box of a task, which is shown in place of the bullet.
  ///
  /// - Returns: Whether it is known if there is one.
  ///
  /// Source: GitHub Flavored Markdown 0.29, section 5.3.
  private mutating func takeTask(_ item: inout MarkdownContainer) -> Bool {
    let box = bytes[place...].prefix(4)
    guard box.first == UInt8(ascii: "[") else { return true }
    guard box.count == 4 else {
      return isWhole || box.count == 3 && box.last != UInt8(ascii: "]")
        || box.count == 2 && ![0x20, 0x78, 0x58].contains(box.last)
    }
    let text = String(decoding: box, as: UTF8.self)
    guard ["[ ] ", "[x] ", "[X] "].contains(text) else { return true }
    (item.marker, item.columns) = (text.lowercased(), box.count)
    place += 4
    return true
  }

  /// Whether the line is a rule; `nil` if that is not known.
  private var isRule: Bool? {
    guard let next, next != UInt8(ascii: "+"), next.isPunctuation else { return false }
    var count = 0
    for byte in bytes[textStart...] where byte != 0x20 && byte != 0x09 {
      guard byte == next else { return false }
      count += 1
    }
    return isWhole ? count >= 3 : nil
  }

  /// The block without others that begins here; `nil` if that is not known.
  private func block(_ next: UInt8, _ isParagraph: Bool) -> MarkdownStart.Block? {
    let count = runLength
    let isCut = !isWhole && textStart + count == bytes.count
    switch next {
    case UInt8(ascii: "|"): return isWhole ? .row : nil
    case UInt8(ascii: "#"):
      if isCut { return count > 6 ? .text : nil }
      guard count <= 6, isBlank(after: count) || isSpace(at: textStart + count) else {
        return .text
      }
      return isWhole ? .heading(level: count) : nil
    case UInt8(ascii: "`"), UInt8(ascii: "~"):
      if isCut { return nil }
      guard count >= 3 else { return .text }
      guard isWhole else { return nil }
      let info = bytes[(textStart + count)...]
      if next == UInt8(ascii: "`"), info.contains(next) { return .text }
      return .fence(MarkdownStart.Fence(byte: next, count: count, indent: indent))
    case UInt8(ascii: "="):
      if isParagraph, isCut || !isWhole && isBlank(after: count) { return nil }
      return isParagraph && isBlank(after: count) ? .underline(next) : .text
    case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "_"):
      guard let isRule else { return nil }
      if next == UInt8(ascii: "-"), isParagraph, isWhole, isBlank(after: count) {
        return .underline(next)
      }
      return isRule ? .rule : .text
    default: return .text
    }
  }

  private func isSpace(at place: Int) -> Bool {
    place < bytes.count && (bytes[place] == 0x20 || bytes[place] == 0x09)
  }
}
