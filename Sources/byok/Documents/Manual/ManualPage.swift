internal import ByokCore
internal import ByokKit

/// A page of the manual, before it is set as roff or plain text.
///
/// Text may hold words to type between backticks; nothing else is markup.
struct ManualPage: Sendable {
  /// The page's name without its section, such as `byok-keys`.
  let name: String
  /// Where the page is filed: 1 for commands, 5 for files, 7 for rules.
  let section: Int
  /// One line, no final full stop.
  let summary: String
  let parts: [Part]

  /// A heading and its blocks.
  struct Part: Sendable {
    let title: String
    let blocks: [Block]
  }

  /// What pages are made of.
  enum Block: Sendable {
    /// A smaller heading.
    case heading(String)
    case paragraph(String)
    /// Lines set as they are.
    case lines([String])
    /// Terms, and what is said of each.
    case terms([(term: String, meaning: String)])
  }

  /// The name of its file under `man`.
  var fileName: String { "\(name).\(section)" }
}

extension ManualPage.Block {
  /// Examples to copy, each under what it does.
  static func examples(_ examples: [Example]) -> [Self] {
    examples.isEmpty ? [] : [.lines(examples.flatMap { ["# \($0.purpose)", $0.line] })]
  }
}
