internal import Glibc

/// The users' folders of a Windows that this Linux runs inside of (WSL).
///
/// Source: learn.microsoft.com, Advanced settings configuration in WSL, `automount`, and Share
/// environment variables with WSLENV, read 2026-11-29.
package struct WindowsProfiles: Sendable {
  /// A drive of Windows, and where it is mounted.
  struct Drive: Equatable {
    /// A small letter.
    let letter: String
    let folder: String
  }

  /// None outside Windows.
  let drives: [Drive]
  private let isInside: Bool

  /// Those of this machine.
  package static let current = Self(
    release: text("/proc/sys/kernel/osrelease"), mounts: text("/proc/self/mounts"))

  /// - Parameters:
  ///   - release: The kernel's release, which names Microsoft.
  ///   - mounts: The table of file systems, as in `/proc/mounts`.
  package init(release: @autoclosure () -> String, mounts: @autoclosure () -> String) {
    isInside = release().lowercased().contains("microsoft")
    let lines = isInside ? mounts().unicodeScalars.split(separator: "\n") : []
    drives = lines.compactMap { Self.drive(Substring($0)) }
  }

  /// The users' folders: the one that USERPROFILE names, else those on the drives that the user owns.
  package func folders(_ environment: Environment) -> [String] {
    guard isInside else { return [] }
    if let named = environment.value("USERPROFILE").flatMap(path) { return [named] }
    return drives.flatMap { Self.own(in: $0.folder + "/Users") }
  }

  /// What a path of Windows is called here; `nil` if it is not absolute.
  private func path(_ text: String) -> String? {
    if text.hasPrefix("/") { return text }
    let text = text.replacing("\\", with: "/")
    guard text.dropFirst().hasPrefix(":/"), let letter = text.first?.lowercased() else {
      return nil
    }
    let folder = drives.first { $0.letter == letter }?.folder ?? "/mnt/\(letter)"
    return folder + text.dropFirst(2)
  }

  /// The folders in `Users` that the user owns and may look into, but for those of nobody.
  private static func own(in users: String) -> [String] {
    let nobodys = [".", "..", "Public", "Default", "Default User", "All Users"]
    guard let folder = try? OpenFile(users, flags: O_RDONLY | O_DIRECTORY) else { return [] }
    return folder.names().filter { !nobodys.contains($0) }.sorted().compactMap { name in
      var status = stat()
      let path = "\(users)/\(name)"
      guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR,
        status.st_uid == geteuid(),
        unsafe faccessat(AT_FDCWD, path, R_OK | X_OK, AT_EACCESS) == 0
      else { return nil }
      return path
    }
  }

  /// The drive that a line of the table mounts, such as
  /// `C:\134 /mnt/c 9p rw,aname=drvfs;path=C:\;uid=1000 0 0`.
  private static func drive(_ line: Substring) -> Drive? {
    let fields = line.split(separator: " ").map { MountTable.unescaped($0) }
    guard fields.count > 3, MountTable.isOfWindows(type: fields[2], options: fields[3]) else {
      return nil
    }
    let options = fields[3].split { ",;".contains($0) }
    let path = options.first { $0.hasPrefix("path=") }?.dropFirst("path=".count)
    for source in [Substring(fields[0]), path ?? ""] where source.dropFirst().hasPrefix(":") {
      return Drive(letter: source.prefix(1).lowercased(), folder: fields[1])
    }
    return nil
  }

  private static func text(_ path: String) -> String {
    String(decoding: (try? readFile(path, limit: 1 << 20)) ?? [], as: UTF8.self)
  }
}
