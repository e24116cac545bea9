import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

@Suite struct KeyValidationTests {
  private func check(_ bytes: [UInt8]) throws(ByokError) -> String {
    let raw = try Secret(copying: bytes.span)
    return StoreFixture.text(try KeyValidation.check(raw, from: "a test"))
  }

  private func failure(_ bytes: [UInt8]) -> ByokError? {
    do throws(ByokError) {
      _ = try check(bytes)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    "sk-1", "sk-1\n", "sk-1\r\n", " sk-1", "\t sk-1 \t", "\n\nsk-1\n\n", "\u{B}\u{C}sk-1\u{B}",
  ])
  func `white space around a key is dropped`(text: String) throws {
    #expect(try check(Array(text.utf8)) == "sk-1")
  }

  @Test func `every printable character may be in a key`() throws {
    let text = String(decoding: [UInt8](0x21...0x7E), as: UTF8.self)
    #expect(try check(Array(text.utf8)) == text)
    #expect(try check([0x78]) == "x")
  }

  @Test(arguments: ["", " ", "\n", "\r\n", " \t\u{B}\u{C}\r\n"])
  func `nothing is no key`(text: String) {
    #expect(
      failure(Array(text.utf8))
        == ByokError(.usage, "the key from a test is empty", code: .emptyKey))
  }

  @Test(arguments: [
    ("ab cd", "a space", 3), ("  ab cd", "a space", 3), ("ab\ncd", "a line break", 3),
    ("ab\rcd", "a line break", 3), ("a\r\nX: y", "a line break", 2),
    ("ab\tcd", "a control character", 3), ("ab\0cd", "a control character", 3),
    ("\0abcd", "a control character", 1), ("abcd\0", "a control character", 5),
    ("ab\u{7F}", "a control character", 3), ("\u{1B}[2J", "a control character", 1),
    ("ab\u{E9}", "a character outside ASCII", 3),
    ("\u{FEFF}abcd", "a character outside ASCII", 1),
    ("sk-\u{2026}", "a character outside ASCII", 4), ("ab\u{A0}", "a character outside ASCII", 3),
  ])
  func `what cannot be in a key is told with its place`(
    text: String, what: String, position: Int
  ) {
    let expected = ByokError.keyHoldsOther(what, at: position, source: "a test")
    #expect(expected.kind == .usage)
    #expect(failure(Array(text.utf8)) == expected)
  }

  @Test(arguments: [UInt8](0x00...0x20) + [UInt8](0x7F...0xFF))
  func `no other byte passes within a key`(byte: UInt8) {
    #expect(failure([0x61, byte, 0x62])?.kind == .usage)
  }

  @Test func `a failure never repeats the key`() {
    let failure = failure(Array("sk-canary canary".utf8))
    let words = [failure?.message ?? ""] + (failure?.hints ?? [])
    #expect(words.count == 2)
    #expect(!words.joined().contains("canary"))
  }

  @Test func `a key may have 64 KiB and no more`() throws {
    let longest = [UInt8](repeating: 0x6B, count: 64 << 10)
    #expect(try check([0x20] + longest + [0x0A]).utf8.count == 64 << 10)
    #expect(failure(longest + [0x6B]) == .keyTooLong("a test"))
    #expect(ByokError.keyTooLong("a test").kind == .usage)
  }

  @Test(arguments: [
    ("sk-1", "Authorization: Bearer ", "Authorization: Bearer sk-1\0"),
    ("k", "x-api-key: ", "x-api-key: k\0"), ("", "Authorization: Bearer ", ""),
  ])
  func `a header line is field, key and a zero byte`(
    key: String, field: String, expected: String
  ) throws {
    let line = try KeyValidation.headerLine(try StoreFixture.secret(key), field: field)
    #expect(StoreFixture.text(line) == expected)
  }

  @Test(arguments: [
    ("", nil), ("sk-1", nil), ("0123456789012345678", nil), ("01234567890123456789", "6789"),
    ("sk-proj-abcdefghijklmnopWXYZ", "WXYZ"),
  ])
  func `only a key of twenty characters or more shows its last four`(
    key: String, expected: String?
  ) throws {
    let secret = try StoreFixture.secret(key)
    #expect(KeyValidation.lastFour(of: secret) == expected)
  }
}

