internal import ByokCore

/// Tools that a user allows or denies: `read-only`, `*`, `SERVER/*`, `SERVER/TOOL`, with `*` and `?`
/// for any characters.
package struct ToolPattern: ArgumentValue, Equatable {
  package static let expectation = "read-only, * or SERVER/TOOL, such as git/git_log or git/*"

  /// As the user writes it.
  package let text: String
  private let form: Form

  private enum Form: Equatable {
    case readOnly
    case names(server: String, tool: String)
  }

  package init?(argument: String) {
    text = argument
    let parts = argument.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    if argument == Self.readOnly {
      form = .readOnly
    } else if argument == "*" {
      form = .names(server: "*", tool: "*")
    } else if parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty {
      form = .names(server: String(parts[0]), tool: String(parts[1]))
    } else {
      return nil
    }
  }

  /// A pattern in the entry of a server, where it is about that one's tools.
  package init(_ text: String, of server: String) {
    self.text = text
    form = text == Self.readOnly ? .readOnly : .names(server: server, tool: text)
  }

  static let readOnly = "read-only"

  /// What is offered where nobody says anything.
  static let standard = ToolPattern(ToolPattern.readOnly, of: "")

  /// The server that it names; `nil` where it may be several.
  package var server: String? {
    guard case .names(let server, _) = form, !server.contains("*"), !server.contains("?") else {
      return nil
    }
    return server
  }

  /// Whether it may match nothing: a word for what there is.
  var isOpen: Bool { form == .readOnly || text == "*" }

  /// Whether it is about a tool.
  package func matches(_ tool: ServerTool) -> Bool {
    switch form {
    case .readOnly: tool.hints.isReadOnly == true && tool.hints.isDestructive != true
    case .names(let server, let name):
      Self.matches(server, tool.server) && Self.matches(name, tool.name)
    }
  }

  /// Whether a text is as a glob has it.
  static func matches(_ glob: String, _ text: String) -> Bool {
    let (glob, text) = (Array(glob.unicodeScalars), Array(text.unicodeScalars))
    var (place, at) = (0, 0)
    // Where the last star is, and how much of the text it takes so far.
    var star: (place: Int, at: Int)?
    while at < text.count {
      if place < glob.count, glob[place] == "*" {
        star = (place, at)
        place += 1
      } else if place < glob.count, glob[place] == "?" || glob[place] == text[at] {
        (place, at) = (place + 1, at + 1)
      } else if let last = star {
        star = (last.place, last.at + 1)
        (place, at) = (last.place + 1, last.at + 1)
      } else {
        return false
      }
    }
    return glob[place...].allSatisfy { $0 == "*" }
  }
}
