internal import Foundation

extension ScriptRun {
  /// The path of a name in the working directory.
  func path(_ name: String) -> String {
    name.hasPrefix("/") ? name : "\(folder)/\(name)"
  }

  /// Writes one of the script's files.
  func write(_ text: String, to name: String) throws {
    let url = URL(filePath: path(name))
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  /// Checks that files exist, or do not; a symbolic link that leads nowhere exists.
  func exists(_ names: [String], negated: Bool) throws {
    for name in names {
      let found = (try? FileManager.default.attributesOfItem(atPath: path(name))) != nil
      guard found != negated else {
        throw SupportFailure("'\(name)' \(negated ? "exists" : "does not exist")")
      }
    }
  }

  /// Checks a file's permissions.
  func mode(_ mode: String, of name: String) throws {
    let attributes = try FileManager.default.attributesOfItem(atPath: path(name))
    let actual = (attributes[.posixPermissions] as? NSNumber)?.intValue
    guard actual == Int(mode, radix: 8) else {
      throw SupportFailure("'\(name)' has mode \(String(actual ?? 0, radix: 8)), not \(mode)")
    }
  }

  /// Sets a file's permissions.
  func setMode(_ mode: String, of name: String) throws {
    guard let bits = Int(mode, radix: 8) else { throw SupportFailure("'\(mode)' is no mode") }
    try FileManager.default.setAttributes([.posixPermissions: bits], ofItemAtPath: path(name))
  }

  /// Makes a folder, and those above it.
  func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
  }

  /// Copies a file, or the last output.
  func copy(_ source: String, _ target: String) throws {
    try Data(bytes(source)).write(to: URL(filePath: path(target)))
  }

  /// Makes a symbolic link.
  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: path(name), withDestinationPath: target)
  }

  /// Adds text, with `\n` and the like, to the end of a file.
  func append(_ text: String, to name: String) throws {
    let bytes = try bytes(name) + ScriptWords.unescape(text).utf8
    try Data(bytes).write(to: URL(filePath: path(name)))
  }

  /// Goes to another working directory.
  mutating func changeFolder(_ name: String) throws {
    try exists([name], negated: false)
    folder = path(name)
  }
}
