internal import CLinux
internal import Glibc

/// Facts about the system and of this process.
package enum SystemFacts {
  /// Such as `Linux 6.1.0 x86_64`.
  ///
  /// The C function is `uname`.
  package static var kernel: String {
    var name = utsname()
    guard unsafe uname(&name) == 0 else { return "Linux" }
    return [text(&name.sysname), text(&name.release), text(&name.machine)].joined(separator: " ")
  }

  /// The user whose process this is.
  package static var user: UInt32 { geteuid() }

  /// This process's number.
  package static var process: Int { Int(getpid()) }

  /// Lets this process have as many descriptors as it may.
  ///
  /// - Returns: How many that are.
  package static func raiseDescriptorLimit() -> Int {
    let count = clinux_raise_descriptor_limit()
    return count > 0 ? count : 1024
  }

  private static func text<Field>(_ field: inout Field) -> String {
    unsafe withUnsafeBytes(of: &field) { bytes in
      unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  /// Whether some memory of this process is locked, so that it is never written to the swap.
  package static var hasLockedMemory: Bool {
    guard let status = try? readFile("/proc/self/status", limit: 1 << 16) else { return false }
    let lines = status.split(separator: UInt8(ascii: "\n"))
    let line = String(
      decoding: lines.first { $0.starts(with: "VmLck:".utf8) } ?? [], as: UTF8.self)
    let fields = line.split(whereSeparator: \.isWhitespace)
    return fields.dropFirst().first.flatMap { Int($0) } ?? 0 > 0
  }
}
