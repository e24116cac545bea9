/// The path of one of byok's files, and the part of it that is the user's own business.
package struct FilePath: Equatable, Sendable {
  /// The whole path.
  package let text: String
  /// The folder whose own path is not examined: the home folder, or `/`.
  let trusted: String

  package init(_ text: String, home: String? = nil) {
    let pieces = text.split(separator: "/").filter { $0 != "." }
    self.text = "/" + pieces.joined(separator: "/")
    let base = "/" + (home ?? "").split(separator: "/").filter { $0 != "." }.joined(separator: "/")
    trusted = self.text.hasPrefix(base == "/" ? "/" : base + "/") ? base : "/"
  }

  /// The last component.
  package var name: String {
    String(text[(text.lastIndex(of: "/") ?? text.startIndex)...].dropFirst())
  }

  /// The path without the last component.
  package var folder: String {
    let end = text.lastIndex(of: "/") ?? text.startIndex
    return end == text.startIndex ? "/" : String(text[..<end])
  }

  /// The components from ``trusted`` to the folder.
  var foldersBelowTrusted: [String] {
    folder.dropFirst(trusted == "/" ? 1 : trusted.count).split(separator: "/").map(String.init)
  }

  /// A file beside this one.
  package func sibling(_ name: String) -> FilePath { FilePath(folder + "/" + name, home: trusted) }
}
