internal import ByokCore

/// A server as another program's settings describe it, on its way to `config.json`.
struct ImportedServer {
  /// The name in `config.json`.
  let name: String
  /// What the other program calls it.
  let called: String
  /// The members of its row.
  var members: [String: JSONValue] = [:]
  /// The values that are to be sealed.
  var secrets: [Literal] = []
  /// What is to be said of it.
  var notes: [String] = []
  /// The keys that are still to be added, with the reason.
  var openKeys: [(label: String, reason: String)] = []

  /// A secret that the file has in clear.
  struct Literal {
    let label: String
    /// Where the file has it.
    let index: Int
    /// How many bytes of it are no secret, such as `Bearer `.
    let prefix: Int
    /// The variable or header field.
    let field: String
  }

  init(name: String, called: String) {
    (self.name, self.called) = (name, called)
  }

  /// A server's name made of another program's; `nil` if there is nothing to make one of.
  static func name(from text: String) -> String? {
    let parts = text.lowercased().split { character in
      !(character.isASCII && (character.isLetter || character.isNumber))
    }
    var name = String(parts.joined(separator: "-").prefix(ServerName.limit))
    while name.last == "-" { name.removeLast() }
    return ServerName.isValid(name) ? name : nil
  }
}
