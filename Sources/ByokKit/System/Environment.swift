internal import Glibc

/// The environment variables of the process, or a fixed set in tests.
public struct Environment: Sendable {
  private let fixed: [String: String]?

  /// The variables of this process, read when asked for.
  public static let process = Environment(fixed: nil)

  /// An environment of just these variables.
  public init(_ variables: [String: String]) {
    fixed = variables
  }

  private init(fixed: [String: String]?) {
    self.fixed = fixed
  }

  /// The variable's value; `nil` if it is unset or empty, which mean the same everywhere in byok.
  ///
  /// Not for secrets, which ``secret(_:)`` reads without a copy on the heap.
  public func value(_ name: String) -> String? {
    if let fixed { return fixed[name].flatMap { $0.isEmpty ? nil : $0 } }
    guard let text = unsafe getenv(name), unsafe text[0] != 0 else { return nil }
    return unsafe String(cString: text)
  }

  /// Whether the variable is set to anything but the empty string.
  func contains(_ name: String) -> Bool {
    if let fixed { return fixed[name].map { !$0.isEmpty } ?? false }
    guard let text = unsafe getenv(name) else { return false }
    return unsafe text[0] != 0
  }

  /// Whether the variable is there, if only as the empty string.
  func isDefined(_ name: String) -> Bool {
    if let fixed { return fixed[name] != nil }
    return unsafe getenv(name) != nil
  }

  /// Takes a secret out of the environment: its bytes are overwritten where they lie, and unset.
  ///
  /// Afterwards neither children nor `/proc/PID/environ` show it. `nil` if it is unset or empty, or
  /// memory is out.
  func take(_ name: String) -> Secret? {
    guard let secret = try? secret(name) else { return nil }
    if fixed == nil, let text = unsafe getenv(name) {
      unsafe memset(text, Int32(UInt8(ascii: "x")), strlen(text))
      unsafe unsetenv(name)
    }
    return secret
  }

  /// The variable's value in locked memory, or `nil` if it is unset or empty.
  ///
  /// - Throws: A failure when memory is out.
  func secret(_ name: String) throws(ByokError) -> Secret? {
    if let fixed {
      guard let text = fixed[name], !text.isEmpty else { return nil }
      return try Secret(copying: Array(text.utf8).span)
    }
    guard let text = unsafe getenv(name), unsafe text[0] != 0 else { return nil }
    let bytes = unsafe UnsafeRawBufferPointer(start: text, count: strlen(text))
    return try unsafe Secret(copying: bytes.bindMemory(to: UInt8.self).span)
  }
}
