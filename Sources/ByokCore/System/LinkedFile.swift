package import Glibc

/// A file of byok's that may be a link, or be below folders that are links: where it really is.
///
/// A link is followed only from a folder that passes the checks of ``PrivateDirectory``, and if it
/// belongs to the user or to root; where it leads, the same checks are made again.
///
/// See byok-security(7), Files.
package struct LinkedFile: ~Copyable {
  /// The folder that holds the file.
  package let folder: OpenFile
  /// The path without links.
  package let path: FilePath

  /// As many links as the kernel follows.
  private static let maximalLinks = 40

  /// Finds a file; it need not be there, but the folder that holds it must be.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - followsFile: Whether the file itself may be a link, and not only the folders above it.
  ///   - create: Whether to make folders that are missing, for the user alone.
  /// - Returns: Where it is, or `nil` if a folder does not exist and `create` is false.
  /// - Throws: `damaged` when a folder or a link is not safe; a failure when one cannot be opened.
  package static func find(
    _ path: FilePath, followsFile: Bool = true, create: Bool = false
  ) throws(ByokError) -> LinkedFile? {
    var next = path
    for _ in 0...maximalLinks {
      guard
        let start = try PrivateDirectory.enter(
          next.trusted, below: AT_FDCWD, path: next.trusted, linkHint: nil)
      else { return nil }
      var walk = Walk(next, from: start, create: create)
      switch try walk.run(followsFile: followsFile) {
      case .link(let target): next = FilePath(target, home: path.trusted)
      case .missing: return nil
      case .found(let place):
        let path = FilePath(place, home: path.trusted)
        return LinkedFile(folder: try walk.readableFolder(), path: path)
      }
    }
    throw ByokError(.damaged, "'\(path.text)' has too many levels of symbolic links")
  }

  /// Whether the user may put another file in the place of this one.
  package var isReplaceable: Bool {
    guard let holder = try? folder.status(), holder.st_uid == geteuid(),
      unsafe faccessat(folder.descriptor, ".", W_OK | X_OK, AT_EACCESS) == 0
    else { return false }
    var file = stat()
    let isThere = unsafe fstatat(folder.descriptor, path.name, &file, AT_SYMLINK_NOFOLLOW) == 0
    return !isThere || file.st_uid == geteuid()
  }

  /// The permissions of the file; `nil` if there is none.
  package var mode: mode_t? {
    var file = stat()
    let isThere = unsafe fstatat(folder.descriptor, path.name, &file, AT_SYMLINK_NOFOLLOW) == 0
    return isThere ? file.st_mode & 0o777 : nil
  }
}

/// A walk along a path, one folder at a time, up to the first link.
private struct Walk: ~Copyable {
  private var folder: OpenFile
  /// The path of ``folder``, without links; empty for `/`.
  private var place: String
  private let trusted: String
  private var rest: ArraySlice<String>
  private let create: Bool

  enum End {
    case found(String)
    case link(String)
    case missing
  }

  init(_ path: FilePath, from folder: consuming OpenFile, create: Bool) {
    self.folder = folder
    trusted = path.trusted == "/" ? "" : path.trusted
    place = trusted
    rest = ArraySlice(path.foldersBelowTrusted + [path.name])
    self.create = create
  }

  mutating func run(followsFile: Bool) throws(ByokError) -> End {
    while let name = rest.popFirst() {
      let parent = folder.descriptor
      if !rest.isEmpty || followsFile, let target = try target(name, below: parent) {
        let start = target.hasPrefix("/") ? target : "\(place)/\(target)"
        return .link(([start] + rest).joined(separator: "/"))
      }
      if rest.isEmpty, name != ".." { return .found("\(place)/\(name)") }
      guard try step(name, below: parent) else { return .missing }
    }
    return .missing
  }

  func readableFolder() throws(ByokError) -> OpenFile {
    do {
      return try OpenFile(".", flags: O_RDONLY | O_DIRECTORY, below: folder.descriptor)
    } catch {
      throw ByokError(.failure, "cannot open '\(place)': \(error.text)")
    }
  }

  /// Goes into a folder; false where there is none.
  private mutating func step(_ name: String, below parent: CInt) throws(ByokError) -> Bool {
    let next = name == ".." ? FilePath(place).folder : "\(place)/\(name)"
    if create, name != ".." { try PrivateDirectory.make(name, below: parent, path: next) }
    guard
      let entered = try PrivateDirectory.enter(
        name, below: parent, path: next, linkHint: "name another place in BYOK_HOME")
    else { return false }
    place = next == "/" ? "" : next
    if place != trusted { try PrivateDirectory.check(entered, path: next) }
    folder = entered
    return true
  }

  /// Where a link leads; `nil` if the name is not that of a link.
  private func target(_ name: String, below parent: CInt) throws(ByokError) -> String? {
    var status = stat()
    guard unsafe fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) == 0,
      status.st_mode & S_IFMT == S_IFLNK
    else { return nil }
    let path = "\(place)/\(name)"
    guard PrivateDirectory.isOwn(status) else { throw .foreignOwner(path) }
    guard let target = readLink(name, below: parent) else {
      throw ByokError(.failure, "cannot read the link '\(path)'")
    }
    return target
  }
}
