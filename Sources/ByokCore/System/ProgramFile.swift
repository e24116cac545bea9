internal import Glibc

/// The file of a program.
package enum ProgramFile {
  /// Finds a program, as a shell does.
  ///
  /// - Parameters:
  ///   - name: Its name, or a path.
  ///   - path: The value of `PATH`; `nil` for the system's own folders.
  ///   - folder: The folder that a path is relative to; `nil` for the current one.
  /// - Returns: The path of its file.
  /// - Throws: The ``Errno`` that says why there is none.
  package static func find(
    _ name: String, path: String?, folder: String? = nil
  ) throws(Errno) -> String {
    if name.contains("/") {
      let isRelative = !name.hasPrefix("/")
      return isRelative ? folder.map { "\($0)/\(name)" } ?? name : name
    }
    var failure = Errno.notFound
    for place in (path ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
    where place.hasPrefix("/") {
      let file = "\(place)/\(name)"
      if isProgram(file) { return file }
      if fileExists(file) { failure = .accessDenied }
    }
    throw failure
  }

  /// What changes with the file: its size and the time of its last change; `nil` where there is none.
  package static func stamp(_ path: String) -> String? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    return "\(status.st_size) \(status.st_mtim.tv_sec) \(status.st_mtim.tv_nsec)"
  }

  private static func isProgram(_ path: String) -> Bool {
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return false }
    return unsafe access(path, X_OK) == 0
  }
}
