internal import Glibc

/// Where byok keeps its files.
///
/// By default, the keystore and the key that unlocks it are in separate trees, so that whoever
/// copies, commits or syncs one does not take the other along. `BYOK_HOME` puts all in one folder.
///
/// Source: XDG Base Directory Specification 0.8.
package struct Locations: Sendable {
  private let environment: Environment
  private let home: String?
  private let user: UInt32
  private let currentFolder: @Sendable () throws(Errno) -> String

  /// - Parameters:
  ///   - environment: The variables that say where.
  ///   - home: The folder of all files, whatever the variables say; `nil` for what they say.
  ///   - user: Whose files they are; `nil` for whoever the process runs as.
  ///   - currentFolder: What a relative path of the keystore is taken from, without links.
  package init(
    _ environment: Environment, home: String? = nil, user: UInt32? = nil,
    currentFolder: @escaping @Sendable () throws(Errno) -> String = FilePath.currentFolder
  ) {
    (self.environment, self.home, self.user) = (environment, home, user ?? geteuid())
    self.currentFolder = currentFolder
  }

  /// The sealed keys.
  package func keystore() throws(ByokError) -> FilePath {
    if let path = try ownKeystore() { return path }
    return try file("keystore", in: .configuration)
  }

  /// The key that unlocks the keystore when nothing else is asked for.
  package func unlockKey() throws(ByokError) -> FilePath { try file("unlock.key", in: .state) }

  /// The configuration.
  package func configuration() throws(ByokError) -> FilePath {
    try file("config.json", in: .configuration)
  }

  /// The newest state of each keystore that this machine has seen.
  package func rollbackRecord() throws(ByokError) -> FilePath { try file("seen", in: .state) }

  /// The key of digests that only this machine can compare.
  package func machineKey() throws(ByokError) -> FilePath { try file("machine.key", in: .state) }

  /// What the keys were worth when they were last checked.
  package func lastChecks() throws(ByokError) -> FilePath { try file("checks", in: .state) }

  /// The tokens of 'byok serve', and what was spent with them.
  package func brokerTokens() throws(ByokError) -> FilePath { try file("tokens", in: .state) }

  /// The log of requests.
  package func usageLog() throws(ByokError) -> FilePath { try file("usage.jsonl", in: .state) }

  /// What stands for the right to renew a tool's credentials; it is only locked, never there.
  package func renewal(of tool: String) throws(ByokError) -> FilePath {
    try file("creds-\(tool)", in: .state)
  }

  /// The models that a provider listed when it was last asked.
  package func modelList(of provider: String) throws(ByokError) -> FilePath {
    try file("models/\(provider).json", in: .cache)
  }

  /// The tools that a server listed when it was last started.
  package func toolList(of server: String) throws(ByokError) -> FilePath {
    try file("tools/\(server).json", in: .cache)
  }

  /// What the definitions of a server's tools were when they were last seen.
  package func seenTools(of server: String) throws(ByokError) -> FilePath {
    try file("tools/\(server).json", in: .state)
  }

  /// How far the pace of requests to a provider is taken by all byoks of this machine.
  ///
  /// - Parameters:
  ///   - provider: The provider's id.
  ///   - shard: The part of the prompts that is asked, such as `3-of-16`; `nil` for all.
  /// - Returns: The file.
  /// - Throws: A usage error when a variable names no place for it.
  package func requestPace(of provider: String, shard: String?) throws(ByokError) -> FilePath {
    try file("pace/\(provider)\(shard.map { ".\($0)" } ?? "")", in: .state)
  }

  /// A file of the folder of batches.
  package func batches(_ name: String) throws(ByokError) -> FilePath {
    try file("batches/\(name)", in: .state)
  }

  /// The day when it was last warned that prices are old.
  package func priceWarning() throws(ByokError) -> FilePath {
    try file("prices-warned", in: .state)
  }

  /// The catalogue of models that the user imported.
  package func importedCatalogue() throws(ByokError) -> FilePath {
    try file("models/catalogue.jsonl", in: .cache)
  }

  /// A file of the folder of conversations.
  package func conversations(_ name: String) throws(ByokError) -> FilePath {
    try file("conversations/\(name)", in: .data)
  }

  /// A file of the folder of vectors, which cost money.
  package func vectors(_ name: String) throws(ByokError) -> FilePath {
    try file("vectors/\(name)", in: .data)
  }

  /// The notes that prompts may ask for.
  package func memory() throws(ByokError) -> FilePath { try file("memory", in: .data) }

  /// Which indexes there are, and of what.
  package func indexes() throws(ByokError) -> FilePath { try file("indexes.json", in: .state) }

  /// A file of an index.
  package func index(_ name: String, _ file: String) throws(ByokError) -> FilePath {
    try self.file("index/\(name)/\(file)", in: .cache)
  }

  /// How the names of files with sealed vectors end.
  package static let sealedVectors = ".sealed"

  /// Whether the first line of a conversation, an attachment, the memory notes or sealed vectors names
  /// that root.
  ///
  /// - Throws: As ``hasConversations``; a failure when files cannot be listed or read.
  func hasFiles(sealedWith root: String) throws(ByokError) -> Bool {
    guard try hasPlace(for: .data) else { return false }
    let places: [(any: FilePath, isMeant: (String) -> Bool)] = [
      (try memory(), { $0 == "memory" }), (try conversations("any"), { $0.hasSuffix(".conv") }),
      (try conversations("blobs/any"), { $0.utf8.count == 32 }),
      (try vectors("any"), { $0.hasSuffix(Self.sealedVectors) }),
    ]
    for (path, isMeant) in places {
      guard let folder = try PrivateDirectory.open(holding: path) else { continue }
      do throws(Errno) {
        for name in try folder.allNames() where isMeant(name) {
          // What cannot be read may name any.
          guard let file = try? OpenFile(readingBeside: name, below: folder),
            let start = try? file.read(at: 0, count: 64)
          else { return true }
          let fields = start.split(separator: UInt8(ascii: " "), maxSplits: 3)
          if fields.count > 2, fields[2].elementsEqual(root.utf8) { return true }
        }
      } catch {
        throw ByokError(.failure, "cannot list '\(path.folder)': \(error.text)")
      }
    }
    return false
  }

  /// Whether there are conversations, or notes that prompts may ask for.
  ///
  /// - Throws: A usage error when a variable names no place; `damaged` when the folder is not safe.
  package var hasConversations: Bool {
    get throws(ByokError) {
      guard try hasPlace(for: .data) else { return false }
      if fileExists(try memory().text) { return true }
      guard let folder = try PrivateDirectory.open(holding: try conversations("last")) else {
        return false
      }
      return folder.names().contains { $0.hasSuffix(".conv") }
    }
  }

  /// Whether there is a place for the keystore.
  ///
  /// - Throws: A usage error when a variable names no place.
  package var hasKeystore: Bool {
    get throws(ByokError) {
      if try ownKeystore() != nil { return true }
      return try hasPlace(for: .configuration)
    }
  }

  /// Whether there is a place for the files of a tree, which needs a home folder or a variable.
  ///
  /// - Throws: A usage error when a variable names no place.
  package func hasPlace(for tree: Tree) throws(ByokError) -> Bool {
    try folder(of: tree) != nil
  }

  /// What files are for, which decides where they are.
  package enum Tree {
    case configuration, state, data, cache

    fileprivate var variable: String {
      switch self {
      case .configuration: "XDG_CONFIG_HOME"
      case .state: "XDG_STATE_HOME"
      case .data: "XDG_DATA_HOME"
      case .cache: "XDG_CACHE_HOME"
      }
    }

    fileprivate var underHome: String {
      switch self {
      case .configuration: ".config"
      case .state: ".local/state"
      case .data: ".local/share"
      case .cache: ".cache"
      }
    }
  }

  private func file(_ name: String, in tree: Tree) throws(ByokError) -> FilePath {
    guard let (folder, home) = try folder(of: tree) else {
      throw foreignHome.map(ByokError.foreignHome) ?? .noHome
    }
    return FilePath("\(folder)/\(name)", home: home)
  }

  /// The folder of a tree, and the home folder that it is in; `nil` where nothing names one.
  private func folder(of tree: Tree) throws(ByokError) -> (path: String, home: String?)? {
    if let home { return (try Self.absolute(home, "the home of the keystore"), nil) }
    if let folder = try absolute("BYOK_HOME") { return (folder, nil) }
    // A relative path there is to be ignored, says the XDG specification.
    if let folder = environment.value(tree.variable), folder.hasPrefix("/") {
      let isForeign = foreignHome.map { folder == $0 || folder.hasPrefix($0 + "/") } ?? false
      return isForeign ? nil : ("\(folder)/byok", nil)
    }
    guard let home = environment.value("HOME"), home.hasPrefix("/"), foreignHome == nil else {
      return nil
    }
    return ("\(home)/\(tree.underHome)/byok", home)
  }

  /// The home folder, if root has been given somebody else's, as `sudo` may do; `nil` also where
  /// byok has a folder of its own.
  ///
  /// What root made there, its owner could not use; and what its owner wrote is not root's to obey.
  package var foreignHome: String? {
    guard user == 0, self.home == nil, !environment.contains("BYOK_HOME"),
      let home = environment.value("HOME"), home.hasPrefix("/")
    else { return nil }
    var status = stat()
    return unsafe stat(home, &status) == 0 && status.st_uid != 0 ? home : nil
  }

  /// The place that the keystore alone is given.
  private func ownKeystore() throws(ByokError) -> FilePath? {
    let variable = "BYOK_STORE"
    guard home == nil, let text = environment.value(variable) else { return nil }
    guard
      !["", ".", ".."].contains(text.split(separator: "/", omittingEmptySubsequences: false).last)
    else { throw ByokError(.usage, "\(variable) must name a file, not \(text.quoted)") }
    if text.hasPrefix("/") { return FilePath(text) }
    do {
      return FilePath(text, from: try currentFolder())
    } catch {
      throw ByokError(
        .usage, "\(variable) is relative to the current folder, which is unknown: \(error.text)")
    }
  }

  private func absolute(_ variable: String) throws(ByokError) -> String? {
    guard let path = environment.value(variable) else { return nil }
    return try Self.absolute(path, variable, hint: "write \(variable)=\"$PWD/…\"")
  }

  private static func absolute(
    _ path: String, _ name: String, hint: String? = nil
  ) throws(ByokError) -> String {
    guard path.hasPrefix("/") else {
      throw ByokError(
        .usage, "\(name) must be an absolute path, not \(path.quoted)",
        hints: hint.map { [$0] } ?? [])
    }
    return path
  }
}

extension ByokError {
  package static let noHome = Self(
    .usage, "cannot locate byok's files: HOME is not set",
    hint: "set BYOK_HOME to a folder of yours")

  static func foreignHome(_ home: String) -> Self {
    Self(
      .usage, "no place for root's files: '\(home)' belongs to another user",
      hint: foreignHomeHint)
  }

  /// What to do where root has been given somebody else's home folder.
  package static let foreignHomeHint = "run byok without sudo, or set BYOK_HOME"
}
