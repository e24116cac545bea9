package import ByokCore

/// A catalogue that the user imported, as the cache keeps it.
package struct ImportedCatalogue: Sendable {
  package let table: ModelTable
  /// Where it is from: a path or an address.
  package let source: String
  /// The day of its facts.
  package let day: String
  /// SHA-256 of what was imported, in hexadecimal.
  package let hash: String

  /// The most bytes of a file that is imported, or kept.
  package static let limit = 64 << 20

  /// The catalogue in the cache; `nil` if there is none, or it is invalid.
  ///
  /// - Throws: `damaged` when the file or its folder is not safe.
  package static func load(_ locations: Locations) throws(ByokError) -> Self? {
    guard try locations.hasPlace(for: .cache) else { return nil }
    let path = try locations.importedCatalogue()
    guard let folder = try PrivateDirectory.open(holding: path),
      let rows = try PrivateDirectory.read(path, in: folder, privacy: .notWritable, limit: limit)
    else { return nil }
    let table = ModelTable(rows: rows)
    guard let about = table.about, let source = about["source"]?.text,
      let day = about["day"]?.text, let hash = about["sha256"]?.text
    else { return nil }
    return Self(table: table, source: source, day: day, hash: hash)
  }

  /// Writes rows into the cache in place of what is there.
  ///
  /// - Throws: `damaged` when the folder is not safe; a failure when it cannot be written.
  package static func write(_ rows: [UInt8], _ locations: Locations) throws(ByokError) {
    let path = try locations.importedCatalogue()
    guard let folder = try PrivateDirectory.open(holding: path, create: true) else { return }
    _ = try AtomicFile.replace(path, in: folder, with: rows.span)
  }

  /// Puts a table without rows in place of what is there.
  ///
  /// - Returns: Whether there was any.
  /// - Throws: `damaged` when the folder is not safe; a failure when it cannot be written.
  package static func remove(_ locations: Locations) throws(ByokError) -> Bool {
    guard try load(locations) != nil else { return false }
    try write([], locations)
    return true
  }
}