@Suite struct RedactionTests {
  private static let key = "my+key/0=plain"

  @Test(arguments: [
    ("", ""), ("nothing here", "nothing here"), ("my+key/0=plain", "…"),
    ("(my+key/0=plain)", "(…)"), ("key 'my+key/0=plain'.", "key '…'."),
    ("my+key/0=plainmy+key/0=plain", "……"), ("a my+key/0=plain b my+key/0=plain", "a … b …"),
    ("a\nmy+key/0=plain\nb", "a\n…\nb"), ("my+key/0=plai", "my+key/0=plai"),
    ("mymy+key/0=plain", "my…"), ("äöü my+key/0=plain ß", "äöü … ß"), ("a  b", "a  b"),
  ])
  func `the key itself is never repeated`(text: String, expected: String) throws {
    let secret = try StoreFixture.secret(Self.key)
    #expect(Redaction.redact(text, key: secret) == expected)
  }

  @Test(arguments: [
    ("Incorrect key: sk-ab***yz.", "Incorrect key: …"), ("is '****abcd'", "is …"),
    ("sk-proj-0123456789ab is wrong", "… is wrong"),
    ("key (sk-proj-0123456789ab) is", "key … is"), ("see \"gsk_0123456789ab\"", "see …"),
    ("a\nsk-proj-0123456789ab\nb", "a\n…\nb"), ("a\tsk-proj-0123456789ab", "a\t…"),
    ("0123456789abcdef0123456789abcdef", "…"),
    (
      "https://platform.openai.com/account/api-keys",
      "https://platform.openai.com/account/api-keys"
    ), ("sk-short", "sk-short"),
    (
      "the model openai/gpt-5.4-mini does not exist", "the model openai/gpt-5.4-mini does not exist"
    ),
  ])
  func `words that look like keys are not repeated`(text: String, expected: String) throws {
    let secret = try StoreFixture.secret(Self.key)
    #expect(Redaction.redact(text, key: secret) == expected)
  }

  @Test(arguments: [
    ("my%2Bkey%2F0%3Dplain.", "…."), ("%6d%79%2b%6B%65%79/0=plain", "…"),
    ("my%252Bkey/0=plain", "…"), ("my+key\n/0=plain", "…"), ("my+key\r\n/0=plain", "…"),
    ("m y + k e y / 0 = p l a i n", "…"), ("my+key\\n/0=plain", "…"), ("my+key%0A/0=plain", "…"),
    ("my+key%20/0=pl%0d%0aain", "…"), ("my+key\u{200b}/0=pl\u{2028}a\u{ad}in", "…"),
    ("my+key\u{1b}/0=plain", "…"), ("a my+k\n  ey/0=plain b", "a … b"),
    ("my+key/0=plainly", "…ly"), ("my+key 0=plain", "my+key 0=plain"),
    ("%zz my%2 100% %", "%zz my%2 100% %"), ("my+key%", "my+key%"), ("my+key\\", "my+key\\"),
  ])
  func `the key is found percent-encoded and interrupted`(text: String, expected: String) throws {
    let secret = try StoreFixture.secret(Self.key)
    #expect(Redaction.remove(secret, from: text) == expected)
  }

  @Test func `the letters of a short key may follow each other in a sentence`() throws {
    let secret = try StoreFixture.secret("none")
    #expect(Redaction.redact("no need", key: secret) == "no need")
    #expect(Redaction.redact("n%6Fne", key: secret) == "…")
  }

  @Test func `on one line, the key is removed before anything is cut or escaped`() throws {
    let secret = try StoreFixture.secret(Self.key)
    #expect(Redaction.oneLine("a  my+key\u{200b}/0=pl\nain b", key: secret) == "a … b")
    #expect(Redaction.oneLine("ab my+key/0=plain", key: secret, limit: 4) == "ab …")
    #expect(Redaction.oneLine("abc my+key/0=plain", key: secret, limit: 4) == "abc …")
  }

  @Test func `an empty or very short key redacts nothing`() throws {
    for key in ["", "a", "abc"] {
      let secret = try StoreFixture.secret(key)
      #expect(Redaction.redact("abc abc", key: secret) == "abc abc")
    }
  }
}
