import ByokTestSupport
import Foundation
import Testing

/// An answer that a provider gives, and what is made of it.
struct ProviderAnswer: Sendable, CustomTestStringConvertible {
  let provider: String
  let variable: String
  /// What follows the server's address.
  let path: String
  let answer: LoopbackServer.Reply
  let verdict: String
  let status: Int32
  /// The request that is expected.
  let request: String
  /// A part of the provider's own words, or of the account.
  var says = ""
  var options: [String] = []

  init(
    _ provider: String, _ path: String, _ request: String, _ code: Int, _ body: String,
    _ verdict: String, _ status: Int32, says: String = "", options: [String] = []
  ) {
    (self.provider, self.path, self.request, self.verdict) = (provider, path, request, verdict)
    (self.status, self.says, self.options) = (status, says, options)
    answer = .json(body, status: code)
    variable = provider == "nvidia" ? "NVIDIA_API_KEY" : "\(provider.uppercased())_API_KEY"
  }

  var testDescription: String { "\(provider) \(answer.status) \(verdict)" }
}

/// `byok keys check`, with servers that play the providers.
@Suite struct KeysCheckTests {
  private var home: Home

  init() throws {
    home = try Home()
  }

  private static let list = #"{"object":"list","data":[{"id":"m"}]}"#
  private static let wrong = #"{"error":{"message":"Incorrect API key","code":"invalid_api_key"}}"#

