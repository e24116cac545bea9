internal import ByokCore

/// The name by which a model calls a tool of a server.
///
/// It has letters, digits, `_` and `-`, begins with a letter or `_`, and has 64 characters at most,
/// which all providers take. It depends on nothing but the two names.
///
/// Source: <https://platform.openai.com/docs/api-reference/chat/create>, `tools.function.name`;
/// <https://ai.google.dev/api/caching#FunctionDeclaration>, `name`.
package enum ToolName {
  /// The most characters.
  static let limit = 64
  /// How many digits of a hash follow a name that was changed.
  private static let hashLength = 8

  /// - Parameters:
  ///   - tool: The server's name for the tool.
  ///   - server: The user's name for the server.
  /// - Returns: `SERVER__TOOL`; followed by a hash of both names if that had to be changed.
  package static func of(_ tool: String, server: String) -> String {
    let plain = "\(server)__\(tool)"
    var name = ""
    for scalar in plain.unicodeScalars {
      name.unicodeScalars.append(isTaken(scalar) ? scalar : "_")
    }
    if let first = name.unicodeScalars.first, !isLetter(first), first != "_" { name = "_" + name }
    guard name != plain || name.utf8.count > limit else { return name }
    let hash = Sealing.sha256(of: Array("\(server)/\(tool)".utf8)).prefix(hashLength)
    return "\(name.prefix(limit - hashLength - 1))_\(hash)"
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
  }

  private static func isTaken(_ scalar: Unicode.Scalar) -> Bool {
    isLetter(scalar) || ("0"..."9").contains(scalar) || scalar == "_" || scalar == "-"
  }
}
