package import ByokCore

/// The text of `config.json`, in which every part has its place.
package struct ConfigurationFile {
  package let path: FilePath
  package let text: [Unicode.Scalar]

  private static let limit = 1 << 20

  /// Reads the file, or what it is a link to; `nil` where there is none, or no home folder.
  ///
  /// - Throws: A usage error when it is not UTF-8, or others can write it.
  package static func load(_ locations: Locations) throws(ByokError) -> ConfigurationFile? {
    guard try locations.hasPlace(for: .configuration) else { return nil }
    let path = try locations.configuration()
    let bytes = try blamingUser(when: isThere(path)) { () throws(ByokError) -> [UInt8]? in
      guard let file = try LinkedFile.find(path) else { return nil }
      return try PrivateDirectory.read(
        file.path, in: file.folder, privacy: .notWritable, limit: limit)
    }
    return try bytes.map { (bytes) throws(ByokError) in try Self(path, bytes) }
  }

  /// What is wrong with the file or a folder above it is a usage error, as what is wrong in the file.
  ///
  /// Where there is no file to read, only the keystore can be meant, for which it is damage.
  private static func blamingUser<Result: ~Copyable>(
    when isMeant: Bool, _ body: () throws(ByokError) -> Result
  ) throws(ByokError) -> Result {
    do {
      return try body()
    } catch  where error.kind == .damaged && isMeant {
      throw ByokError(.usage, error.message, hints: error.hints)
    }
  }

  package init(path: FilePath, text: [Unicode.Scalar]) {
    (self.path, self.text) = (path, text)
  }

  private init(_ path: FilePath, _ bytes: [UInt8]) throws(ByokError) {
    self.path = path
    if TextEncoding.detect(bytes.span).encoding != .utf8 {
      throw ByokError(.usage, "'\(path.text)' is UTF-16 text", hint: "save it as UTF-8")
    }
    let all = String(decoding: bytes, as: UTF8.self)
    text = Array(all.unicodeScalars)
    guard String(validating: bytes, as: UTF8.self) == nil else { return }
    let wrong = text.firstIndex(of: "\u{FFFD}") ?? 0
    throw located(ByokError(.usage, "this is not UTF-8 text"), at: wrong)
  }

  /// The parts of the text.
  ///
  /// - Throws: A usage error that names the line and the column of the first flaw.
  package func root() throws(ByokError) -> JSON5Node {
    do throws(JSON5Flaw) {
      return try JSON5Parser.parse(text)
    } catch {
      throw located(ByokError(.usage, error.message), at: error.position)
    }
  }

  /// What the text says.
  ///
  /// - Parameter tellsPlaces: Whether the place of what is wrong is of use to the user.
  /// - Returns: The values.
  /// - Throws: A usage error that names the line and the column of the first value that is wrong.
  package func configuration(tellsPlaces: Bool = true) throws(ByokError) -> Configuration {
    var reader = ConfigurationReader { tellsPlaces ? located($0, at: $1) : $0 }
    try reader.read(try root())
    return reader.configuration
  }

  /// The failure with the place that it is about.
  func located(_ failure: ByokError, at position: Int) -> ByokError {
    let place = TextPlace(of: position, in: text).text
    return ByokError(
      failure.kind, "in '\(path.text)', \(place): \(failure.message)", hints: failure.hints)
  }

  /// Whether there is a file, or a link that leads nowhere.
  private static func isThere(_ path: FilePath) -> Bool {
    fileExists(path.text) || readLink(path.text) != nil
  }

  /// Changes the file, or what it is a link to, under its lock; or makes it.
  ///
  /// - Parameters:
  ///   - locations: Where it is.
  ///   - clock: For the wait on another writer.
  ///   - change: Answers with the new file; an empty text is one that is not there yet.
  /// - Throws: What `change` throws; a failure when it cannot be written.
  static func edit(
    _ locations: Locations, clock: Clock,
    _ change: (ConfigurationFile) throws(ByokError) -> ConfigurationFile
  ) throws(ByokError) {
    let path = try locations.configuration()
    guard let file = try writable(path) else { return }
    // Beside the link, where every byok looks; the folder of its target may be a repository.
    let beside = try LinkedFile.find(path, followsFile: false)
    guard let beside else { return }
    let lock = try FileLock.take(for: beside.path, in: beside.folder, clock: clock)
    defer { _ = lock }
    AtomicFile.removeLeftovers(of: file.path, in: file.folder)
    let old = try load(locations) ?? ConfigurationFile(path: path, text: [])
    let new = try change(old)
    let bytes = Array(String(String.UnicodeScalarView(new.text)).utf8)
    let isLink = file.path != beside.path
    let mode = isLink ? file.mode ?? 0o600 : 0o600
    guard try AtomicFile.replace(file.path, in: file.folder, with: bytes.span, mode: mode) else {
      throw .notDurable(path.text)
    }
  }

  /// Where the file is written; through links, only what is the user's own.
  private static func writable(_ path: FilePath) throws(ByokError) -> LinkedFile? {
    try blamingUser(when: true) { () throws(ByokError) -> LinkedFile? in
      guard let file = try LinkedFile.find(path, create: true) else { return nil }
      guard file.path == path || file.isReplaceable else {
        throw ByokError(
          .failure, "'\(path.text)' is a link to '\(file.path.text)', which byok cannot replace",
          hint: "edit '\(file.path.text)', or what it is made from")
      }
      return file
    }
  }
}
