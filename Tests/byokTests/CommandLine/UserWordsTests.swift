import Testing

@testable import ByokCore
@testable import ByokKit
@testable import byok

@Suite struct UserWordsTests {
  static let keys = [
    "sk-proj-abcdefgh", "sk-ant-api03-abcdefghij", "sk_test_51abcdef", "AIzaSyA0000000000000000",
    "AQ.Ab8RN6abcdefgh", "ya29.a0AfH6abcdef", "gsk_abcdefghijklmnop", "xai-abcdefghijkl",
    "hf_abcdefghijklmn", "nvapi-abcdefghijk", "pplx-abcdefghijk", "eyJhbGciOiJIUzI1NiJ9.e30.x",
    "github_pat_11ABCDEF", "0123456789abcdef0123456789abcdef",
    "Zm9vYmFyMTIzNDU2Nzg5MGFiY2RlZmdoaWo",
    "123e4567-e89b-42d3-a456-426614174000", "--sk-proj-abcdefgh", "-gsk_abcdefghijklmnop",
    "abcdefgh12345678_ABCDEFGH-87654321x",
  ]

  static let words = [
    "", "hello", "openai", "openai/work", "sk-", "sk-short", "a sentence of several words",
    "gpt-5.4-mini", "claude-3-7-sonnet-20250219-thinking",
    "deepseek-r1-distill-qwen-32b-preview-2025",
    "anthropic/claude-sonnet-4.5", "accounts/fireworks/models/llama-v3p3-70b-instruct",
    "openrouter/meta-llama/llama-3.3-70b-instruct:free",
    "mixtral-8x22b-instruct-v0-1-2024-04-17-fp8",
    "screenshot-2024-11-23-at-10-11-12.png", "report-of-the-third-quarter-2026-final-v2",
    "/home/me/.config/byok/config.json5", "https://api.example.com/v1/0123456789abcdef01234567",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "11111111111111111111111111111111111111",
    "rindfleischetikettierungsueberwachungsaufgaben", "日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語1",
    "--unknown-option-with-a-long-name", "sk-with a space in it",
  ]

  @Test(arguments: keys) func `a key is hidden`(_ key: String) {
    #expect(KeyShape.mayBeKey(key))
    #expect(key.quoted == "'…' (hidden: it looks like a key)")
  }

  @Test(arguments: keys + words) func `a UUID can be let pass`(_ word: String) {
    let isKey = Self.keys.contains(word) && word != "123e4567-e89b-42d3-a456-426614174000"
    #expect(KeyShape.mayBeKey(word, exceptUUIDs: true) == isKey)
  }

  @Test(arguments: words) func `a word is shown`(_ word: String) {
    #expect(!KeyShape.mayBeKey(word))
    #expect(word.quoted == "'\(word)'")
  }

  @Test func `a shown word is harmless and on one line`() {
    #expect("a\n\u{1b}[1m".quoted == #"'a \u{1b}[1m'"#)
  }

  @Test func `no usage error repeats a key`() {
    let key = "sk-proj-abcdefghijkl"
    let info = Sample.definition.info
    let errors: [ByokError] = [
      .unknownCommand(key, among: ["chat"], in: ""), .unknownCommand(key, among: [], in: "keys"),
      .unknownOption("--" + key, in: info), .unexpectedOperand(key, of: info),
      .invalidValue(option: "x", value: key, expected: "y"),
      .invalidOperand("X", value: key, expected: "y"),
    ]
    for error in errors {
      #expect(!([error.message] + error.hints).joined().contains("abcdefgh"), "\(error.message)")
    }
  }
}
