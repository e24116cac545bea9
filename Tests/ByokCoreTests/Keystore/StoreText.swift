import Testing

@testable import ByokCore

/// A keystore's text of seven lines, made by hand from the grammar of byok-keystore(5): every field
/// of bytes is zeros, so nothing in it opens.
enum StoreText {
  static let sealed = zeros(139)

  static let lines = [
    "byok-keystore 1",
    "store " + zeros(22),
    "seq 3",
    "slot 1 keyfile 0123abcd \(zeros(22)) \(zeros(96))",
    "slot 2 passphrase argon2id13 3 131072 \(zeros(22)) \(zeros(22)) \(zeros(96))",
    key("default", "groq", "https://api.groq.com"),
    key("work", "groq", "https://api.groq.com,http://127.0.0.1:8080"),
    "end 2 " + zeros(43),
  ]

  static func zeros(_ count: Int) -> String { String(repeating: "A", count: count) }

  static func slot(_ number: String, name: String? = nil) -> String {
    let name = name.map { "\($0) " } ?? ""
    return "slot \(number) keyfile 0123abcd \(name)\(zeros(22)) \(zeros(96))"
  }

  static func boundSlot(_ number: String) -> String {
    slot(number).replacing("keyfile", with: "keyfile2")
  }

  static func passphrase(_ number: Int = 2, _ passes: String = "3", _ memory: String = "131072")
    -> String
  {
    "slot \(number) passphrase argon2id13 \(passes) \(memory) \(zeros(22)) \(zeros(22)) "
      + zeros(96)
  }

  static func key(
    _ label: String, _ provider: String = "groq", _ origins: String = "https://api.groq.com",
    kind: String = "api-key", created: String = "1700000000", updated: String = "1700000001"
  ) -> String {
    "key \(zeros(22)) \(label) \(provider) \(origins) \(kind) \(created) \(updated) \(sealed)"
  }

  static func bytes(_ lines: [String] = lines) -> [UInt8] {
    Array(lines.map { $0 + "\n" }.joined().utf8)
  }

  /// A store of just these keys, with the count that is right for them.
  static func bytes(keys: [String]) -> [UInt8] {
    bytes(Array(lines[..<5]) + keys + ["end \(keys.count) " + zeros(43)])
  }

  /// The lines with other slots.
  static func lines(slots: [String]) -> [String] {
    Array(lines[..<3]) + slots + Array(lines[5...])
  }

  static func failure(_ bytes: [UInt8]) -> ByokError? {
    do {
      _ = try KeystoreDocument.parse(bytes, path: "store")
      return nil
    } catch {
      return error
    }
  }
}

/// One thing that is wrong with a text that is right otherwise.
struct Defect: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let line: Int
  let column: Int
  let rule: String
  let bytes: [UInt8]

  /// A defect that replaces or adds bytes.
  init(_ name: String, _ line: Int, _ column: Int, _ rule: String, bytes: [UInt8]) {
    (testDescription, self.line, self.column, self.rule) = (name, line, column, rule)
    self.bytes = bytes
  }

  /// A defect of some lines.
  init(
    _ name: String, _ line: Int, _ column: Int, _ rule: String,
    _ damage: (inout [String]) -> Void
  ) {
    var lines = StoreText.lines
    damage(&lines)
    self.init(name, line, column, rule, bytes: StoreText.bytes(lines))
  }

  /// A defect of the field `index` of the line `line`, which begins at `column`.
  init(_ line: Int, field index: Int, _ text: String, _ rule: String, name: String? = nil) {
    var lines = StoreText.lines
    var fields = lines[line - 1].split(separator: " ").map(String.init)
    let column = fields[..<index].reduce(1) { $0 + $1.utf8.count + 1 }
    fields[index] = text
    lines[line - 1] = fields.joined(separator: " ")
    self.init(
      name ?? "line \(line), field \(index): \(text.prefix(40).debugDescription)", line, column,
      rule,
      bytes: StoreText.bytes(lines))
  }

  var expected: ByokError {
    .keystoreSyntax("store", line: line, flaw: KeystoreFlaw(column: column, rule: rule))
  }
}
