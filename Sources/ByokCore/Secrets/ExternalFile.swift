package import Glibc

/// A file that another program keeps for the user, open for reading.
///
/// It is a regular file of the user's, reached through no symbolic link, that nobody else can write.
/// Where the file system keeps no permissions, as that of a Windows drive, they are not judged.
///
/// See byok-security(7), Credentials of other tools.
package struct ExternalFile: ~Copyable {
  private let file: OpenFile
  private let path: String
  /// Whether others can read it.
  package let isReadableByOthers: Bool
  /// Its mode, where the file system makes it up; `nil` where it means something.
  package let madeUpMode: String?

  /// What to do about a link, for whose target this program does not look.
  private static let linkHint = "name the real file in config.json, under creds.paths"

  /// Opens the file.
  ///
  /// - Parameter path: The file.
  /// - Returns: `nil` if there is none.
  /// - Throws: `damaged` when it is not safe; a failure when it cannot be opened.
  package static func open(_ path: FilePath) throws(ByokError) -> ExternalFile? {
    guard
      let folder = try PrivateDirectory.open(holding: path, linkHint: linkHint, isExternal: true)
    else { return nil }
    let file: OpenFile
    do {
      // O_NONBLOCK: a FIFO in the file's place must not hang us.
      file = try OpenFile(
        path.name, flags: O_RDONLY | O_NOFOLLOW | O_NONBLOCK, below: folder.descriptor)
    } catch  where error == .notFound {
      return nil
    } catch  where error == .tooManyLinks {
      throw ByokError(.damaged, "'\(path.text)' is a symbolic link", hint: linkHint)
    } catch {
      throw ByokError(.failure, "cannot open '\(path.text)': \(error.text)")
    }
    return try ExternalFile(file, path: path.text)
  }

  /// The permissions of a file; `nil` if it cannot be examined.
  package static func mode(of path: FilePath) -> mode_t? {
    guard let file = (try? open(path)) ?? nil else { return nil }
    return (try? file.file.status()).map { $0.st_mode & 0o777 }
  }

  private init(_ file: consuming OpenFile, path: String) throws(ByokError) {
    let status = try PrivateDirectory.statusOf(file, path: path)
    guard status.st_mode & S_IFMT == S_IFREG else {
      let kind = status.st_mode & S_IFMT == S_IFDIR ? "a folder" : "neither a file nor a folder"
      throw ByokError(.damaged, "'\(path)' is \(kind)")
    }
    guard PrivateDirectory.isOwn(status) else { throw .foreignOwner(path) }
    let others = PrivateDirectory.othersMode(of: file, status)
    let mode = others & 0o066 != 0 && !MountTable.keepsModes(file) ? file.mode : nil
    if mode == nil { try PrivateDirectory.checkNotWritable(file, status, path: path) }
    madeUpMode = mode
    isReadableByOthers = others & 0o044 != 0 && mode == nil
    self.path = path
    self.file = file
  }

  /// Reads it whole.
  ///
  /// - Parameter limit: The most bytes it may hold.
  /// - Returns: Its bytes.
  /// - Throws: `damaged` when it is larger; a failure when it cannot be read.
  package func read(limit: Int) throws(ByokError) -> Secret {
    let path = path
    let text = try Secret.reading(file.descriptor, limit: limit) { failure in
      ByokError(.failure, "cannot read '\(path)': \(failure.text)")
    }
    guard let text else {
      throw ByokError(.damaged, "'\(path)' is larger than \(limit >> 10) KiB")
    }
    return text
  }
}
