internal import ByokCore

/// Finds the files that an index is of.
struct FileSearch {
  /// A file that was found.
  struct Found: Sendable {
    let path: String
    let stamp: FileStamp
    /// Whether the user named it, and not a folder above it.
    let isNamed: Bool
  }

  private(set) var found: [Found] = []
  /// Folders that could not be read.
  private(set) var unreadable: [String] = []
  /// How many files were left out because their names are those of secrets.
  private(set) var secretCount = 0
  private(set) var byteCount = 0

  private let definition: IndexDefinition
  private let includes: [IgnorePattern]
  private let excludes: [IgnorePattern]
  /// Whether names that begin with a dot are left out.
  private let skipsHidden: Bool
  /// Told of each folder that was listed, with how many files were found so far.
  private let listed: (Int) -> Void

  /// - Parameters:
  ///   - definition: What the index is of.
  ///   - skipsHidden: Whether names that begin with a dot are left out.
  ///   - listed: Told of each folder that was listed, with how many files were found so far.
  init(
    _ definition: IndexDefinition, skipsHidden: Bool = true,
    listed: @escaping (Int) -> Void = { _ in }
  ) {
    self.definition = definition
    self.skipsHidden = skipsHidden
    self.listed = listed
    includes = definition.includes.compactMap { IgnorePattern($0.utf8) }
    excludes = definition.excludes.compactMap { IgnorePattern($0.utf8) }
  }

  /// Lists all files, in the order of their paths' bytes.
  ///
  /// - Throws: A usage error when there are more than the definition allows; a failure when a path that was
  ///   named is no longer there.
  mutating func run() throws(ByokError) {
    for path in definition.paths {
      guard let entry = FolderEntry(at: path) else { throw .pathGone(path) }
      switch entry.kind {
      case .file: try take(path, entry.stamp, isNamed: true)
      case .folder: try walk(path, entry.device)
      case .other: throw .notIndexable(path)
      }
    }
    found.sort { $0.path.utf8.span.compared(to: $1.path.utf8.span) < 0 }
    var distinct: [Found] = []
    distinct.reserveCapacity(found.count)
    for file in found where file.path != distinct.last?.path { distinct.append(file) }
    found = distinct
  }

  /// A folder to list, with the rules of those above it.
  private typealias Folder = (path: String, rules: IgnoreRules)

  private mutating func walk(_ root: String, _ device: UInt64) throws(ByokError) {
    var pending: [Folder] = [(root, IgnoreRules.above(root))]
    let rootSize = root == "/" ? 0 : root.utf8.count
    while let (path, above) = pending.popLast() {
      let entries: [FolderEntry]
      do throws(Errno) {
        entries = try OpenFile(folder: path, follows: path == root).entries()
      } catch {
        // What has vanished since is no longer meant.
        if error != .notFound { unreadable.append(path) }
        continue
      }
      var rules = above
      rules.enter(path, holding: Set(entries.lazy.map(\.name).filter { $0.hasPrefix(".") }))
      let prefix = path == "/" ? "/" : path + "/"
      for entry in entries where entry.name != ".git" && entry.kind != .other {
        let full = prefix + entry.name
        let bytes = Array(full.utf8)
        let isFolder = entry.kind == .folder
        guard !isHidden(entry), !rules.ignores(bytes, isFolder: isFolder),
          isWanted(bytes[(rootSize + 1)...], isFolder: isFolder)
        else { continue }
        if !isFolder {
          try take(full, entry.stamp, isNamed: false)
        } else if entry.device == device {
          pending.append((full, rules))
        }
      }
      listed(found.count)
    }
  }

  /// Whether a name is left out because it begins with a dot; those of secrets are judged as such.
  private func isHidden(_ entry: FolderEntry) -> Bool {
    guard skipsHidden, entry.name.hasPrefix(".") else { return false }
    return entry.kind == .folder || !SecretNames.contain(entry.name)
  }

  /// Whether the globs of the definition take a path below what was named.
  private func isWanted(_ path: ArraySlice<UInt8>, isFolder: Bool) -> Bool {
    if excludes.contains(where: { $0.matches(path, isFolder: isFolder) }) { return false }
    return isFolder || includes.isEmpty
      || includes.contains { $0.matches(path, isFolder: false) || matchesAbove($0, path) }
  }

  /// Whether a pattern matches a folder above a path.
  private func matchesAbove(_ pattern: IgnorePattern, _ path: ArraySlice<UInt8>) -> Bool {
    path.indices.contains { place in
      path[place] == UInt8(ascii: "/") && pattern.matches(path[..<place], isFolder: true)
    }
  }

  private mutating func take(
    _ path: String, _ stamp: FileStamp, isNamed: Bool
  ) throws(ByokError) {
    let name = path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...]
    if !definition.takesSecrets, SecretNames.contain(String(name)) {
      secretCount += 1
      return
    }
    found.append(Found(path: path, stamp: stamp, isNamed: isNamed))
    byteCount += stamp.size
    guard found.count <= definition.maxFiles else {
      throw .tooMuchToIndex("more than \(definition.maxFiles.counted("file"))", "--max-files")
    }
    guard byteCount <= definition.maxBytes else {
      throw .tooMuchToIndex("more than \(definition.maxBytes >> 20) MiB of files", "--max-bytes")
    }
  }
}

extension ByokError {
  static func pathGone(_ path: String) -> Self {
    Self(
      .failure, "cannot find '\(path)'; the index is unchanged",
      hint: "put it back, or remove the index: byok index rm NAME")
  }

  static func notIndexable(_ path: String) -> Self {
    Self(.usage, "'\(path)' is neither a file nor a folder")
  }

  static func tooMuchToIndex(_ what: String, _ option: String) -> Self {
    Self(
      .usage, "found \(what)",
      hints: ["leave some out with --exclude GLOB, or allow more with \(option)"])
  }
}
