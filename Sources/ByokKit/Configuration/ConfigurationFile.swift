package import ByokCore

/// The text of `config.json`, in which every part has its place.
package struct ConfigurationFile {
  package let path: FilePath
  package let text: [Unicode.Scalar]

  private static let limit = 1 << 20

  /// Reads the file; `nil` where there is none, or no home folder.
  ///
  /// - Throws: A usage error when it is not UTF-8; `damaged` when others can write it.
  package static func load(_ locations: Locations) throws(ByokError) -> ConfigurationFile? {
    guard try locations.hasPlace(for: .configuration) else { return nil }
    let path = try locations.configuration()
    let bytes = try PrivateDirectory.read(path, privacy: .notWritable, limit: limit)
    return try bytes.map { (bytes) throws(ByokError) in try Self(path, bytes) }
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

  /// Changes the file, under its lock, or makes it.
  ///
  /// - Parameters:
  ///   - locations: Where it lies.
  ///   - clock: For the wait on another writer.
  ///   - change: Answers with the new file; an empty text is one that is not there yet.
  /// - Throws: What `change` throws; a failure when it cannot be written.
  static func edit(
    _ locations: Locations, clock: Clock,
    _ change: (ConfigurationFile) throws(ByokError) -> ConfigurationFile
  ) throws(ByokError) {
    let path = try locations.configuration()
    guard let folder = try PrivateDirectory.open(holding: path, create: true) else { return }
    let lock = try FileLock.take(for: path, in: folder, clock: clock)
    defer { _ = lock }
    AtomicFile.removeLeftovers(of: path, in: folder)
    let old = try load(locations) ?? ConfigurationFile(path: path, text: [])
    let new = try change(old)
    let bytes = Array(String(String.UnicodeScalarView(new.text)).utf8)
    guard try AtomicFile.replace(path, in: folder, with: bytes.span) else {
      throw .notDurable(path.text)
    }
  }
}
