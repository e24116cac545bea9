/// A block of text between fences of Markdown.
package enum FencedBlock {
  /// What the first block holds, with its last newline; `nil` without a block.
  package static func first(in text: String) -> String? { all(in: text[...], limit: 1).first }

  /// What the first blocks hold, each with its last newline.
  ///
  /// A block that does not end goes on to the end of the text.
  ///
  /// Source: CommonMark 0.31, section 4.5.
  static func all(in text: Substring, limit: Int) -> [String] {
    var blocks: [String] = []
    var fence: (mark: Character, count: Int, indent: Int)?
    var block = ""
    // By scalars: for characters, "\r\n" is one that is no "\n".
    for part in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) {
      let line = Substring(part)
      let bare = line.drop { $0 == " " }
      let indent = line.count - bare.count
      let mark = bare.first ?? " "
      let count = "`~".contains(mark) ? bare.prefix { $0 == mark }.count : 0
      if let open = fence {
        let isEnd = mark == open.mark && count >= open.count && indent < 4
        if isEnd, bare.dropFirst(count).allSatisfy(\.isWhitespace) {
          blocks.append(block)
          guard blocks.count < limit else { return blocks }
          (fence, block) = (nil, "")
          continue
        }
        block += line.dropFirst(min(indent, open.indent)) + "\n"
      } else if count >= 3, indent < 4, mark == "~" || !bare.dropFirst(count).contains("`") {
        fence = (mark, count, indent)
      }
    }
    return fence == nil ? blocks : blocks + [block]
  }
}
