public import Foundation

/// Files that tests read: the nearest folder `Fixtures` above the test's own source.
public enum Fixture {
  /// The address of the fixture `name`, such as `openai/hello.sse`.
  ///
  /// - Throws: A ``SupportFailure`` when no folder `Fixtures` lies above `source`.
  public static func url(_ name: String, source: String = #filePath) throws -> URL {
    var folder = URL(filePath: source).deletingLastPathComponent()
    while folder.path.count > 1 {
      let fixtures = folder.appending(path: "Fixtures")
      if FileManager.default.fileExists(atPath: fixtures.path) {
        return fixtures.appending(path: name)
      }
      folder.deleteLastPathComponent()
    }
    throw SupportFailure("no folder 'Fixtures' above \(source)")
  }

  /// The bytes of the fixture `name`.
  ///
  /// - Throws: An error when there is no such file.
  public static func bytes(_ name: String, source: String = #filePath) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: url(name, source: source)))
  }

  /// The text of the fixture `name`.
  ///
  /// - Throws: An error when there is no such file.
  public static func text(_ name: String, source: String = #filePath) throws -> String {
    try String(decoding: bytes(name, source: source), as: UTF8.self)
  }
}

/// A fresh folder, removed with all that is in it when nobody holds this any more.
public final class TemporaryFolder: Sendable {
  /// Where it is, with symbolic links resolved.
  public let url: URL

  /// The same as a path.
  public var path: String { url.path(percentEncoded: false) }

  /// Makes the folder, for this user only.
  ///
  /// - Throws: An error when it cannot be made.
  public init() throws {
    url = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "byok-test-\(UUID().uuidString.prefix(13))", directoryHint: .notDirectory)
    try FileManager.default.createDirectory(
      at: url, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  /// The path of `name` in the folder.
  public func path(_ name: String) -> String {
    url.appending(path: name).path(percentEncoded: false)
  }

  /// Writes a file into the folder, and returns its path.
  ///
  /// - Throws: An error when it cannot be written.
  @discardableResult
  public func write(_ text: String, to name: String, mode: Int = 0o600) throws -> String {
    let path = path(name)
    try Data(text.utf8).write(to: URL(filePath: path))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    return path
  }
}
