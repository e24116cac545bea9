internal import ByokCore

/// Expands `${…}` in a server's settings from `config.json`.
struct ServerExpansion {
  /// The server's name.
  let server: String
  let environment: Environment
  /// The sealed keys that its values name, by their labels.
  var keys: [String: ServerKey] = [:]

  /// A text without keys, such as a program.
  ///
  /// - Parameters:
  ///   - reference: As it is written.
  ///   - member: The member of the server's row.
  /// - Returns: The text.
  /// - Throws: A usage error when a variable is not set.
  func text(_ reference: ReferenceText, _ member: String) throws(ByokError) -> String {
    try value(reference, member).plainText ?? ""
  }

  /// A value that may have keys in it; variables that hold secrets are kept as such.
  ///
  /// - Throws: A usage error when a variable is not set.
  func value(_ reference: ReferenceText, _ member: String) throws(ByokError) -> ServerValue {
    var parts: [ServerValue.Part] = []
    for part in reference.parts {
      switch part {
      case .text(let text): parts.append(.text(text))
      case .variable(let name, let standard):
        parts.append(try variable(name, or: standard, member))
      case .key(let label):
        guard let key = keys[label] else { continue }
        parts.append(.key(key))
      }
    }
    return ServerValue(source: reference.source, parts: parts)
  }

  private func variable(
    _ name: String, or standard: String?, _ member: String
  ) throws(ByokError) -> ServerValue.Part {
    if ServerSecrets.isName(name), let secret = try environment.secret(name) {
      return .key(ServerKey(name: name, secret: secret))
    }
    if let text = environment.value(name) ?? standard { return .text(text) }
    guard environment.isDefined(name) else {
      throw ByokError(
        .usage, "mcp.servers.\(server).\(member) needs the variable \(name), which is not set",
        hints: ["set \(name)", "or write ${\(name):-TEXT}, where TEXT is used if it is not set"])
    }
    return .text("")
  }
}
