import Foundation

@testable import ByokCore
@testable import ByokKit

extension FuzzOracles {
  /// F8: what a server says of time and numbers never traps, and comes to something bounded.
  static func waits(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    for name in ["retry-after", "retry-after-ms", "x-ratelimit-reset-tokens"] {
      let head = ResponseHead(
        status: 429,
        headers: [
          .init(name: name, value: text), .init(name: "x-ratelimit-remaining-tokens", value: "0"),
        ])
      for wait in [RetryWait.seconds(in: head, now: 1e9), RetryWait.limitReset(in: head)] {
        guard let wait else { continue }
        precondition(wait.isFinite && wait >= 0, "a wait is a time")
        precondition(!FailureHints.span(wait).isEmpty, "a wait has words")
      }
    }
    if let wait = RetryWait.named(in: text) { precondition(wait.isFinite && wait >= 0, "a time") }
    if let moment = Timestamp(httpDate: text) { precondition(!moment.rfc3339.isEmpty, "a date") }
    if let excess = ContextOverflow(named: text) {
      precondition((1...100).contains(excess.percent), "a share of what was sent")
    }
    let report = ErrorReport(status: 400, body: bytes)
    precondition(report.retryAfter.map { $0.isFinite && $0 >= 0 } ?? true, "a wait is a time")
  }

  /// F9: words of the command line, base64 and decimal numbers.
  static func words(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    precondition(!text.quoted.utf8.contains(0x1B), "a message commands a terminal")
    let key = "sk-0123456789abcdefghij"
    precondition(KeyShape.mayBeKey("\(text) \(key)"), "a key behind any word is found")
    precondition(!"\(text)=\(key)".quoted.contains(key), "a message repeats a key")
    if let decoded = Base64.decode(bytes[...]) {
      precondition(Array(Base64.encode(decoded).utf8) == bytes, "of base64 there is one form")
      precondition(reference(text) == decoded, "base64 read otherwise")
    } else if let decoded = reference(text) {
      precondition(Array(Base64.encode(decoded).utf8) != bytes, "good base64 is refused")
    }
    if let number = KeystoreGrammar.decimal(bytes[...]) {
      precondition(number >= 0 && String(number) == text, "of a number there is one form")
    } else if let number = Int(text), (0..<1_000_000_000).contains(number) {
      precondition(String(number) != text, "a good number is refused")
    }
  }

  /// What Foundation makes of base64url.
  private static func reference(_ text: String) -> [UInt8]? {
    guard !text.contains("="), !text.contains("+"), !text.contains("/") else { return nil }
    let standard = text.replacing("-", with: "+").replacing("_", with: "/")
    let padded = standard + String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4)
    return Data(base64Encoded: padded).map(Array.init)
  }
}
