import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ContextOverflowTests {
  @Test(arguments: [
    ("prompt is too long: 213462 tokens > 200000 maximum", 213_462, 200_000),
    (
      "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).",
      1_200_000, 1_048_576
    ),
    (
      "This model's maximum context length is 8192 tokens. However, you requested 9000 tokens"
        + " (5000 in the messages, 4000 in the completion).", 9000, 8192
    ),
    (
      "maximum prompt length is 131072 but the request contains 200000 tokens.", 200_000, 131_072
    ),
    (
      "Prompt contains 90,000 tokens, too large for model with 32768 maximum context length",
      90_000, 32_768
    ),
    (
      "Request too large for `gpt-4-32768` on tokens per minute: Limit 6000, Requested 32000.",
      32_000, 6000
    ),
    (
      "too many tokens: size limit exceeded by 25836 tokens. The limit for this model is 288000"
        + " tokens.", 313_836, 288_000
    ),
    ("request (9000 tokens) exceeds the available context size (4096 tokens)", 9000, 4096),
    (
      "input length and `max_tokens` exceed context limit: 190112 + 20000 > 200000", 210_112,
      200_000
    ),
  ])
  func `a sentence tells how many were sent and fit`(
    _ message: String, _ sent: Int, _ allowed: Int
  ) {
    #expect(ContextOverflow(named: message) == ContextOverflow(sent: sent, allowed: allowed))
  }

  @Test(arguments: [
    "", "too many tokens", "exceeded model token limit: 8192", "9000 > 4096", "5000 tokens, 5000",
    "gpt-4-32768 takes 8192 tokens", "on 2026-11-23 8192 tokens", "8192 tokens, 200 seconds",
    "'max_tokens' is too large: 2048. The context has 4096 tokens (2048 > 4096 - 3001)",
    "prompt (8000) and max_tokens (300) should not exceed 8192",
    "too many tokens: exceeded by 25836 tokens", "8192 tokens and 99999999999999999999 more",
  ])
  func `a sentence without both tells nothing`(_ message: String) {
    #expect(ContextOverflow(named: message) == nil)
  }

  @Test func `counts beside the sentence are read`() throws {
    func excess(_ text: String) throws -> ContextOverflow? {
      ContextOverflow(counted: try #require(JSONValue(Array(text.utf8))))
    }
    #expect(
      try excess(#"{"n_prompt_tokens":9000,"n_ctx":4096}"#)
        == ContextOverflow(sent: 9000, allowed: 4096))
    #expect(try excess(#"{"n_prompt_tokens":9000}"#) == nil)
    #expect(try excess(#"{"n_prompt_tokens":9.5,"n_ctx":4}"#) == nil)
    #expect(try excess(#"{"n_prompt_tokens":9,"n_ctx":9}"#) == nil)
    #expect(try excess(#"{"n_prompt_tokens":9,"n_ctx":0}"#) == nil)
  }

  @Test(arguments: [(213_462, 200_000, 7), (2000, 1000, 50), (1001, 1000, 1), (1000, 1, 100)])
  func `the part that is too much is rounded up`(_ sent: Int, _ allowed: Int, _ percent: Int) {
    #expect(ContextOverflow(sent: sent, allowed: allowed)?.percent == percent)
  }
}
