package import ByokCore

/// Small files that options name.
package enum TextFile {
  /// The text of a file, in UTF-8 or UTF-16.
  ///
  /// - Parameters:
  ///   - path: The file; `-` for standard input.
  ///   - console: Where standard input is read; `nil` where it is the calling program's own.
  /// - Returns: The text.
  /// - Throws: A failure when it cannot be read; a usage error when it is not text.
  package static func read(_ path: String, _ console: Console?) throws(ByokError) -> String {
    if path == "-", let console { return try console.readText() }
    return try TextEncoding.text(try bytes(path), from: path.quoted)
  }

  /// The certificates in a file.
  ///
  /// - Throws: A failure when it cannot be read; a usage error when it holds none.
  package static func certificates(_ path: String) throws(ByokError) -> [UInt8] {
    let bytes = try bytes(path)
    guard String(decoding: bytes, as: UTF8.self).contains("-----BEGIN CERTIFICATE-----") else {
      throw ByokError(.usage, "\(path.quoted) contains no certificate in PEM form")
    }
    return bytes
  }

  private static func bytes(_ path: String) throws(ByokError) -> [UInt8] {
    do throws(ReadFailure) {
      return try readFile(path, limit: 4 << 20)
    } catch {
      throw ByokError(.failure, "cannot read \(path.quoted): \(error.text)")
    }
  }
}
