internal import ByokCore

/// The blocks, as their lines come.
extension MarkdownRenderer {
  /// Begins what a line begins.
  mutating func begin(_ start: MarkdownStart) {
    if start.block == .text, start.opened.isEmpty, context.leaf == .paragraph {
      return addText(start.rest, 0..<start.rest.count)
    }
    if let depth = blankDepth { blankDepth = min(depth, start.matched) }
    switch start.block {
    case .blank: return takeBlank(start)
    case .code: return writeCode(start.rest)
    case .row where context.leaf == .table && start.isWithin(context):
      table?.add(start.rest, &writer)
      return
    case .indentedCode where context.leaf == .indentedCode && start.isWithin(context): break
    case .row where context.leaf == .paragraph && start.isWithin(context):
      candidate = start.rest
      return
    default: close(start)
    }
    open(start)
  }

  private mutating func open(_ start: MarkdownStart) {
    switch start.block {
    case .blank, .code: break
    case .text: if !start.rest.isEmpty { beginParagraph(start.rest) } else { beginBlock() }
    case .row:
      beginBlock()
      candidate = start.rest
    case .heading(let level): writeHeading(level, start.rest)
    case .rule: writeRule("─")
    case .underline(let byte): writeRule(byte == UInt8(ascii: "=") ? "═" : "─")
    case .fence(let fence):
      beginBlock()
      let info = String(decoding: start.rest.dropFirst(fence.count).trimmed(), as: UTF8.self)
      writeFrame(info.isEmpty ? "┌─" : "┌─ \(info)")
      context.leaf = .fenced(fence)
    case .fenceEnd:
      writeFrame("└─")
      context.leaf = .none
    case .indentedCode:
      context.leaf = .indentedCode
      beginBlock()
      writer.openLine(writer.isLineOpen ? LinePrefix() : writer.prefix)
      writer.addRaw("    ".utf8)
      writer.addRaw(start.rest)
      writer.endLine()
    }
  }

  /// Ends what the line is not in, and enters what it begins.
  private mutating func close(_ start: MarkdownStart) {
    if case .underline = start.block {
      text.end(&writer)
      writer.endParagraph()
      context.leaf = .none
      return
    }
    if case .fenceEnd = start.block { return }
    closeLeaf()
    leave(start.matched)
    context.containers += start.opened
  }

  /// Ends the innermost block.
  mutating func closeLeaf() {
    if let first = candidate.take() {
      beginParagraph(first)
    }
    switch context.leaf {
    case .none, .indentedCode: break
    case .paragraph:
      text.end(&writer)
      writer.endParagraph()
    case .table:
      table?.end(&writer)
      table = nil
    case .fenced: writeFrame("└─")
    }
    context.leaf = .none
  }

  private mutating func takeBlank(_ start: MarkdownStart) {
    if context.leaf != .indentedCode { closeLeaf() }
    leave(start.matched)
    blankDepth = min(blankDepth ?? start.matched, start.matched)
  }

  /// Leaves the containers after the first ones.
  private mutating func leave(_ matched: Int) {
    guard matched < context.containers.count else { return }
    writer.endLine()
    context.containers.removeSubrange(matched...)
  }

  // MARK: Paragraphs

  /// Takes a line as text that was not the first of a table.
  mutating func releaseRow(_ line: [UInt8]) {
    beginParagraph(line)
    text.addLineEnd(isHard: true, to: &writer)
  }

  private mutating func beginParagraph(_ bytes: [UInt8]) {
    if context.leaf != .paragraph {
      beginBlock()
      text = InlineText()
      context.leaf = .paragraph
    }
    addText(bytes, 0..<bytes.count)
  }

  private mutating func writeHeading(_ level: Int, _ line: [UInt8]) {
    if blankDepth == nil, context.containers.allSatisfy(\.isShown) {
      blankDepth = context.containers.count
    }
    beginBlock()
    var title = line.dropFirst(level).trimmed()
    let closing = title.reversed().prefix { $0 == UInt8(ascii: "#") }.count
    if closing == title.count || title.dropLast(closing).last == 0x20 {
      title = title.dropLast(closing).trimmed()
    }
    let style: TextStyle =
      level == 1 ? .bold.with(.underlined) : level == 2 ? .bold : .bold.with(.italic)
    if !writer.usesColor {
      title = Array(repeating: UInt8(ascii: "#"), count: level) + [0x20] + title
    }
    var reader = InlineText(style: style)
    reader.add(title, 0..<title.count, to: &writer)
    reader.end(&writer)
    writer.endParagraph()
  }

  // MARK: Rules, code, tables

  private mutating func writeRule(_ part: String) {
    beginBlock()
    let count = max(3, writer.width - writer.prefix.columns)
    writer.openLine(writer.isLineOpen ? LinePrefix() : writer.prefix)
    writer.addStyled(String(repeating: part, count: count), .dim)
    writer.endLine()
  }

  /// Writes the line above or below code.
  private mutating func writeFrame(_ text: String) {
    writer.openLine(writer.isLineOpen ? LinePrefix() : writer.prefix)
    writer.addStyled(text, .dim)
    writer.endLine()
  }

  private mutating func writeCode(_ bytes: [UInt8]) {
    var prefix = writer.prefix
    if bytes.isEmpty { while prefix.bytes.last == 0x20 { prefix.bytes.removeLast() } }
    writer.openLine(prefix)
    writer.addRaw(bytes)
    writer.endLine()
  }

  /// Begins a table, if a line is the second of one.
  ///
  /// - Parameters:
  ///   - first: The line before.
  ///   - start: The line.
  /// - Returns: Whether it is.
  mutating func beginTable(_ first: [UInt8], _ start: MarkdownStart) -> Bool {
    guard start.isWithin(context), start.rest.contains(UInt8(ascii: "|")),
      let table = MarkdownTable(header: first, delimiters: start.rest)
    else { return false }
    closeLeaf()
    beginBlock()
    writer.endLine()
    self.table = table
    context.leaf = .table
    return true
  }
}

extension MarkdownStart {
  /// Whether it begins no container and is in all that are open.
  func isWithin(_ context: MarkdownContext) -> Bool {
    opened.isEmpty && matched == context.containers.count
  }
}
