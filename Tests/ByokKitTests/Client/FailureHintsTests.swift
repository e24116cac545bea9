import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

@Suite struct FailureHintsTests {
  private static func body(_ message: String) -> String {
    #"{"error":{"message":"\#(message)"}}"#
  }

  private static func sealed() -> KeySource {
    .keystore(KeyName(provider: "example", label: "work"))
  }

  // MARK: Keys and money

  @Test func `a rejected sealed key is replaced where it is`() throws {
    let asking = try Asking([.status(401)], source: Self.sealed())
    #expect(
      asking.failure?.hints == [
        "make a key at https://example.com/keys", "then: byok keys add example/work --replace",
      ])
  }

  @Test(
    arguments: [
      (.environment(variable: "KEY"), "set KEY"),
      (.notNeeded, "byok keys add example, or set EXAMPLE_API_KEY"),
    ] as [(KeySource, String)])
  func `without a page the rest stands alone`(_ source: KeySource, _ hint: String) throws {
    #expect(try Asking([.status(401)], source: source, keyURL: nil).failure?.hints == [hint])
  }

  @Test(arguments: [(401, "requires a key"), (403, "refuses a request without a key")])
  func `a server that was asked without a key wants one`(_ status: Int, _ words: String) throws {
    let failure = try #require(try Asking([.status(status)], source: .notNeeded).failure)
    #expect(failure.kind == .keyRejected)
    #expect(failure.message == "Example \(words) (HTTP \(status))")
    #expect(failure.hints.last?.contains("byok keys add example") == true)
  }

  @Test(arguments: [
    FakeTransport.Answer.status(403, "<title>Just a moment...</title>"),
    .status(403, "<html><title>403 Forbidden</title>"),
    .status(403, "{}", ["cf-mitigated": "challenge"]), .status(401, "", ["cf-mitigated": "block"]),
    .status(503, "busy", ["cf-mitigated": "challenge"]),
  ])
  func `a firewall's refusal is not the key's fault, and is not tried again`(
    _ answer: FakeTransport.Answer
  ) throws {
    let asking = try Asking([answer, answer])
    let failure = try #require(asking.failure)
    #expect(asking.count == 1)
    #expect(failure.kind == .provider)
    #expect(failure.message.contains("a firewall or proxy in front of Example refuses"))
    let hints = failure.hints.joined(separator: "\n")
    #expect(hints.contains("the key was not the reason"))
    #expect(!hints.contains("make a key"))
  }

  @Test(arguments: ["upgrade your plan", "needs a subscription", "not in your country"])
  func `where a model is closed no key is to be made`(_ words: String) throws {
    let failure = try #require(try Asking([.status(403, Self.body(words))]).failure)
    #expect(failure.kind == .modelUnavailable)
    #expect(!failure.message.contains("has no model"))
    #expect(!failure.hints.joined().contains("key at"))
  }

  @Test func `who may not stream is told of the other way first`() throws {
    let words = "Your organization must be verified to stream this model."
    let failure = try #require(try Asking([.status(400, Self.body(words))]).failure)
    #expect(
      failure.message.contains("Example does not allow this key to use 'm': Your organization"))
    #expect(failure.hints.first == "ask with --no-stream, which needs no verification")
  }

  @Test func `money that is gone is not asked for again, and the page of an appeal is shown`()
    throws
  {
    func asking(_ status: Int, _ code: String) throws -> Asking {
      let body =
        #"{"error":{"type":"rate_limit_error","message":"No.","details":{"error_code":"\#(code)","appeal_url":"https://appeals.example/1"}}}"#
      return try Asking([.status(status, body), .says("Hello")])
    }
    let spent = try asking(429, "enforced_spend_limit_reached")
    #expect(spent.count == 1)
    #expect(spent.failure?.kind == .limited)
    #expect(spent.failure?.message.contains("limits the rate") == false)
    let held = try asking(400, "organization_on_hold")
    #expect(held.failure?.kind == .keyRejected)
    #expect(held.failure?.hints.contains("see https://appeals.example/1") == true)
  }

  @Test(arguments: ["Missing scopes: model.request", "SERVICE_DISABLED", "mismatched_project"])
  func `nobody is sent to make another key for one that is real`(_ words: String) throws {
    let failure = try #require(
      try Asking([.status(403, Self.body(words))], source: Self.sealed()).failure)
    #expect(failure.kind == .keyRejected)
    #expect(failure.message.contains("does not let the sealed key example/work do this"))
    let hints = failure.hints.joined(separator: "\n")
    #expect(
      ["the key is valid, but restricted", "the key's project", "the key belongs to another"]
        .contains { hints.contains($0) })
    #expect(!hints.contains("make a key"))
    #expect(!hints.contains("--replace"))
  }

  @Test func `Mistral's 401 says that the quota may be used up`() throws {
    let hints = try #require(
      try Asking([.status(401, #"{"detail":"Unauthorized"}"#)], id: "mistral").failure?.hints)
    #expect(hints.first?.contains("when the plan's quota is used up") == true)
    #expect(hints.contains("make a key at https://example.com/keys"))
  }

  @Test func `a key of a sister platform is thought of`() throws {
    let hints = try Asking([.status(401)], id: "moonshot").failure?.hints
    #expect(
      hints?.last == "a key made for moonshot-cn or kimi-coding works only under that name")
  }

  @Test func `without a page the account's billing is named all the same`() throws {
    #expect(
      try Asking([.status(402)], keyURL: nil).failure?.hints
        == ["check plan and billing of the account at Example"])
  }

  @Test(
    arguments: [
      (402, "This requires more credits, or fewer max_tokens.", "a lower --max-tokens"),
      (429, "quota, limit: 0, model: m", "does not include the model"),
      (429, "GenerateRequestsPerDayPerProject", "midnight"),
      (413, "Request too large on tokens per minute", "lower --max-tokens"),
      (403, "Your organization must be verified", "verify the organization"),
    ])
  func `a row's own hint comes first`(_ status: Int, _ words: String, _ hint: String) throws {
    let failure = try #require(try Asking([.status(status, Self.body(words))], retries: 0).failure)
    #expect(failure.hints.first?.contains(hint) == true)
  }

  // MARK: Models and lengths

  @Test func `the nearest model of the provider is offered`() throws {
    var request = ChatRequest(model: "large-3", prompt: "Hi")
    request.streams = false
    let asking = try Asking([.status(404)], request: request, models: ["large-2", "small-1"])
    #expect(asking.failure?.hints == ["did you mean 'example/large-2'?"])
  }

  @Test(arguments: [
    ("openai", "gpt-5.4-mimi", "gpt-5.4-mini"), ("mistral", "mistral-small", "mistral-small-2603"),
    ("anthropic", "claude-sonnet-4-6x", "claude-sonnet-4-6"),
  ])
  func `so is the nearest of the catalogue's, or the one that goes on`(
    _ id: String, _ asked: String, _ meant: String
  ) throws {
    let request = ChatRequest(model: asked, prompt: "Hi")
    #expect(
      try Asking([.status(404)], request: request, id: id).failure?.hints
        == ["did you mean '\(id)/\(meant)'?"])
  }

  @Test func `a model that the provider lists is not offered instead of itself`() throws {
    let asking = try Asking([.status(404)], models: ["m"], defaultModel: "m")
    #expect(
      asking.failure?.hints
        == ["is the model's name right, and https://api.example.com/v1 the right base URL?"])
  }

  @Test func `where none is near the default model is`() throws {
    let asking = try Asking([.status(404)], models: ["other"], defaultModel: "best")
    #expect(asking.failure?.hints.first == "use another model, such as -m example/best")
    #expect(asking.failure?.hints.last?.contains("the right base URL?") == true)
  }

  @Test func `the prompt is measured where the provider counts`() throws {
    let words = Self.body("prompt is too long: 213462 tokens > 200000 maximum")
    #expect(
      try Asking([.status(400, words)]).failure?.hints == [
        "213462 tokens sent, limit 200000: shorten by at least 7 %",
        "send less, or use a model with a larger context (-m)",
      ])
  }

  @Test func `else the model's context is named, and what takes a part of it`() throws {
    var request = ChatRequest(model: "m", prompt: "Hi")
    request.settings.maxTokens = 5000
    request.facts = Model(id: "m", provider: "example", name: "M", contextWindow: 8192)
    #expect(
      try Asking([.status(413)], request: request).failure?.hints == [
        "prompt and reply together may have 8192 tokens",
        "a lower --max-tokens leaves more tokens for the prompt",
        "send less, or use a model with a larger context (-m)",
      ])
  }

  @Test func `where the reply's limit overflows it is to be lowered, though nobody gave one`()
    throws
  {
    let words = Self.body(
      "input length and `max_tokens` exceed context limit: 190112 + 20000 > 200000")
    let asking = try Asking([.status(400, words), .says("Hello")])
    #expect(asking.count == 1)
    #expect(asking.failure?.kind == .tooLong)
    #expect(
      asking.failure?.hints == [
        "210112 tokens sent, limit 200000: shorten by at least 5 %",
        "a lower --max-tokens leaves more tokens for the prompt",
        "send less, or use a model with a larger context (-m)",
      ])
  }

  @Test func `what is too large for another limit is named`() throws {
    let reply = try Asking([.status(400, Self.body("max_tokens must be at most 8192"))])
    #expect(reply.failure?.kind == .failure)
    #expect(reply.failure?.hints == ["use a lower --max-tokens"])
    let image =
      #"{"error":{"message":"Too wide","details":{"error_code":"image_dimensions_too_large","max_side_length_pixels":8000}}}"#
    #expect(
      try Asking([.status(400, image)]).failure?.hints
        == ["an image may have 8000 pixels per side: send a smaller one"])
  }

  // MARK: Time

  @Test(
    arguments: [
      (0, "0 s"), (0.2, "1 s"), (36, "36 s"), (90, "90 s"), (90.5, "1 min 31 s"), (120, "2 min"),
      (432, "7 min 12 s"), (3599.5, "1 h"), (3601, "1 h 1 min"), (7500, "2 h 5 min"),
      (86_399, "24 h"), (86_400, "1 d"), (100_000, "1 d 4 h"), (-1, "0 s"), (1e300, "11574 d 2 h"),
    ])
  func `a time is told in its two largest units, rounded up`(_ seconds: Double, _ span: String) {
    #expect(FailureHints.span(seconds) == span)
  }

  @Test func `the limits in the header tell when, if nothing else does`() throws {
    let headers = [
      "x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "6m0s",
    ]
    let failure = try #require(
      try Asking([.status(429, Self.body("slow"), headers)], retries: 0).failure)
    #expect(failure.hints == ["try again in 6 min"])
    #expect(failure.provider?.retryAfter == nil)
  }
}