  static let good: [ProviderAnswer] = [
    .init("openai", "/v1", "GET /v1/models", 200, list, "valid", 0),
    .init(
      "anthropic", "/v1", "GET /v1/models?limit=1", 200, #"{"data":[],"has_more":false}"#, "valid",
      0),
    .init(
      "gemini", "/v1beta", "GET /v1beta/models?pageSize=1", 200,
      #"{"models":[{"name":"models/m"}]}"#,
      "valid", 0),
    .init(
      "openrouter", "/api/v1", "GET /api/v1/key", 200,
      #"{"data":{"label":"x","limit":10,"usage":7.5,"limit_remaining":2.5,"is_free_tier":false}}"#,
      "valid", 0, says: "limit_usd 10, used_usd 7.5, remaining_usd 2.5, free_tier false"),
    .init("groq", "/openai/v1", "GET /openai/v1/models", 200, list, "valid", 0),
    .init("mistral", "/v1", "GET /v1/models", 200, list, "valid", 0),
    .init(
      "xai", "/v1", "GET /v1/api-key", 200,
      #"{"name":"ci","team_blocked":false,"api_key_blocked":false,"api_key_disabled":false}"#,
      "valid", 0, says: "name ci, team_blocked false"),
    .init(
      "cohere", "/v2", "POST /v1/check-api-key", 200, #"{"valid":true}"#, "valid", 0),
    .init("cerebras", "/v1", "GET /v1/models", 200, list, "valid", 0),
    .init("minimax", "/v1", "GET /v1/models", 200, list, "valid", 0),
    .init(
      "nvidia", "/v1", "POST /v1/chat/completions", 200,
      #"{"choices":[{"message":{"content":"h"},"finish_reason":"length"}]}"#, "valid", 0,
      says: "by a one-token chat with", options: ["--probe"]),
  ]

  static let bad: [ProviderAnswer] = [
    .init("openai", "/v1", "GET /v1/models", 401, wrong, "rejected", 4, says: "Incorrect API key"),
    .init(
      "openai", "/v1", "GET /v1/models", 403,
      #"{"error":{"message":"Missing scopes: api.model.read"}}"#, "valid_limited", 0,
      says: "Missing scopes"),
    .init(
      "openai", "/v1", "GET /v1/models", 429,
      #"{"error":{"message":"You exceeded your current quota","code":"insufficient_quota"}}"#,
      "no_credit", 5, says: "exceeded your current quota"),
    .init(
      "openai", "/v1", "GET /v1/models", 429,
      #"{"error":{"message":"Rate limit reached","code":"rate_limit_exceeded"}}"#,
      "valid_limited", 0, says: "Rate limit"),
    .init("openai", "/v1", "GET /v1/models", 503, "{}", "unknown", 9, says: "HTTP 503"),
    .init("openai", "/v1", "GET /v1/models", 404, "{}", "unknown", 9),
    .init("openai", "/v1", "GET /v1/models", 200, "<html>", "unknown", 9, says: "not JSON"),
    .init("openai", "/v1", "GET /v1/models", 200, "{}", "unknown", 9, says: "no list of models"),
    .init("openai", "/v1", "GET /v1/models", 302, "{}", "unknown", 9, says: "redirects"),
    .init(
      "anthropic", "/v1", "GET /v1/models?limit=1", 401,
      #"{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}"#,
      "rejected", 4, says: "invalid x-api-key"),
    .init(
      "gemini", "/v1beta", "GET /v1beta/models?pageSize=1", 400,
      #"{"error":{"code":400,"message":"API key not valid.","details":[{"reason":"API_KEY_INVALID"}]}}"#,
      "rejected", 4),
    .init(
      "gemini", "/v1beta", "GET /v1beta/models?pageSize=1", 400,
      #"{"error":{"code":400,"message":"API key expired.","details":[{"reason":"API_KEY_INVALID"}]}}"#,
      "expired", 4, says: "API key expired."),
    .init(
      "gemini", "/v1beta", "GET /v1beta/models?pageSize=1", 400,
      #"{"error":{"code":400,"status":"FAILED_PRECONDITION","message":"User location is not supported"}}"#,
      "unknown", 9),
    .init(
      "gemini", "/v1beta", "GET /v1beta/models?pageSize=1", 403,
      #"{"error":{"code":403,"status":"PERMISSION_DENIED","message":"Denied"}}"#, "valid_limited", 0
    ),
    .init(
      "openrouter", "/api/v1", "GET /api/v1/key", 401,
      #"{"error":{"code":401,"message":"User not found."}}"#, "rejected", 4),
    .init(
      "openrouter", "/api/v1", "GET /api/v1/key", 200,
      #"{"data":{"limit":10,"usage":10,"limit_remaining":0,"is_free_tier":false}}"#, "no_credit", 5,
      says: "remaining_usd 0"),
    .init("groq", "/openai/v1", "GET /openai/v1/models", 401, wrong, "rejected", 4),
    .init(
      "mistral", "/v1", "GET /v1/models", 401, #"{"detail":"Unauthorized"}"#, "rejected", 4,
      says: "Unauthorized (Mistral says the same when"),
    .init(
      "xai", "/v1", "GET /v1/api-key", 400,
      #"{"code":"x","error":"Incorrect API key provided: xa***"}"#, "rejected", 4),
    .init(
      "xai", "/v1", "GET /v1/api-key", 200,
      #"{"name":"ci","team_blocked":false,"api_key_blocked":true}"#, "rejected", 4,
      says: "the provider says: blocked true"),
    .init(
      "xai", "/v1", "GET /v1/api-key", 403,
      #"{"error":"Your team doesn't have any credits or licenses yet"}"#, "no_credit", 5),
    .init("cohere", "/v2", "POST /v1/check-api-key", 200, #"{"valid":false}"#, "rejected", 4),
    .init(
      "cohere", "/v2", "POST /v1/check-api-key", 401, #"{"message":"invalid api token"}"#,
      "rejected", 4),
    .init(
      "cerebras", "/v1", "GET /v1/models", 402, #"{"message":"pay","code":"payment_required"}"#,
      "no_credit", 5),
    .init(
      "minimax", "/v1", "GET /v1/models", 200,
      #"{"base_resp":{"status_code":1004,"status_msg":"login fail"}}"#, "rejected", 4),
    .init(
      "nvidia", "/v1", "POST /v1/chat/completions", 403,
      #"{"status":403,"title":"Forbidden","detail":"Authorization failed"}"#, "rejected", 4,
      options: ["--probe"]),
    .init(
      "nvidia", "/v1", "POST /v1/chat/completions", 404,
      #"{"status":404,"title":"Not Found","detail":"Not found for account"}"#, "valid", 0,
      options: ["--probe"]),
  ]

  @Test(arguments: good + bad) func `an answer makes a verdict`(_ case: ProviderAnswer) throws {
    let row = `case`
    let server = try LoopbackServer(row.answer)
    var home = home
    home.variables[row.variable] = Script.fixtureKey
    home.variables["\(row.provider.uppercased())_BASE_URL"] = server.baseURL + row.path
    var program = home.byok("keys", "check", "--json")
    program.arguments += row.options
    let run = try program.run()
    #expect(run.status == row.status)
    let rows = try #require(
      try JSONSerialization.jsonObject(with: Data(run.stdout)) as? [[String: Any]])
    let result = try #require(rows.first)
    #expect(rows.count == 1)
    #expect(result["provider"] as? String == row.provider)
    #expect(result["source"] as? String == "environment")
    #expect(result["verdict"] as? String == row.verdict)
    #expect((result["ms"] as? Int).map { $0 >= 0 } == true)
    let request = try #require(server.requests.first)
    #expect("\(request.method) \(request.target)" == row.request)
    #expect(server.requests.count == 1)
    #expect(!run.output.contains(Script.fixtureKey) && !run.errors.contains(Script.fixtureKey))
    #expect(run.errors.isEmpty == (row.status == 0))
    // The words for a person are those of JSON.
    let words = try home.byok("keys", "check", "--max-age", "1h").run()
    #expect(words.status == row.status)
    #expect(row.says.isEmpty || words.output.contains(row.says), "\(words.output)")
    #expect(server.requests.count == 1)
  }

  @Test func `a balance that another request tells is shown, and no credit decides`() throws {
    for (balance, verdict) in [("true", "valid"), ("false", "no_credit")] {
      let server = try LoopbackServer(
        .json(Self.list),
        .json(
          #"{"is_available":\#(balance),"balance_infos":[{"currency":"USD","total_balance":"1.20"}]}"#
        ))
      var home = home
      home.variables["DEEPSEEK_API_KEY"] = Script.fixtureKey
      home.variables["DEEPSEEK_BASE_URL"] = server.baseURL
      let run = try home.byok("keys", "check").run()
      #expect(server.requests.map(\.target) == ["/models", "/user/balance"])
      #expect(run.output.contains(verdict) && run.output.contains("balance 1.20, currency USD"))
      #expect(run.status == (verdict == "valid" ? 0 : 5))
    }
  }

  @Test func `one provider that hangs keeps nobody else waiting`() throws {
    let gate = Gate()
    let slow = try LoopbackServer { _ in .init([.waitFor(gate), .bytes(Array("{}".utf8))]) }
    let quick = try LoopbackServer(.json(Self.list))
    for number in 1...30 {
      let server = number == 7 ? slow : quick
      var add = home.byok(
        "keys", "add", "openai/k\(number)", "--base-url", server.baseURL + "/v1")
      add.input = .bytes(Array("sk-key-\(number)-0123456789abcdef".utf8))
      #expect(try add.run().status == 0)
    }
    let running = try home.byok("keys", "check", "--timeout", "5").start()
    // The other 29 are told while the slow one is still open.
    try slow.waitForRequests(1)
    for _ in 1...29 { try running.waitForOutput(" valid ") }
    let run = try running.wait(timeLimit: 20)
    gate.release()
    #expect(run.status == 8)
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == 31)
    #expect(lines.last?.hasPrefix("openai/k7 ") == true)
    #expect(lines.last?.contains("unreachable") == true)
    #expect(quick.requests.count == 29)
  }
}
