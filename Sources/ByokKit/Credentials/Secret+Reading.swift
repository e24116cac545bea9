package import ByokCore

extension Secret {
  /// Reads a small text file of the user's into locked memory.
  ///
  /// - Parameters:
  ///   - path: The file; `-` for standard input.
  ///   - console: Where standard input is read.
  ///   - limit: The most bytes that it may hold.
  /// - Returns: The text in UTF-8, without a byte-order mark.
  /// - Throws: A failure when it cannot be read; a usage error when it is too large, or not text.
  package static func reading(
    path: String, _ console: Console, limit: Int = EnvironmentFile.limit
  ) throws(ByokError) -> Secret {
    guard path != "-" else { return try reading(console.input, from: "standard input", limit) }
    let file: OpenFile
    do {
      file = try OpenFile(reading: path)
    } catch {
      throw ByokError(.failure, "cannot read \(path.quoted): \(error.text)")
    }
    return try reading(file.descriptor, from: path.quoted, limit)
  }

  private static func reading(
    _ descriptor: CInt, from source: String, _ limit: Int
  ) throws(ByokError) -> Secret {
    let text = try Secret.reading(descriptor, limit: limit) { failure in
      ByokError(.failure, "cannot read \(source): \(failure.text)")
    }
    guard let text else {
      throw ByokError(.usage, "\(source) is over \(limit >> 20) MiB")
    }
    return try text.text(from: source)
  }
}
