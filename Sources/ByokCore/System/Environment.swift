internal import Glibc

/// The environment variables of the process, or a fixed set in tests.
public struct Environment: Sendable {
  /// The variables in tests; `nil` for those of the process.
  package let fixed: [String: String]?

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
  package func contains(_ name: String) -> Bool {
    if let fixed { return fixed[name].map { !$0.isEmpty } ?? false }
    guard let text = unsafe getenv(name) else { return false }
    return unsafe text[0] != 0
  }

  /// The variable's value; `nil` also if it is only white space.
  ///
  /// Not for secrets.
  package func content(_ name: String) -> String? {
    value(name).flatMap { text in
      text.utf8.allSatisfy(Self.isSpace) ? nil : text
    }
  }

  /// Whether the variable is set to more than white space.
  package func hasContent(_ name: String) -> Bool {
    if let fixed { return fixed[name].map { !$0.utf8.allSatisfy(Self.isSpace) } ?? false }
    guard var text = unsafe getenv(name) else { return false }
    while unsafe Self.isSpace(UInt8(bitPattern: text.pointee)) { unsafe text += 1 }
    return unsafe text.pointee != 0
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (0x09...0x0D).contains(byte)
  }

  /// Whether the variable is there, if only as the empty string.
  package func isDefined(_ name: String) -> Bool {
    if let fixed { return fixed[name] != nil }
    return unsafe getenv(name) != nil
  }
}
