internal import Glibc

/// A file for an editor, in a folder of its own that nobody else can enter; both are removed at the end.
///
/// The C functions are `mkdtemp` and `rmdir`.
package struct ScratchFile: ~Copyable {
  /// Where it is.
  package let path: String
  private let folder: String

  /// Makes the file.
  ///
  /// - Parameters:
  ///   - name: Its name, whose extension tells an editor the type.
  ///   - text: What it holds.
  ///   - parents: Where the folder may be; the first that takes it.
  /// - Returns: The file.
  /// - Throws: A failure when it cannot be made.
  package static func make(
    _ name: String, holding text: String, in parents: [String]
  ) throws(ByokError) -> ScratchFile {
    guard let folder = parents.lazy.compactMap(makeFolder).first else {
      let places = parents.map { "'\($0)'" }.joined(separator: ", ")
      throw ByokError(.failure, "cannot make a folder for the editor in \(places)")
    }
    let scratch = ScratchFile(folder: folder, path: folder + "/" + name)
    do throws(Errno) {
      let file = try OpenFile(scratch.path, flags: O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
      try file.writeAll(Array(text.utf8).span)
    } catch {
      throw ByokError(.failure, "cannot write '\(scratch.path)': \(error.text)")
    }
    return scratch
  }

  private init(folder: String, path: String) {
    (self.folder, self.path) = (folder, path)
  }

  private static func makeFolder(in parent: String) -> String? {
    var template = Array("\(parent)/byok-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else { return nil }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Reads it.
  ///
  /// - Throws: A failure when it cannot be read; a usage error when it is not text.
  package borrowing func text(limit: Int) throws(ByokError) -> String {
    let bytes: [UInt8]
    do throws(ReadFailure) {
      bytes = try readFile(path, limit: limit)
    } catch {
      throw ByokError(.failure, "cannot read '\(path)': \(error.text)")
    }
    return try TextEncoding.text(bytes, from: "the text of the editor")
  }

  deinit {
    // Editors leave copies beside it.
    if let open = try? OpenFile(folder, flags: O_RDONLY | O_DIRECTORY) {
      for name in open.names() where name != "." && name != ".." {
        _ = unsafe unlink(folder + "/" + name)
      }
    }
    _ = unsafe rmdir(folder)
  }
}
