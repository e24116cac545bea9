package import ByokCore

/// A path in which `~`, `$HOME` or `%USERPROFILE%` may stand for the home folder.
///
/// Inside Windows, `%USERPROFILE%` is the one there.
package struct HomePath {
  private let environment: Environment
  private let windows: WindowsProfiles

  package init(_ environment: Environment, _ windows: WindowsProfiles = .current) {
    (self.environment, self.windows) = (environment, windows)
  }

  private static let marks = ["%USERPROFILE%", "${HOME}", "$HOME", "~"]

  /// The home folder; `nil` without one.
  package var home: String? {
    environment.value("HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
  }

  /// What a written path means.
  ///
  /// Behind `%USERPROFILE%`, or where a backslash follows another mark, backslashes are separators:
  /// such a path was written for Windows.
  ///
  /// - Parameter text: What somebody wrote.
  /// - Returns: The path, absolute if a mark stood in it; `nil` without a home folder to put in.
  package func expand(_ text: String) -> String? {
    guard let mark = Self.marks.first(where: { text.uppercased().hasPrefix($0) }) else {
      return text
    }
    var rest = String(text.dropFirst(mark.count))
    guard rest.isEmpty || ["/", "\\"].contains(rest.prefix(1)) else { return text }
    if mark == Self.marks[0] || rest.hasPrefix("\\") {
      rest = rest.map { $0 == "\\" ? "/" : String($0) }.joined()
    }
    let profile = mark == Self.marks[0] ? windows.folders(environment).first : nil
    return (profile ?? home).map { $0 + rest }
  }

  /// The file that is meant.
  ///
  /// - Parameters:
  ///   - text: What somebody wrote.
  ///   - source: Where: a variable, an option, a configuration key.
  /// - Returns: Its path.
  /// - Throws: A usage error when it is not absolute.
  package func file(_ text: String, from source: String) throws(ByokError) -> FilePath {
    guard let path = expand(text) else {
      throw ByokError(.usage, "\(source) is in the home folder, but HOME is not set")
    }
    guard path.hasPrefix("/") else {
      throw ByokError(.usage, "\(source) must be an absolute path, not \(text.quoted)")
    }
    return FilePath(path, home: home)
  }
}
