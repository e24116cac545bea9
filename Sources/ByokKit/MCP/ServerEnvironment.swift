internal import ByokCore

/// The variables that a server's program gets: a short list, and what its entry says.
///
/// Providers' keys and byok's own variables are not passed on, unless the entry names them; those
/// that lead to the unlocked keystore never are.
struct ServerEnvironment {
  /// What a program needs to find its user, its files, its language and the network.
  static let names: Set = [
    "HOME", "LOGNAME", "USER", "PATH", "SHELL", "LANG", "LANGUAGE", "TZ", "TMPDIR",
    "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy",
    "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE",
    "NODE_EXTRA_CA_CERTS", "GIT_SSL_CAINFO",
  ]
  /// Beginnings of further names.
  static let prefixes = ["LC_", "XDG_"]
  /// Variables that say that nobody watches.
  private static let fixed = [("TERM", "dumb"), ("NO_COLOR", "1")]

  let program: ServerEntry.ServerProgram
  let environment: Environment

  /// The value of a variable as the program gets it; `nil` where it is unset or has a key in it.
  func value(_ name: String) -> String? {
    if let own = program.variables.last(where: { $0.name == name }) { return own.value.plainText }
    return isPassed(name) ? environment.value(name) : nil
  }

  /// All of them.
  ///
  /// - Throws: A failure when memory is out.
  func variables() throws(ByokError) -> CPointers {
    var lines: [VariableLine] = []
    let own = Set(program.variables.map(\.name))
    for (name, text) in Self.fixed where !own.contains(name) && !isNamed(name) {
      lines.append(try VariableLine(name, text: text))
    }
    for field in program.variables {
      lines.append(try VariableLine(field.name, field.value.secret()))
    }
    guard let fixed = environment.fixed else { return CPointers(adding: lines, isPassed) }
    for (name, text) in fixed.sorted(by: { $0.key < $1.key })
    where isPassed(name) && !own.contains(name) {
      lines.append(try VariableLine(name, text: text))
    }
    return CPointers(adding: lines) { _ in false }
  }

  private func isNamed(_ name: String) -> Bool { program.passedVariables.contains(name) }

  private func isPassed(_ name: String) -> Bool {
    guard !SecretCommand.withheldVariables.contains(where: { "\(name)=".hasPrefix($0) }) else {
      return false
    }
    return isNamed(name) || Self.names.contains(name)
      || Self.prefixes.contains { name.hasPrefix($0) }
  }
}
