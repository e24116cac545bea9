import ByokTestSupport
import Testing

import ByokKitTestSupport
@testable import ByokCore

@Suite struct SealingTests {
  private static let key = [UInt8](0..<32)
  private static let context = Array("byok/1/test\0here".utf8)

  private func seal(_ plain: [UInt8]) throws -> [UInt8] {
    let key = try Secret(copying: Self.key.span)
    return Sealing.seal(
      try Secret(copying: plain.span), with: key, binding: Self.context)
  }

  private func open(
    _ sealed: [UInt8], key: [UInt8] = SealingTests.key, context: [UInt8] = SealingTests.context
  ) throws -> [UInt8]? {
    let key = try Secret(copying: key.span)
    let opened = try Sealing.open(sealed, with: key, binding: context)
    guard let opened else { return nil }
    return StoreFixture.bytes(of: opened)
  }

  @Test(arguments: [0, 1, 15, 16, 17, 64, 65_536])
  func `what is sealed opens again`(count: Int) throws {
    let plain = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    let sealed = try seal(plain)
    #expect(sealed.count == count + 40)
    #expect(try open(sealed) == plain)
  }

  @Test func `the same text is sealed differently each time`() throws {
    let first = try seal([1, 2, 3])
    let second = try seal([1, 2, 3])
    #expect(first.prefix(24) != second.prefix(24))
    #expect(first.suffix(19) != second.suffix(19))
  }

  @Test func `no flipped bit opens`() throws {
    let sealed = try seal(Array("sk-secret".utf8))
    for bit in 0..<(sealed.count * 8) {
      var damaged = sealed
      damaged[bit / 8] ^= 1 << (bit % 8)
      #expect(try open(damaged) == nil, "bit \(bit)")
    }
  }

  @Test func `no cut or longer text opens`() throws {
    let sealed = try seal(Array("sk-secret".utf8))
    for count in 0..<sealed.count {
      #expect(try open(Array(sealed.prefix(count))) == nil, "\(count) bytes")
    }
    #expect(try open(sealed + [0]) == nil)
  }

  @Test func `no other key opens`() throws {
    let sealed = try seal(Array("sk-secret".utf8))
    for bit in 0..<256 {
      var key = Self.key
      key[bit / 8] ^= 1 << (bit % 8)
      #expect(try open(sealed, key: key) == nil, "bit \(bit)")
    }
  }

  @Test(arguments: ["", "byok/1/test\0her", "byok/1/test\0here\0", "byok/1/tesT\0here"])
  func `no other context opens`(context: String) throws {
    let sealed = try seal(Array("sk-secret".utf8))
    #expect(try open(sealed, context: Array(context.utf8)) == nil)
  }

  @Test(arguments: [(0, 0, true), (3, 3, true), (3, 2, false)])
  func `bytes are equal when they are the same`(first: Int, second: Int, expected: Bool) {
    let areEqual = Sealing.areEqual(
      [UInt8](repeating: 1, count: first), [UInt8](repeating: 1, count: second))
    #expect(areEqual == expected)
    #expect(!Sealing.areEqual([1, 2, 3], [1, 2, 4]))
  }

  @Test func `random bytes differ`() {
    #expect(Sealing.randomBytes(16).count == 16)
    #expect(Sealing.randomBytes(16) != Sealing.randomBytes(16))
  }
}

/// What others compute from the same input: Python's hashlib.blake2b, and the test vector of
/// draft-irtf-cfrg-xchacha-03, appendix A.3.1.
@Suite struct SealingAnswerTests {
  private static let key = [UInt8](0..<32)

  private static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private static func bytes(_ hex: String) -> [UInt8] {
    let digits = Array(hex.utf8)
    return digits.chopped(by: 2).compactMap {
      UInt8(String(decoding: $0, as: UTF8.self), radix: 16)
    }
  }

  @Test func `sealing is XChaCha20-Poly1305`() throws {
    let sealed = Self.bytes(
      "404142434445464748494a4b4c4d4e4f5051525354555657"
        + "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"
        + "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
        + "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
        + "21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49")
    let key = try Secret(copying: [UInt8](0x80...0x9F).span)
    let context = Self.bytes("50515253c0c1c2c3c4c5c6c7")
    let opened = try Sealing.open(sealed, with: key, binding: context)
    guard let opened else {
      Issue.record("it does not open")
      return
    }
    #expect(
      StoreFixture.text(opened)
        == "Ladies and Gentlemen of the class of '99: If I could offer you only one "
        + "tip for the future, sunscreen would be it.")
  }

  @Test(arguments: [
    (1, "byok-mac", 32, "d920fcbae41f225fdbb5cc727bca980ece8387b9f41bd59be567565e3186a791"),
    (2, "byok-ent", 32, "4e51d68d790d3e442b82047654c7a7b25a089859aa198af33ef934dea0f9a43b"),
    (1, "byok-kek", 32, "e146f7a71f37dbf34b2e99936020fe5ba4aa248a894495e12f9d4a332a52cd7e"),
    (2, "byok-chk", 16, "a09d9aab8e4fbb6ee05791c9b5384129"),
    (3, "byok-kid", 16, "0158447c8203270f6bbd10dd8389392f"),
  ])
  func `a derived key is BLAKE2b with number and purpose`(
    number: UInt64, context: String, count: Int, expected: String
  ) throws {
    let key = try Secret(copying: Self.key.span)
    let derived = try Sealing.derive(from: key, number, context, count: count)
    #expect(Self.hex(StoreFixture.bytes(of: derived)) == expected)
  }

  @Test(arguments: [
    (16, "a7a874ff209a5f35ae158a2abc903da4395d205271aae1ea96bb67586512f44c"),
    (0, "4e51e7a913fc80137da52880fecca175bf81e117d5c68126dc2774033517ea0d"),
  ])
  func `the MAC is keyed BLAKE2b-256 of the first bytes`(count: Int, expected: String) throws {
    let key = try Secret(copying: Self.key.span)
    let mac = Sealing.authenticate(Array("byok-keystore 1\nmore".utf8), count: count, with: key)
    #expect(Self.hex(mac) == expected)
  }

  @Test(arguments: [("sk-test", "2564ad2d3a5593fd"), ("", "cf784ab8fc85d7ee")])
  func `the fingerprint is BLAKE2b for its own purpose`(text: String, expected: String) throws {
    let secret = try StoreFixture.secret(text)
    #expect(Sealing.fingerprint(of: secret) == expected)
  }
}
