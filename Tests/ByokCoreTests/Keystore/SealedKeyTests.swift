import Testing

import ByokKitTestSupport
@testable import ByokCore

@Suite struct SealedKeyTests {
  /// The text, padded to 64 bytes by hand: a byte 0x80 and zeros.
  private static func padded(_ text: [UInt8]) -> [UInt8] {
    text + [0x80] + [UInt8](repeating: 0, count: 63 - text.count % 64)
  }

  private func read(
    _ bytes: [UInt8], boundTo origins: [String] = ["https://x", "https://x.e"]
  ) throws -> (baseURL: String, secret: [UInt8])? {
    let text = try Secret(copying: bytes.span)
    guard let key = SealedKey(text, boundTo: origins) else { return nil }
    return (key.baseURL, StoreFixture.bytes(of: key.secret))
  }

  @Test func `the text is address, empty line, secret and padding`() throws {
    let key = SealedKey(baseURL: "https://x.example/v1", secret: try StoreFixture.secret("sk-1"))
    let text = Array("base_url https://x.example/v1\n\nsk-1".utf8)
    let written = StoreFixture.bytes(of: try key.padded())
    #expect(written == Self.padded(text))
    #expect(written.count == 64)
  }

  @Test(arguments: [1, 2, 40, 41, 42, 43, 63, 64, 65, 127, 128, 65_536])
  func `what is written is read`(count: Int) throws {
    let secret = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let key = SealedKey(baseURL: "https://x.e/", secret: try Secret(copying: secret.span))
    let written = StoreFixture.bytes(of: try key.padded())
    #expect(written.count % 64 == 0)
    #expect(written.count > 23 + count)
    let read = try #require(try read(written))
    #expect(read.baseURL == "https://x.e/")
    #expect(read.secret == secret)
  }

  @Test(arguments: [[0x80], [0x80, 0, 0], [0], [10, 10], Array("\n\nbase_url x\n\n".utf8)])
  func `a secret that looks like padding or lines is read whole`(secret: [UInt8]) throws {
    let read = try #require(
      try read(Self.padded(Array("base_url https://x\n\n".utf8) + secret)))
    #expect(read.secret == secret)
  }

  @Test(arguments: [
    "", "\n", "\n\n", "\n\nsk-1", "sk-1", "base_url https://x", "base_url https://x\n",
    "base_url https://x\n\n", "base_url https://x\nsk-1", "base_url https://x\nmore 1\n\nsk-1",
    "base_urlhttps://x\n\nsk-1", "Base_url https://x\n\nsk-1", " base_url https://x\n\nsk-1",
    "\nbase_url https://x\n\nsk-1", "other 1\n\nsk-1", "base_url https://x\nbase_url y\n\nsk-1",
  ])
  func `any other text is no key`(text: String) throws {
    #expect(try read(Self.padded(Array(text.utf8))) == nil)
  }

  @Test(arguments: [
    ("https://x", true), ("https://x/", true), ("https://x/v1/beta", true), ("https://X/v1", true),
    ("https://x:443", true), ("https://y:8443/v1", true), ("http://127.0.0.1:80/v1", true),
    ("https://y", false), ("https://y:8444", false), ("http://x", false), ("https://x.y", false),
    ("https://user@x", false), ("https://x@y", false), ("https://x?q", false), ("x", false),
    ("https://x/\u{7}", false), ("https://x /", false), ("", false),
  ])
  func `an address elsewhere than where the key may go is no key`(base: String, isGood: Bool) throws
  {
    let text = Self.padded(Array("base_url \(base)\n\nsk-1".utf8))
    let origins = ["https://x", "https://y:8443", "http://127.0.0.1"]
    #expect(try (read(text, boundTo: origins) != nil) == isGood)
  }

  @Test func `a text without padding is no key`() throws {
    let text = Array("base_url https://x\n\n".utf8) + [UInt8](repeating: 0x6B, count: 44)
    #expect(text.count == 64)
    #expect(try read(text) == nil)
    #expect(try read([UInt8](repeating: 0, count: 64)) == nil)
    for count in 0..<64 { #expect(try read(Array(text.prefix(count))) == nil) }
    #expect(try read(Self.padded(text).map { $0 == 0x80 ? 0x81 : $0 }) == nil)
  }
}
