/// Where byok keeps its files.
///
/// The keystore and the key that unlocks it by default lie in two trees on purpose: what people
/// copy, commit and sync is the one, and the other stays behind. `BYOK_HOME` puts all in one folder.
///
/// Source: CONTRACT.md part 5; XDG Base Directory Specification 0.8.
struct Locations {
  private let environment: Environment

  init(_ environment: Environment) {
    self.environment = environment
  }

  /// The sealed keys.
  func keystore() throws(ByokError) -> FilePath {
    if let path = try absolute("BYOK_STORE") {
      guard !FilePath(path).name.isEmpty, !path.hasSuffix("/") else {
        throw ByokError(.usage, "BYOK_STORE must name a file, not \(path.quoted)")
      }
      return FilePath(path)
    }
    return try file("keystore", in: .configuration)
  }

  /// The key that unlocks the keystore when nothing else is asked for.
  func unlockKey() throws(ByokError) -> FilePath { try file("unlock.key", in: .state) }

  /// The configuration.
  func configuration() throws(ByokError) -> FilePath { try file("config.json", in: .configuration) }

  /// The newest state of each keystore that this machine has seen.
  func seenNote() throws(ByokError) -> FilePath { try file("seen", in: .state) }

  /// What the keys were worth when they were last checked.
  func lastChecks() throws(ByokError) -> FilePath { try file("checks", in: .state) }

  /// The log of requests.
  func usageLog() throws(ByokError) -> FilePath { try file("usage.jsonl", in: .state) }

  /// What stands for the right to renew a tool's sign-in; it is only locked, never there.
  func renewal(of tool: String) throws(ByokError) -> FilePath {
    try file("creds-\(tool)", in: .state)
  }

  /// The models that a provider listed when it was last asked.
  func modelList(of provider: String) throws(ByokError) -> FilePath {
    try file("models/\(provider).json", in: .cache)
  }

  private enum Tree {
    case configuration, state, cache

    var variable: String {
      switch self {
      case .configuration: "XDG_CONFIG_HOME"
      case .state: "XDG_STATE_HOME"
      case .cache: "XDG_CACHE_HOME"
      }
    }

    var underHome: String {
      switch self {
      case .configuration: ".config"
      case .state: ".local/state"
      case .cache: ".cache"
      }
    }
  }

  private func file(_ name: String, in tree: Tree) throws(ByokError) -> FilePath {
    if let folder = try absolute("BYOK_HOME") { return FilePath(folder + "/" + name) }
    // A relative path there is to be ignored, says the XDG specification.
    if let folder = environment.value(tree.variable), folder.hasPrefix("/") {
      return FilePath(folder + "/byok/" + name)
    }
    guard let home = environment.value("HOME"), home.hasPrefix("/") else {
      throw .noHome
    }
    return FilePath("\(home)/\(tree.underHome)/byok/\(name)", home: home)
  }

  private func absolute(_ variable: String) throws(ByokError) -> String? {
    guard let path = environment.value(variable) else { return nil }
    guard path.hasPrefix("/") else {
      throw ByokError(
        .usage, "\(variable) must be an absolute path, not \(path.quoted)",
        hint: "write \(variable)=\"$PWD/…\"")
    }
    return path
  }
}

/// The path of one of byok's files, and the part of it that is the user's own business.
struct FilePath: Equatable, Sendable {
  /// The whole path.
  let text: String
  /// The folder whose own path is not examined: the home folder, or `/`.
  let trusted: String

  init(_ text: String, home: String? = nil) {
    let pieces = text.split(separator: "/").filter { $0 != "." }
    self.text = "/" + pieces.joined(separator: "/")
    let base = "/" + (home ?? "").split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    trusted = self.text.hasPrefix(base == "/" ? "/" : base + "/") ? base : "/"
  }

  /// The last component.
  var name: String { String(text[(text.lastIndex(of: "/") ?? text.startIndex)...].dropFirst()) }

  /// The path without the last component.
  var folder: String {
    let end = text.lastIndex(of: "/") ?? text.startIndex
    return end == text.startIndex ? "/" : String(text[..<end])
  }

  /// The components from ``trusted`` to the folder.
  var foldersBelowTrusted: [String] {
    folder.dropFirst(trusted == "/" ? 1 : trusted.count).split(separator: "/").map(String.init)
  }

  /// A file beside this one.
  func sibling(_ name: String) -> FilePath { FilePath(folder + "/" + name, home: trusted) }
}

extension ByokError {
  static let noHome = Self(
    .usage, "no place for byok's files: HOME is not set",
    hint: "set BYOK_HOME to a folder of yours")
}
