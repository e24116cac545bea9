internal import CLinux

/// The user's keyring in the Linux kernel: memory that other users cannot see, with a time limit.
///
/// Source: keyrings(7).
enum KernelKeyring {
  /// Stores bytes for a while, in place of what was stored under the same name.
  ///
  /// - Parameters:
  ///   - bytes: What to store.
  ///   - count: How many bytes.
  ///   - name: Under which name.
  ///   - seconds: For how long.
  /// - Throws: The ``Errno`` of the kernel: EPERM or ENOSYS where a container forbids keyrings.
  static func store(
    _ bytes: UnsafePointer<UInt8>, count: Int, name: String, seconds: UInt32
  ) throws(Errno) {
    let code = unsafe clinux_keyring_add(name, bytes, UInt(count), seconds)
    guard code == 0 else { throw .current }
  }

  /// The size of what is stored.
  ///
  /// - Throws: The ``Errno`` of the kernel: ENOKEY when nothing is there, EKEYEXPIRED when it was.
  static func size(_ name: String) throws(Errno) -> Int {
    let count = unsafe clinux_keyring_read(name, nil, 0)
    guard count >= 0 else { throw .current }
    return count
  }

  /// Reads what is stored; answers its size.
  ///
  /// - Throws: The ``Errno`` of the kernel: ENOKEY when nothing is there, EKEYEXPIRED when it was.
  static func read(
    _ name: String, to base: UnsafeMutablePointer<UInt8>, room: Int
  ) throws(Errno) -> Int {
    let count = unsafe clinux_keyring_read(name, base, UInt(room))
    guard count >= 0 else { throw .current }
    return count
  }

  /// Removes what is stored.
  ///
  /// - Throws: The ``Errno`` of the kernel.
  static func remove(_ name: String) throws(Errno) {
    guard unsafe clinux_keyring_remove(name) == 0 else { throw .current }
  }
}
