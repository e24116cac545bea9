import ByokKitTestSupport
import Testing

@testable import ByokCore

@Suite struct PassphraseStrengthTests {
  private func bits(_ text: String) throws -> Int {
    PassphraseStrength.bits(of: try StoreFixture.secret(text))
  }

  @Test(arguments: [
    ("a", 4), ("abc", 13), ("password", 5), ("PassWord", 5), ("correct horse battery staple", 5),
    ("sunshine", 13), ("Sunshine", 13), ("aaaaaaaa", 13), ("11111111", 10), ("12345678", 5),
    ("87654321", 10), ("0000", 6), ("open sesame", 26), ("the the the the", 16),
    ("Summer2024!", 45), ("7", 3), ("é", 7), ("пароль", 42),
  ])
  func `words, rows and repetitions count little`(text: String, expected: Int) throws {
    #expect(try bits(text) == expected)
  }

  @Test(arguments: [
    ("kfjwmzqpxhvn", 52), ("four words of diceware", 50), ("x7Kq_2Lm-9Rt4Wz8BvPn1Q", 144),
    ("3f9a1c07d2b84e65", 78),
  ])
  func `random characters and several words count`(text: String, expected: Int) throws {
    #expect(try bits(text) == expected)
  }

  @Test(arguments: ["f3Zk0QmT9xVbLr7wYcHs2A", "uTq8-Jd0kPw_5RzXn1BvGy", "Zx81-kLq_0PaTnGw7vYm3E"])
  func `a random passphrase as byok makes them is strong`(text: String) throws {
    #expect(try bits(text) >= 100)
  }

  @Test func `a warning says how many bits, and where`() throws {
    let weak = try #require(
      ByokError.weakPassphrase(try StoreFixture.secret("abc"), slot: "3 (ci)"))
    #expect(
      weak.message
        == "the passphrase of slot 3 (ci) has about 13 bits of entropy: anyone with a copy of the "
        + "keystore could guess it")
    #expect(weak.hints.count == 1)
    let strong = try StoreFixture.secret("four words of diceware")
    #expect(ByokError.weakPassphrase(strong, slot: "2") == nil)
  }
}
