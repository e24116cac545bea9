package import ByokCore

extension Secret {
  /// Reads a small file of the user's into locked memory.
  ///
  /// - Throws: A failure when it cannot be read; a usage error when it is too large.
  package static func reading(path: String) throws(ByokError) -> Secret {
    let file: OpenFile
    do {
      file = try OpenFile(reading: path)
    } catch {
      throw ByokError(.failure, "cannot read \(path.quoted): \(error.text)")
    }
    let text = try Secret.reading(file.descriptor, limit: EnvironmentFile.limit) { failure in
      ByokError(.failure, "cannot read \(path.quoted): \(failure.text)")
    }
    guard let text else {
      throw ByokError(.usage, "\(path.quoted) is over \(EnvironmentFile.limit >> 20) MiB")
    }
    return text
  }
}
