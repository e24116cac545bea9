internal import ByokCore

/// Paths as the user would type them: from the current folder where they are in it.
package struct DisplayedPath {
  private let folder: String?

  package init() {
    folder = (try? FilePath.currentFolder()).map { $0 == "/" ? "/" : $0 + "/" }
  }

  package func text(_ path: String) -> String {
    guard let folder, path.hasPrefix(folder) else { return path }
    return String(path.dropFirst(folder.count))
  }
}
