internal import CLinux
internal import Glibc

/// What file systems are mounted, and which of them keep no Unix permissions.
///
/// Those show every file with the same made-up owner and mode.
///
/// Source: statfs(2); proc_pid_mountinfo(5).
enum MountTable {
  /// File systems of which every one is without permissions, by their numbers.
  private static let modeless: Set<UInt32> = [
    0x4d44,  // vfat, msdos
    0x2011_bab0,  // exfat
    0x5346_4846,  // drvfs of WSL 1
  ]
  /// Those that depend on the type of the mount: 9p, FUSE.
  private static let mixed: Set<UInt32> = [0x0102_1997, 0x6573_5546]

  /// Whether the file system of an open file keeps permissions; if unknown, it does.
  static func keepsModes(_ file: borrowing OpenFile) -> Bool {
    let type = UInt32(truncatingIfNeeded: clinux_file_system(file.descriptor))
    guard !modeless.contains(type) else { return false }
    guard mixed.contains(type), let device = try? file.status().st_dev,
      let table = try? readFile("/proc/self/mountinfo", limit: 1 << 20)
    else { return true }
    return keepsModes(device: number(of: device), String(decoding: table, as: UTF8.self))
  }

  /// The same by the table of mounts.
  ///
  /// - Parameters:
  ///   - device: Its number, as `0:51`.
  ///   - table: As in `/proc/self/mountinfo`.
  /// - Returns: Whether it keeps them; if unknown, it does.
  static func keepsModes(device: String, _ table: String) -> Bool {
    for line in table.unicodeScalars.split(separator: "\n") {
      let fields = Substring(line).split(separator: " ")
      guard fields.count > 2, fields[2] == device, let dash = fields.firstIndex(of: "-"),
        dash + 3 < fields.count
      else { continue }
      let (type, options) = (unescaped(fields[dash + 1]), unescaped(fields[dash + 3]))
      // With that option, Windows keeps them beside its own.
      let keeps = options.split { ",;".contains($0) }.contains("metadata")
      return !(type == "fuseblk" || isOfWindows(type: type, options: options) && !keeps)
    }
    return true
  }

  /// Whether a drive of Windows is mounted so, in WSL 1 or 2.
  static func isOfWindows(type: String, options: String) -> Bool {
    type == "drvfs" || type == "9p" && options.contains("aname=drvfs")
  }

  /// A field of a table, in which blanks and backslashes are written as octal numbers.
  static func unescaped(_ field: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = field.utf8
    while let byte = rest.popFirst() {
      let digits = rest.prefix(3)
      let text = String(Substring(digits))
      if byte == UInt8(ascii: "\\"), digits.count == 3, let value = UInt8(text, radix: 8) {
        bytes.append(value)
        rest = rest.dropFirst(3)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// As the tables write it; see makedev(3).
  private static func number(of device: dev_t) -> String {
    let device = UInt64(device)
    let major = (device >> 8 & 0xfff) | (device >> 32 & ~0xfff)
    let minor = (device & 0xff) | (device >> 12 & ~0xff)
    return "\(major):\(minor)"
  }
}
