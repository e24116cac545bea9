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

  /// A process, recognised also where its number may have become another's.
  struct Member: Equatable, Sendable {
    fileprivate let process: pid_t
    /// When it began.
    fileprivate let start: String
  }

  /// The descendants of a process, found quickly: no process is stopped for it.
  static func descendants(of root: pid_t) -> [Member] {
    var found: [Member] = []
    var open = [root]
    while let parent = open.popLast() {
      for child in listedChildren(of: parent) ?? children(of: [parent]).map(\.self) {
        guard let start = status(of: child)?.start else { continue }
        found.append(Member(process: child, start: start))
        open.append(child)
      }
    }
    return found
  }

  /// Kills those that are still there, and waits a moment for them to be gone.
  static func kill(_ members: [Member]) {
    for member in members where isThere(member) { Glibc.kill(member.process, SIGKILL) }
    let end = Clock.system.monotonic() + 2
    while members.contains(where: isThere), Clock.system.monotonic() < end { usleep(500) }
  }

  /// Whether it goes on; one that only has to be waited for by its parent does not.
  static func isThere(_ member: Member) -> Bool {
    guard let status = status(of: member.process) else { return false }
    return status.start == member.start && status.state != "Z"
  }

  /// The children that the kernel lists by parent; `nil` where it was built without that.
  ///
  /// Source: proc_pid_task(5).
  private static func listedChildren(of process: pid_t) -> [pid_t]? {
    let path = "/proc/\(process)/task"
    guard let threads = try? OpenFile(path, flags: O_RDONLY | O_DIRECTORY) else { return [] }
    var found: [pid_t] = []
    for thread in threads.names() where pid_t(thread) != nil {
      guard let bytes = try? readFile("\(path)/\(thread)/children", limit: 1 << 20) else {
        return nil
      }
      found += String(decoding: bytes, as: UTF8.self).split(separator: " ").compactMap { pid_t($0) }
    }
    return found
  }

  /// The children of these processes, as `/proc` tells them.
  private static func children(of parents: Set<pid_t>) -> Set<pid_t> {
    guard let folder = try? OpenFile("/proc", flags: O_RDONLY | O_DIRECTORY) else { return [] }
    return Set(
      folder.names().compactMap { pid_t($0) }.filter { process in
        parent(of: process).map(parents.contains) ?? false
      })
  }

  private static func parent(of process: pid_t) -> pid_t? { status(of: process)?.parent }

  /// What `/proc` says of a process.
  ///
  /// Source: proc_pid_stat(5).
  private static func status(of process: pid_t) -> (state: String, parent: pid_t, start: String)? {
    guard let bytes = try? readFile("/proc/\(process)/stat", limit: 4096),
      // The program's name, in parentheses, may hold anything.
      let nameEnd = bytes.lastIndex(of: UInt8(ascii: ")"))
    else { return nil }
    let fields = bytes[(nameEnd + 1)...].split(separator: UInt8(ascii: " "))
      .map { String(decoding: $0, as: UTF8.self) }
    guard fields.count > 19, let parent = pid_t(fields[1]) else { return nil }
    return (fields[0], parent, fields[19])
  }
}
