internal import ByokCore
internal import ByokKit

extension ManualPage {
  /// The page as plain text of at most 80 columns, for `byok help`.
  var text: String {
    "\(name)(\(section)) – \(summary)\n" + parts.map { "\n" + Self.text($0) }.joined()
  }

  /// One part of the page as such text; `nil` where there is none of that title.
  func text(of title: String) -> String? {
    parts.first { $0.title == title }
      .map { Self.text($0) + "\nFrom \(name)(\(section)).\n" }
  }

  private static func text(_ part: Part) -> String {
    "\(part.title)\n" + part.blocks.map { text($0) }.joined(separator: "\n")
  }

  private static func text(_ block: Block) -> String {
    switch block {
    case .heading(let title): "  \(title)\n"
    case .paragraph(let text): lines(plain(text), indent: 4)
    case .lines(let lines): lines.map { "      \($0)\n" }.joined()
    case .terms(let terms):
      terms.map { "    \(plain($0.term))\n" + lines(plain($0.meaning), indent: 8) }.joined()
    }
  }

  private static func plain(_ text: String) -> String { text.filter { $0 != "`" } }

  private static func lines(_ text: String, indent: Int) -> String {
    let margin = "".padded(to: indent)
    return TextWrap.lines(of: text, width: 80 - indent).map { "\(margin)\($0)\n" }.joined()
  }
}

/// Breaks text into lines.
enum TextWrap {
  /// The lines of a paragraph; a word that is wider than a line has one of its own.
  static func lines(
    of paragraph: String, width: Int, measure: (String) -> Int = \.count
  ) -> [String] {
    var lines: [String] = []
    for word in paragraph.split(separator: " ") {
      if let last = lines.last, measure("\(last) \(word)") <= width {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
