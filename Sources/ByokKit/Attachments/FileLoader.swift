package import ByokCore

/// Reads the files that a prompt brings along.
package struct FileLoader {
  let console: Console
  let fetch: WebFetch
  /// The most bytes of one file.
  var limit = 20 << 20
  /// Whether a PDF or an image may be given by its address alone to whom it goes.
  let takesAddress: (Attachment.Kind) -> Bool

  /// - Parameter arguments: Where the files are; standard input at most once.
  /// - Returns: The files, in the same order.
  /// - Throws: A usage error for a file that no model takes; a failure for one that cannot be read.
  package func load(_ arguments: [FileArgument]) throws(ByokError) -> [InputFile] {
    guard arguments.count(where: { $0 == .standardInput }) < 2 else {
      throw ByokError(.usage, "-f - is given twice, but standard input can be read only once")
    }
    var files: [InputFile] = []
    for argument in arguments { files.append(try load(argument)) }
    return files
  }

  private func load(_ argument: FileArgument) throws(ByokError) -> InputFile {
    switch argument {
    case .standardInput:
      let bytes = try console.readInput(limit: limit)
      if bytes.count > limit { throw .tooLargeFile("standard input", limit: limit) }
      return try InputFile(bytes, name: "stdin")
    case .path(let path):
      return try InputFile(try read(path), name: Self.name(of: path))
    case .address(let text):
      let address = try WebAddress(text)
      if address.isPublic, let type = FileType.mediaType(ofName: address.name) {
        let file = InputFile(name: address.name, mediaType: type, url: address.text)
        if case .attachment(let attachment) = file.content, takesAddress(attachment.kind) {
          return file
        }
      }
      let bytes = try fetch.bytes(of: address, limit: limit)
      return try InputFile(bytes, name: address.name)
    }
  }

  private func read(_ path: String) throws(ByokError) -> [UInt8] {
    do throws(ReadFailure) {
      return try readFile(path, limit: limit)
    } catch {
      if case .tooLarge = error { throw .tooLargeFile(path.quoted, limit: limit) }
      throw ByokError(.failure, "cannot read \(path.quoted): \(error.text)")
    }
  }

  private static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}

extension ByokError {
  /// A file is larger than byok sends; `shown` is its name or address in quotes.
  static func tooLargeFile(_ shown: String, limit: Int) -> Self {
    Self(.tooLong, "\(shown) is over \(limit >> 20) MiB", hint: "send a part of it")
  }
}
