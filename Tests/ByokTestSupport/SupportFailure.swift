internal import Glibc

/// Why a helper of the tests could not do its work.
public struct SupportFailure: Error, CustomStringConvertible {
  /// The reason, as a sentence or several lines.
  public let description: String

  /// A failure for the reason `description`.
  public init(_ description: String) {
    self.description = description
  }

  /// The failure of the C function `call`; `code` is its error number.
  static func system(_ call: String, _ code: Int32 = errno) -> Self {
    Self("\(call): \(unsafe String(cString: strerror(code)))")
  }
}
