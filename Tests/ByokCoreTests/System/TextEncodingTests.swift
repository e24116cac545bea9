import Testing

import ByokKitTestSupport
@testable import ByokCore

@Suite struct TextEncodingTests {
  private static func utf16(_ text: String, isBigEndian: Bool, mark: Bool = true) -> [UInt8] {
    ((mark ? [0xFEFF] : []) + Array(text.utf16)).flatMap { unit -> [UInt8] in
      let bytes = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
      return isBigEndian ? bytes : bytes.reversed()
    }
  }

  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
  private static let words = "näïve 🚀 A=b\r\n"

  @Test(arguments: [
    Array(words.utf8), mark + Array(words.utf8), utf16(words, isBigEndian: false),
    utf16(words, isBigEndian: true), utf16("A=" + words, isBigEndian: false, mark: false),
    utf16("A=" + words, isBigEndian: true, mark: false),
  ])
  func `a text is the same in every encoding`(bytes: [UInt8]) throws {
    let text = try TextEncoding.text(bytes, from: "a test")
    #expect(text == Self.words || text == "A=" + Self.words)
    let secret = try Secret(copying: bytes.span).text(from: "a test")
    #expect(StoreFixture.text(secret) == text)
  }

  @Test(arguments: [[], mark, [0xFF, 0xFE], [0xFE, 0xFF]] as [[UInt8]])
  func `a mark alone is an empty text`(bytes: [UInt8]) throws {
    #expect(try TextEncoding.text(bytes, from: "a test") == "")
    #expect(try Secret(copying: bytes.span).text(from: "a test").count == 0)
  }

  @Test func `a mark within a text stays`() throws {
    #expect(try TextEncoding.text(Array("a\u{FEFF}b".utf8), from: "a test") == "a\u{FEFF}b")
  }

  @Test(
    arguments: [
      (Array("caf".utf8) + [0xE9], "invalid byte at offset 3"),
      (mark + [0x61, 0xC3], "invalid byte at offset 4"),
      ([0x61, 0xC0, 0xAF], "invalid byte at offset 1"),
      ([0x61, 0xED, 0xA0, 0xBD, 0x62], "invalid byte at offset 1"),
      (Array("ab\0cd".utf8), "zero byte at offset 2"),
      ([0xFF, 0xFE, 0x61], "invalid character at offset 2"),
      ([0xFF, 0xFE, 0x3D, 0xD8, 0x61, 0x00], "invalid character at offset 2"),
      ([0xFE, 0xFF, 0x00, 0x61, 0xDC, 0x00], "invalid character at offset 4"),
    ] as [([UInt8], String)])
  func `what is no text names its first wrong offset`(bytes: [UInt8], reason: String) throws {
    let failure = try #require(throws: ByokError.self) {
      _ = try TextEncoding.text(bytes, from: "'x'")
    }
    #expect(failure.kind == .usage)
    #expect(failure.message.hasPrefix("'x' is ") && failure.message.hasSuffix(reason))
  }

  @Test func `a secret that is no text is not quoted`() throws {
    let bytes = Array("canary".utf8) + [0xE9]
    let failure = try #require(throws: ByokError.self) {
      _ = try Secret(copying: bytes.span).text(from: "'x'")
    }
    #expect(!"\(failure)".contains("canary"))
  }

  @Test(arguments: [
    ([0x61, 0xE9, 0x62], [0x61, 0xE9, 0x62]), (mark + [0xE9], [0xE9]),
    ([0xFF, 0xFE, 0xE9, 0x00], [0xC3, 0xA9]), ([0x61, 0, 0x62, 0], [0x61, 0, 0x62, 0]),
  ])
  func `a passphrase keeps its bytes, but for a mark`(bytes: [UInt8], expected: [UInt8]) throws {
    let secret = try Secret(copying: bytes.span).withoutByteOrderMark(from: "a test")
    #expect(secret.withBytes { Array(copying: $0) } == expected)
  }
}
