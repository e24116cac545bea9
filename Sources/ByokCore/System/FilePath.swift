internal import Glibc

/// The path of one of byok's files, and the part of it that is the user's own business.
package struct FilePath: Equatable, Sendable {
  /// The whole path.
  package let text: String
  /// The folder whose own path is not examined: the home folder, or `/`.
  let trusted: String

  package init(_ text: String, home: String? = nil) {
    self.text = Self.normalised(text)
    let base = home.map(Self.normalised) ?? "/"
    trusted = base == "/" || !self.text.hasPrefix(base + "/") ? "/" : base
  }

  /// A path that is relative to a folder, whose own path has no links: `..` at its start can be
  /// taken by its letters.
  package init(_ text: String, from folder: String) {
    var parents = folder.split(separator: "/")
    var words = text.split(separator: "/")[...]
    while let word = words.first, word == "." || word == ".." {
      if word == ".." { _ = parents.popLast() }
      words.removeFirst()
    }
    self.init("/" + (parents + words).joined(separator: "/"))
  }

  /// The current folder, as the kernel names it.
  ///
  /// The C function is `getcwd`.
  ///
  /// - Throws: Its ``Errno``, such as ENOENT where the folder has been removed.
  package static func currentFolder() throws(Errno) -> String {
    guard let path = unsafe getcwd(nil, 0) else { throw .current }
    defer { unsafe free(path) }
    return unsafe String(cString: path)
  }

  /// A path from the root, without components that are empty or `.`.
  private static func normalised(_ text: String) -> String {
    if isNormal(text.utf8.span) { return text }
    return "/" + text.split(separator: "/").filter { $0 != "." }.joined(separator: "/")
  }

  /// Whether it is such a path already, as nearly all are.
  private static func isNormal(_ text: Span<UInt8>) -> Bool {
    let (slash, dot) = (UInt8(ascii: "/"), UInt8(ascii: "."))
    guard text.count > 1, text[0] == slash, text[text.count - 1] != slash else { return false }
    var start = 1
    for index in 1...text.count where index == text.count || text[index] == slash {
      let isDot = index == start + 1 && text[start] == dot
      guard index > start, !isDot else { return false }
      start = index + 1
    }
    return true
  }

  /// Where the last component begins.
  private var nameStart: String.Index {
    let slash = text.utf8.lastIndex(of: UInt8(ascii: "/"))
    return slash.map(text.utf8.index(after:)) ?? text.startIndex
  }

  /// The last component.
  package var name: String { String(text[nameStart...]) }

  /// The path without the last component.
  package var folder: String {
    let folder = text[..<nameStart]
    return folder.utf8.count <= 1 ? "/" : String(folder.dropLast())
  }

  /// The components from ``trusted`` to the folder.
  var foldersBelowTrusted: [String] {
    folder.utf8.dropFirst(trusted.utf8.count).split(separator: UInt8(ascii: "/"))
      .map { String(Substring($0)) }
  }

  /// A file beside this one.
  package func sibling(_ name: String) -> FilePath { FilePath(folder + "/" + name, home: trusted) }
}
