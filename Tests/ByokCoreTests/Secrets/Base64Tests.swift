import Testing

import ByokKitTestSupport
@testable import ByokCore

@Suite struct Base64Tests {
  /// RFC 4648, section 10, without padding; and the two characters that differ from base64.
  static let encodings: [(bytes: [UInt8], text: String)] = [
    ([], ""), (Array("f".utf8), "Zg"), (Array("fo".utf8), "Zm8"), (Array("foo".utf8), "Zm9v"),
    (Array("foob".utf8), "Zm9vYg"), (Array("fooba".utf8), "Zm9vYmE"),
    (Array("foobar".utf8), "Zm9vYmFy"), ([0xFB, 0xEF, 0xFF], "--__"), ([0], "AA"), ([0xFF], "_w"),
  ]

  static let refused = [
    "A", "AAAAA", "Zg=", "Zg==", "Zm8=", "Zm9v=", "Zh", "Zm9", "AB", "_x", "AAB", "+/AA", "//8",
    "Zg\n", "Zg ", " Zg", "Z g", "Zg\0", "Zm9v\r\n", "Zm9v!", "Zé", "====", "=",
  ]

  private func decode(_ text: String) -> [UInt8]? { Base64.decode(Array(text.utf8)[...]) }

  /// Decodes in locked memory.
  private func decode(_ text: String, count: Int) throws -> [UInt8]? {
    guard let secret = try Base64.decode(Array(text.utf8).span, count: count) else { return nil }
    return StoreFixture.bytes(of: secret)
  }

  @Test(arguments: encodings)
  func `bytes have one encoding`(bytes: [UInt8], text: String) throws {
    #expect(Base64.encode(bytes) == text)
    #expect(Base64.characterCount(forBytes: bytes.count) == text.utf8.count)
    #expect(decode(text) == bytes)
    let secret = try Base64.encode(try Secret(copying: bytes.span))
    #expect(StoreFixture.text(secret) == text)
    #expect(try decode(text, count: bytes.count) == bytes)
  }

  @Test(
    arguments: [
      ([], ""), ([0x66], "Zg=="), ([0x66, 0x6F], "Zm8="), ([0xFB, 0xEF, 0xFF], "++//"),
      ([0xFF, 0xFF], "//8="),
    ] as [([UInt8], String)])
  func `what an API wants is padded`(bytes: [UInt8], text: String) {
    #expect(Base64.encodeStandard(bytes) == text)
  }

  @Test func `a large file is encoded whole`() {
    let text = Base64.encodeStandard([UInt8](repeating: 0, count: 3_000_001))
    #expect(text.utf8.count == 4_000_004)
    #expect(text.utf8.allSatisfy { $0 == UInt8(ascii: "A") || $0 == UInt8(ascii: "=") })
  }

  @Test(arguments: refused)
  func `any other form is refused`(text: String) throws {
    #expect(decode(text) == nil)
    #expect(!Base64.isCanonical(Array(text.utf8)[...]))
    for count in 0...4 { #expect(try decode(text, count: count) == nil) }
  }

  @Test func `every byte round-trips at every place`() {
    for byte in UInt8.min...UInt8.max {
      for bytes in [[byte], [0, byte], [0, 0, byte], [byte, byte, byte, byte]] {
        #expect(decode(Base64.encode(bytes)) == bytes)
      }
    }
  }

  @Test func `every byte outside the alphabet is refused at every place`() throws {
    let alphabet = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    for byte in UInt8.min...UInt8.max where !alphabet.contains(byte) {
      for place in 0..<4 {
        var text = Array("AAAA".utf8)
        text[place] = byte
        #expect(Base64.decode(text[...]) == nil, "byte \(byte) at \(place)")
        #expect(!Base64.isCanonical(text[...]), "byte \(byte) at \(place)")
        if try Base64.decode(text.span, count: 3) != nil {
          Issue.record("byte \(byte) at \(place) in locked memory")
        }
      }
    }
  }

  @Test func `a slice is decoded, not the array behind it`() {
    let line = Array("x Zm9v y".utf8)
    #expect(Base64.decode(line[2..<6]) == Array("foo".utf8))
    #expect(Base64.isCanonical(line[2..<6]))
  }

  @Test(arguments: [0, 2, 4]) func `a secret of another length is refused`(count: Int) throws {
    #expect(try decode("Zm9v", count: count) == nil)
  }

  /// All texts of up to four characters over some of each kind: first, last, odd, outside.
  @Test func `a text decodes exactly if it is canonical`() {
    let alphabet = Array("AQgwBh09-_+=".utf8) + [0x0A, 0xC3]
    var texts: [[UInt8]] = [[]]
    var disagreements: [[UInt8]] = []
    var canonical = 0
    for _ in 1...4 {
      texts = texts.flatMap { text in alphabet.map { text + [$0] } }
      for text in texts {
        let decoded = Base64.decode(text[...])
        if decoded != nil { canonical += 1 }
        let isOnlyOne = decoded.map { Array(Base64.encode($0).utf8) == text } ?? true
        if Base64.isCanonical(text[...]) != (decoded != nil) || !isOnlyOne {
          disagreements.append(text)
        }
      }
    }
    #expect(disagreements == [])
    // Of ten characters of the alphabet, "AQgw" end two and "AQgw048" could end three: here
    // A, Q, g, w and A, Q, g, w, 0.
    #expect(canonical == 10 * 4 + 10 * 10 * 5 + 10 * 10 * 10 * 10)
  }
}
