internal import Glibc

/// A process and what it has started, and those in turn.
enum ProcessTree {
  /// Ends the process and its descendants.
  ///
  /// Each is stopped before its children are looked for, so that none can start more meanwhile. Who
  /// has left the tree on purpose, such as a daemon, goes on.
  ///
  /// - Parameter root: A child of ours that has not been waited for.
  static func kill(_ root: pid_t) {
    var found: Set<pid_t> = [root]
    var new = found
    while !new.isEmpty {
      for process in new { Glibc.kill(process, SIGSTOP) }
      new = children(of: found).subtracting(found)
      found.formUnion(new)
    }
    for process in found { Glibc.kill(process, SIGKILL) }
  }

  /// The children of these processes, as `/proc` tells them.
  private static func children(of parents: Set<pid_t>) -> Set<pid_t> {
    guard let folder = try? OpenFile("/proc", flags: O_RDONLY | O_DIRECTORY) else { return [] }
    return Set(
      folder.names().compactMap { pid_t($0) }.filter { process in
        parent(of: process).map(parents.contains) ?? false
      })
  }

  private static func parent(of process: pid_t) -> pid_t? {
    guard let bytes = try? readFile("/proc/\(process)/stat", limit: 4096),
      // The program's name, in parentheses, may hold anything.
      let nameEnd = bytes.lastIndex(of: UInt8(ascii: ")"))
    else { return nil }
    let fields = bytes[(nameEnd + 1)...].split(separator: UInt8(ascii: " "))
    return fields.count > 1 ? pid_t(String(decoding: fields[1], as: UTF8.self)) : nil
  }
}
