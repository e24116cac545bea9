/// A part of a file that is found and shown as one.
package struct TextChunk: Equatable, Sendable {
  /// Its bytes in the file's text as UTF-8, without a byte-order mark.
  package let range: Range<Int>
  /// Its lines, counted from 1.
  package let firstLine: Int
  package let lastLine: Int
  /// Its page, counted from 1; 0 where the file has none.
  package let page: Int
  /// The headings above it, the outermost first, with ` > ` between two; empty where there are none.
  package let heading: [UInt8]
}

/// How a file's text is divided.
package enum TextKind: Sendable {
  /// By paragraphs.
  case text
  /// By headings, then paragraphs.
  case markdown
  /// By what begins at the margin after an empty line.
  case code
  /// HTML: by paragraphs; tags are not searched.
  case markup

  /// The kind of a file, by the end of its name.
  package init(ofFile name: some StringProtocol) {
    guard let dot = name.lastIndex(of: ".") else {
      self = .text
      return
    }
    let end = name[name.index(after: dot)...].lowercased()
    self =
      Self.markdownEnds.contains(end)
      ? .markdown
      : Self.codeEnds.contains(end) ? .code : Self.markupEnds.contains(end) ? .markup : .text
  }

  private static let markdownEnds: Set = ["md", "markdown", "mdown", "mkd", "mdx", "qmd", "rmd"]
  private static let markupEnds: Set = ["html", "htm", "xhtml"]
  private static let codeEnds = Set(
    """
    ada adb ads asm awk bash bat c cc cjs clj cljs cmake coffee cpp cr cs css cu cxx d dart el elm erl \
    ex exs f f90 fish fs fsx gd go gradle groovy h hh hpp hrl hs hxx java jl js jsx kt kts less lisp lua \
    m mjs ml mli mm mts nim nix pas php pl pm proto ps1 py pyi pyx r rb rkt rs s sass scala scm scss sh \
    sol sql svelte swift tcl tf ts tsx v vala vb vhd vim vue zig zsh
    """.split(separator: " ").map(String.init))
}
