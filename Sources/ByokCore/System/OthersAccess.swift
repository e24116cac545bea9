internal import CLinux
internal import Glibc

extension PrivateDirectory {
  /// The permissions of a file that others than its owner have.
  ///
  /// The group of the user's own does not count: with a umask of 002, as usual where each user has
  /// one, all that git checks out is writable by it. It is the user's primary group, has the
  /// user's name and nobody else in it, and no access control list goes beyond it.
  static func othersMode(of file: borrowing OpenFile, _ status: stat) -> mode_t {
    let mode = status.st_mode & 0o077
    guard mode & 0o070 != 0, status.st_uid == geteuid(),
      clinux_is_private_group(status.st_gid, status.st_uid) != 0
    else { return mode }
    // With a list, the bits of the group are what the list allows to anyone.
    return clinux_has_acl(file.descriptor) == 0 ? mode & 0o007 : mode | mode >> 3
  }

  /// Refuses a file or folder that others can write.
  ///
  /// - Throws: `damaged`, with the command that fixes it.
  static func checkNotWritable(
    _ file: borrowing OpenFile, _ status: stat, path: String
  ) throws(ByokError) {
    // Most files; only for the others, the group has to be looked up.
    guard status.st_mode & 0o022 != 0 else { return }
    let others = othersMode(of: file, status)
    guard others & 0o022 != 0 else { return }
    let group = others & 0o002 == 0 ? groupName(status.st_gid) : nil
    throw .writableByOthers(path, mode: status.st_mode, group: group)
  }

  /// Refuses a file that the user named and that others can write; pipes pass.
  ///
  /// They may read it: secrets that Docker and Kubernetes mount are readable.
  ///
  /// - Throws: `damaged`, with the command that fixes it.
  package static func checkOnlyOwnerWrites(
    _ file: borrowing OpenFile, path: String
  ) throws(ByokError) {
    let status = try statusOf(file, path: path)
    guard status.st_mode & S_IFMT == S_IFREG else { return }
    guard isOwn(status) else { throw .foreignOwner(path) }
    try checkNotWritable(file, status, path: path)
  }

  /// The warning about a file with a secret in it that others can read; `nil` for any other file.
  package static func readableByOthers(
    _ file: borrowing OpenFile, path: String
  ) -> ByokError? {
    guard let status = try? file.status(), status.st_mode & S_IFMT == S_IFREG,
      othersMode(of: file, status) & 0o044 != 0
    else { return nil }
    return .openToOthers(path, mode: status.st_mode)
  }

  /// The name of a group, quoted, or its number.
  private static func groupName(_ group: gid_t) -> String {
    let room = 256
    let name = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: room) { buffer in
      guard let base = buffer.baseAddress, unsafe clinux_group_name(group, base, UInt(room)) == 0
      else {
        return nil as String?
      }
      return unsafe String(cString: base)
    }
    return name.map { "'\($0)'" } ?? String(group)
  }
}

extension ByokError {
  /// A file or folder that others can write: the group alone, if one is given.
  static func writableByOthers(_ path: String, mode: mode_t, group: String? = nil) -> Self {
    let (who, change) = group.map { ("group \($0)", "g-w") } ?? ("other users", "go-w")
    return Self(
      .damaged, "\(who) can write '\(path)' (mode \(OpenFile.text(ofMode: mode)))",
      hint: "chmod \(change) '\(path)'")
  }

  static func openToOthers(_ path: String, mode: mode_t) -> Self {
    let what = mode & 0o044 != 0 ? "readable by" : "open to"
    return Self(
      .damaged, "'\(path)' is \(what) other users (mode \(OpenFile.text(ofMode: mode)))",
      hint: "chmod 600 '\(path)'")
  }
}
