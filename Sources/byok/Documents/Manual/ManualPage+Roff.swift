internal import ByokCore
internal import ByokKit

extension ManualPage {
  /// The page in the `man` macros of roff, for `man` and `mandoc`.
  ///
  /// Source: man(7).
  var roff: String {
    let title = "\(name.uppercased()) \(section)"
    let head = [
      ".\\\" Rendered from the sources by 'make generate'.",
      ".TH \(title) \"\(ProgramVersion.released)\" \"byok \(ProgramVersion.current)\" \"\(manual)\"",
      ".SH NAME", "\(Self.escape(name)) \\- \(Self.escape(summary))",
    ]
    let body = parts.flatMap { part in
      [".SH \(part.title.uppercased())"] + Self.roff(part.blocks)
    }
    return (head + body).joined(separator: "\n") + "\n"
  }

  /// What the manual's section is called.
  private var manual: String {
    switch section {
    case 1: "User Commands"
    case 5: "File Formats"
    default: "Miscellaneous"
    }
  }

  private static func roff(_ blocks: [Block]) -> [String] {
    var lines: [String] = []
    // A paragraph's macro right behind a heading would say nothing.
    var isFirst = true
    for block in blocks {
      lines += roff(block, isFirst: isFirst)
      if case .heading = block { isFirst = true } else { isFirst = false }
    }
    return lines
  }

  private static func roff(_ block: Block, isFirst: Bool) -> [String] {
    switch block {
    case .heading(let title): [".SS \(escape(title))"]
    case .paragraph(let text): (isFirst ? [] : [".PP"]) + lines(text)
    case .lines(let lines):
      (isFirst ? [] : [".PP"]) + [".RS 4", ".nf"] + lines.map(literal) + [".fi", ".RE"]
    case .terms(let terms):
      terms.flatMap { [".TP"] + lines("`\($0.term.filter { $0 != "`" })`") + lines($0.meaning) }
    }
  }

  /// Lines of text; the text between backticks is bold.
  private static func lines(_ text: String) -> [String] {
    var isBold = false
    var line = ""
    for piece in text.split(separator: "`", omittingEmptySubsequences: false) {
      line += isBold ? "\\fB\(escape(piece))\\fR" : escape(piece)
      isBold.toggle()
    }
    // mandoc counts a character beyond ASCII as the escape that it stands for, `\[u2713]`.
    return TextWrap.lines(of: line, width: 80) { line in
      line.unicodeScalars.reduce(0) { $0 + ($1.isASCII ? 1 : 8) }
    }.map(guarded)
  }

  private static func literal(_ text: String) -> String { guarded(escape(text)) }

  /// Keeps a line's first character from being read as the beginning of a macro.
  private static func guarded(_ line: String) -> String {
    line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : line
  }

  private static func escape(_ text: some StringProtocol) -> String {
    text.reduce(into: "") { line, character in
      switch character {
      case "\\": line += "\\e"
      // Else set as a hyphen or a quotation mark, which cannot be copied into a shell.
      case "-": line += "\\-"
      case "'": line += "\\(aq"
      case "`": line += "\\(ga"
      case "^": line += "\\(ha"
      case "~": line += "\\(ti"
      default: line.append(character)
      }
    }
  }
}
