import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

@Suite struct KeyGuessTests {
  private func candidates(_ key: String) throws -> [String] {
    KeyGuess.candidates(for: Array(key.utf8).span).map(\.id)
  }

  private static let patterns = Provider.builtIn.flatMap { provider in
    provider.keyPatterns.indices.map { (provider.id, $0) }
  }

  private func pattern(_ id: String, _ index: Int) throws -> KeyPattern {
    try ProviderList(Configuration()).find(id).keyPatterns[index]
  }

  @Test(arguments: patterns)
  func `a made-up key of a pattern is told as its provider's`(_ id: String, _ index: Int) throws {
    let pattern = try pattern(id, index)
    let found = try candidates(pattern.sample)
    #expect(found.contains(id))
    if pattern.isDistinct { #expect(found == [id]) }
  }

  @Test(arguments: patterns)
  func `a character too few or of another kind is not told`(_ id: String, _ index: Int) throws {
    let pattern = try pattern(id, index)
    for key in [String(pattern.sample.dropLast()), pattern.sample + "!"] {
      let isMatch = pattern.matches(Array(key.utf8).span)
      #expect(!isMatch, "\(key)")
    }
  }

  private static let alphabet = "0a1b2c3d4e5f6071829304a5b6c7d8e9"

  @Test(arguments: [
    ("sk-ant-admin01-" + alphabet, []), ("sk-ant-oat01-" + alphabet, []),
    ("sk-admin-" + alphabet, []), ("sk-or-" + alphabet, []),
    ("sk-ant-api03-" + alphabet, ["anthropic"]), ("sk-svcacct-" + alphabet, ["openai"]),
    (alphabet, ["azure-openai", "mistral"]), (alphabet + ".0123456789ABCDEF", ["zai"]),
    ("12345678-1234-1234-1234-123456789abc", ["scaleway"]),
    ("123456781-234-1234-1234-123456789abc", []), ("", []), ("sk-", []), ("gsk_x", []),
    (
      "sk-" + alphabet,
      [
        "dashscope", "deepseek", "litellm", "minimax", "opencode-zen", "siliconflow",
      ]
    ),
  ])
  func `whose a key may be`(_ key: String, _ ids: [String]) throws {
    #expect(try candidates(key).sorted() == ids)
  }

  private func owner(_ key: String) throws -> String {
    try KeyGuess.owner(of: try StoreFixture.secret(key)).id
  }

  @Test func `one candidate is the owner`() throws {
    #expect(try owner("xai-" + String(repeating: "a", count: 80)) == "xai")
  }

  @Test func `a beginning that only one provider's keys have is enough`() throws {
    #expect(try owner("gsk_" + Self.alphabet) == "groq")
    #expect(throws: ByokError.self) { try owner("gsk_") }
    #expect(throws: ByokError.self) { try owner("sk-ant-admin01-" + Self.alphabet) }
  }

  @Test func `several are named`() throws {
    let error = try #require(throws: ByokError.self) { try owner(Self.alphabet) }
    #expect(error.kind == .usage)
    #expect(error.hints.last == "it may be mistral, azure-openai")
  }

  @Test func `none is told, without the key`() throws {
    let error = try #require(throws: ByokError.self) { try owner("canary") }
    #expect(error.message == "no provider that byok knows has keys of this format")
    #expect(!error.hints.joined().contains("canary"))
  }

  @Test func `a key of a provider that is gone says so`() throws {
    let key = "ghp_" + String(repeating: "a", count: 36)
    let error = try #require(throws: ByokError.self) { try owner(key) }
    #expect(error.message == "GitHub Models was shut down on 2026-07-30")
  }

  @Test(
    arguments: [
      ("sk-proj-" + alphabet, "groq", "openai"), ("sk-proj-" + alphabet, "openai", nil),
      ("sk-" + alphabet, "groq", nil), (alphabet, "groq", nil),
      ("AIza" + alphabet + "abc", "vertex", nil), ("AIza" + alphabet + "abc", "xai", "gemini"),
      ("sk-proj-" + alphabet, "mine", nil),
    ] as [(String, String, String?)])
  func `a key of somebody else's is noticed where its beginning leaves no doubt`(
    _ key: String, _ id: String, _ other: String?
  ) throws {
    let list = ProviderList(
      Configuration(providers: [
        Provider(id: "mine", name: "Mine", baseURL: "https://a.b", dialect: OpenAIChat.self)
      ]))
    let secret = try StoreFixture.secret(key)
    let found = KeyGuess.otherOwner(of: secret, than: try list.find(id))
    #expect(found?.id == other)
  }
}
