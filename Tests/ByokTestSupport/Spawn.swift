internal import Glibc

/// The starting of a program: nothing is inherited but what is named here.
///
/// The child leads a session of its own, so it has no controlling terminal unless given one, and a
/// signal to the group `-pid` reaches all it started.
public struct Spawn: Sendable {
  /// What one of the child's descriptors 0, 1 and 2 is.
  public enum Stream: Sendable {
    /// The file at this path, opened in the child with these `open` flags.
    case file(String, Int32)
    /// A copy of this descriptor of ours.
    case descriptor(Int32)
    /// Nothing.
    case closed

    /// `/dev/null`.
    public static let null = Self.file("/dev/null", O_RDWR)
  }

  /// The program's file; not looked for in any folder.
  public var path: String
  /// The words after the program's name.
  public var arguments: [String]
  /// The whole environment.
  public var environment: [String: String] = [:]
  /// The working directory; `nil` means ours.
  public var folder: String?
  /// The descriptors 0, 1 and 2.
  public var streams: [Stream] = [.null, .null, .null]
  /// The path of a terminal to open as descriptor 3, for a program whose streams are none.
  ///
  /// The first terminal that the child opens becomes the controlling one; it stays so for as long
  /// as somebody has it open.
  public var terminal: String?

  /// A start of the program at `path`.
  public init(_ path: String, _ arguments: [String]) {
    self.path = path
    self.arguments = arguments
  }

  /// Starts the program, and returns the process's number, which the caller must wait for.
  ///
  /// - Throws: A ``SupportFailure`` when a file cannot be opened or the program not executed.
  public func start() throws -> Int32 {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe fill(&actions)
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    Self.fill(&attributes)
    var pid: Int32 = 0
    let code = unsafe Self.withCStrings([path] + arguments) { words in
      unsafe Self.withCStrings(environment.map { "\($0)=\($1)" }) { variables in
        unsafe posix_spawn(&pid, path, &actions, &attributes, words, variables)
      }
    }
    guard code == 0 else { throw SupportFailure.system("cannot start \(path)", code) }
    return pid
  }

  private func fill(_ actions: inout posix_spawn_file_actions_t) {
    for (number, stream) in zip(Int32(0)..., streams) {
      switch stream {
      case .file(let path, let flags):
        unsafe posix_spawn_file_actions_addopen(&actions, number, path, flags, 0o644)
      case .descriptor(let other):
        unsafe posix_spawn_file_actions_adddup2(&actions, other, number)
      case .closed:
        unsafe posix_spawn_file_actions_addclose(&actions, number)
      }
    }
    if let terminal {
      unsafe posix_spawn_file_actions_addopen(&actions, 3, terminal, O_RDWR, 0)
    }
    let first: Int32 = terminal == nil ? 3 : 4
    if let closeFrom = unsafe Self.closeFrom { _ = unsafe closeFrom(&actions, first) }
    if let folder, let addFolder = unsafe Self.addFolder { _ = unsafe addFolder(&actions, folder) }
  }

  // Swift does not import glibc's extensions; `posix_spawn` has no other way to close all but some
  // descriptors or to set the folder.
  private typealias Actions = UnsafeMutablePointer<posix_spawn_file_actions_t>
  private static let closeFrom = unsafe unsafeBitCast(
    dlsym(nil, "posix_spawn_file_actions_addclosefrom_np"),
    to: (@convention(c) (Actions, Int32) -> Int32)?.self)
  private static let addFolder = unsafe unsafeBitCast(
    dlsym(nil, "posix_spawn_file_actions_addchdir_np"),
    to: (@convention(c) (Actions, UnsafePointer<CChar>) -> Int32)?.self)

  // Of <spawn.h>, likewise.
  private static let setSession: Int32 = 0x80

  private static func fill(_ attributes: inout posix_spawnattr_t) {
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe posix_spawnattr_setsigmask(&attributes, &signals)
    unsafe sigfillset(&signals)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    let flags = setSession | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
    unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
  }

  private static func withCStrings<Result>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
  ) -> Result {
    let copies = unsafe strings.map { unsafe strdup($0) }
    defer { unsafe copies.forEach { unsafe free($0) } }
    return unsafe body(copies + [nil])
  }
}
