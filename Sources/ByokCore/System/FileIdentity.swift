internal import Glibc

/// Which file it is, and that nobody wrote to it meanwhile: what the kernel says of it.
///
/// Every write to a file, and every change of its times, mode or names, sets the time of its last
/// change (`ctime`) to the kernel's clock; programs cannot set it. So equal identities mean equal
/// bytes, but for three cases: a clock set back, a program that had mapped the file for writing
/// before (its later stores are not all noted), and whoever can write to the disk below the file
/// system.
package struct FileIdentity: Equatable, Sendable {
  private let device: UInt64
  private let inode: UInt64
  /// The file's size in bytes.
  package let size: Int
  private let modified: [Int]
  private let changed: [Int]

  private init(_ status: stat) {
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    size = Int(status.st_size)
    modified = [status.st_mtim.tv_sec, status.st_mtim.tv_nsec]
    changed = [status.st_ctim.tv_sec, status.st_ctim.tv_nsec]
  }

  /// What the kernel says of an open file.
  ///
  /// - Throws: The ``Errno`` of `fstat`.
  package init(of file: borrowing OpenFile) throws(Errno) {
    self.init(try file.status())
  }

  /// What the kernel says of the file at a path, links followed; `nil` for none.
  init?(at path: String) {
    var status = Glibc.stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    self.init(status)
  }

  /// Whether it is the same file, whatever was written to it meanwhile.
  package func isSameFile(as other: FileIdentity) -> Bool {
    device == other.device && inode == other.inode
  }

  /// All of it as one word: device, inode, size, the times with their nanoseconds.
  package var text: String {
    "\(device):\(inode):\(size):\(modified[0]).\(modified[1]):\(changed[0]).\(changed[1])"
  }

  /// Whether the last change is long enough ago that another one would show in `ctime`, whose steps
  /// are those of the file system: up to two seconds.
  func isSettled(_ clock: Clock) -> Bool {
    clock.now() - Double(changed[0]) - Double(changed[1]) / 1e9 >= 2
  }
}
