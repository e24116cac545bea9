package import ByokCore

/// Small files that options name.
package enum TextFile {
  /// The text of a file.
  ///
  /// - Throws: A failure when it cannot be read; a usage error when it is not UTF-8 text.
  package static func read(_ path: String) throws(ByokError) -> String {
    guard let text = String(validating: try bytes(path), as: UTF8.self) else {
      throw ByokError(.usage, "\(path.quoted) is not UTF-8 text")
    }
    return text
  }

  /// The certificates in a file.
  ///
  /// - Throws: A failure when it cannot be read; a usage error when it holds none.
  package static func certificates(_ path: String) throws(ByokError) -> [UInt8] {
    let bytes = try bytes(path)
    guard String(decoding: bytes, as: UTF8.self).contains("-----BEGIN CERTIFICATE-----") else {
      throw ByokError(.usage, "\(path.quoted) holds no certificate in PEM form")
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
