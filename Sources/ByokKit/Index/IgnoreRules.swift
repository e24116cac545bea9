internal import ByokCore

/// What files of ignore rules say of the paths below their folders.
///
/// Of the patterns that match a path, the last one of the deepest folder decides, as git has it. What git
/// tracks although a rule ignores it is not known here, and left out.
struct IgnoreRules: Sendable {
  /// The patterns of one file, and where their folder's path ends.
  private struct Group: Sendable {
    let folderSize: Int
    let patterns: [IgnorePattern]
  }

  /// The deepest folder last.
  private var groups: [Group] = []

  /// The most bytes of a file of rules.
  private static let limit = 1 << 20
  /// In each folder, the later one counts more.
  private static let names = [".gitignore", ".ignore"]

  /// Whether a path is left out; the folder above it is not.
  ///
  /// - Parameters:
  ///   - path: The whole path.
  ///   - isFolder: Whether that is a folder.
  /// - Returns: Whether it is.
  func ignores(_ path: [UInt8], isFolder: Bool) -> Bool {
    for group in groups.reversed() {
      let below = path[(group.folderSize + 1)...]
      for pattern in group.patterns.reversed() where pattern.matches(below, isFolder: isFolder) {
        return !pattern.isNegated
      }
    }
    return false
  }

  /// Adds the patterns of lines.
  ///
  /// - Parameters:
  ///   - lines: As in a file of rules.
  ///   - folder: The folder whose paths they are about.
  mutating func add(_ lines: [UInt8], of folder: String) {
    let mark = TextEncoding.detect(lines.span)
    let text = mark.encoding == .utf8 ? lines[mark.markLength...] : []
    let patterns = text.split(separator: UInt8(ascii: "\n")).compactMap { IgnorePattern($0) }
    guard !patterns.isEmpty else { return }
    let size = folder == "/" ? 0 : folder.utf8.count
    groups.append(Group(folderSize: size, patterns: patterns))
  }

  /// Adds what the files of rules in a folder say; whether it is the top of a work tree of git's, whose
  /// rules alone count from there on.
  mutating func enter(_ folder: String, holding names: Set<String>) {
    if names.contains(".git") {
      groups = []
      add(file: folder + "/.git/info/exclude", of: folder)
    }
    for name in Self.names where names.contains(name) { add(file: "\(folder)/\(name)", of: folder) }
  }

  private mutating func add(file path: String, of folder: String) {
    guard let file = try? OpenFile(regular: path), let lines = try? file.read(limit: Self.limit)
    else {
      return
    }
    add(lines, of: folder)
  }

  /// The rules of the folders above one that are in the same work tree of git's; none outside of one.
  static func above(_ folder: String) -> IgnoreRules {
    var rules = IgnoreRules()
    guard !fileExists(folder + "/.git") else { return rules }
    var folders: [String] = []
    var path = FilePath(folder)
    while path.text != "/" {
      path = FilePath(path.folder)
      folders.append(path.text)
      guard fileExists(path.text + "/.git") else { continue }
      for folder in folders.reversed() {
        let held = ([".git"] + names).filter { fileExists("\(folder)/\($0)") }
        rules.enter(folder, holding: Set(held))
      }
      break
    }
    return rules
  }
}
