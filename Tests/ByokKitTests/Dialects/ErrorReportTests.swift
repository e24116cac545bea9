import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ErrorReportTests {
  /// A body and what is read from it.
  struct Case: Sendable, CustomTestStringConvertible {
    let provider: String
    let body: String
    let message: String
    let codes: [String]

    init(_ provider: String, _ body: String, _ message: String, _ codes: [String] = []) {
      (self.provider, self.body, self.message, self.codes) = (provider, body, message, codes)
    }

    var testDescription: String { provider }
  }

  static let json: [Case] = [
    Case(
      "OpenAI",
      #"{"error":{"message":"No.","type":"requests","param":null,"code":"rate_limit_exceeded"}}"#,
      "No.", ["rate_limit_exceeded", "requests"]),
    Case("code null", #"{"error":{"message":"No.","code":null,"type":"x"}}"#, "No.", ["x"]),
    Case(
      "Anthropic",
      #"{"type":"error","error":{"type":"not_found_error","message":"model: m"},"request_id":"r"}"#,
      "model: m", ["not_found_error", "error"]),
    Case(
      "Gemini",
      #"{"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]}}"#,
      "API key not valid.", ["400", "INVALID_ARGUMENT", "API_KEY_INVALID"]),
    Case(
      "Gemini in a list", #"[{"error":{"code":404,"message":"gone","status":"NOT_FOUND"}}]"#,
      "gone",
      ["404", "NOT_FOUND"]),
    Case(
      "Mistral",
      #"{"object":"error","message":"Invalid model: x","type":"invalid_model","param":null,"code":"1500"}"#,
      "Invalid model: x", ["1500", "invalid_model"]),
    Case("Mistral auth", #"{"detail":"Unauthorized"}"#, "Unauthorized"),
    Case("Mistral auth 2", #"{"message":"Unauthorized","request_id":"r"}"#, "Unauthorized"),
    Case(
      "Mistral validation", #"{"detail":[{"loc":["body","n"],"msg":"too big"},{"msg":"too odd"}]}"#,
      "n: too big; too odd"),
    Case("Cohere", #"{"id":"1","message":"invalid api token"}"#, "invalid api token"),
    Case(
      "Cerebras",
      #"{"message":"Wrong key","type":"invalid_request_error","param":"","code":"wrong_api_key"}"#,
      "Wrong key", ["wrong_api_key", "invalid_request_error"]),
    Case(
      "NVIDIA", #"{"status":403,"title":"Forbidden","detail":"Authorization failed"}"#,
      "Authorization failed", ["403"]),
    Case("only a title", #"{"status":404,"title":"Not Found"}"#, "Not Found", ["404"]),
    Case(
      "xAI", #"{"code":"invalid-argument","error":"Incorrect API key"}"#, "Incorrect API key",
      ["invalid-argument"]),
    Case("Ollama", #"{"error":"model 'x' not found"}"#, "model 'x' not found"),
    Case(
      "OpenRouter",
      #"{"error":{"code":402,"message":"More credits needed","metadata":{"error_type":"payment_required"}},"user_id":"u"}"#,
      "More credits needed", ["402", "payment_required"]),
    Case(
      "OpenRouter upstream",
      #"{"error":{"code":429,"message":"Provider returned error","metadata":{"raw":"slow down","provider_name":"X"}}}"#,
      "Provider returned error: slow down", ["429", "slow down"]),
    Case(
      "OpenRouter upstream in JSON",
      #"{"error":{"code":400,"message":"Provider returned error","metadata":{"raw":"{\"error\":{\"message\":\"too odd\"}}"}}}"#,
      "Provider returned error: too odd", ["400", #"{"error":{"message":"too odd"}}"#]),
    Case(
      "OpenRouter upstream, said already",
      #"{"error":{"message":"It says: slow down","metadata":{"raw":"slow down"}}}"#,
      "It says: slow down", ["slow down"]),
    Case(
      "OpenRouter availability",
      #"{"error":{"code":404,"message":"none","availability":{"code":"no_endpoints","retry_after":7}}}"#,
      "none", ["404", "no_endpoints"]),
    Case("Z.ai", #"{"error":{"code":"1113","message":"no balance"}}"#, "no balance", ["1113"]),
    Case("SiliconFlow", #"{"code":30014,"message":"no","data":null}"#, "no", ["30014"]),
    Case("Nebius", #"{"detail":"text"}"#, "text"),
    Case(
      "Scaleway", #"{"status":401,"error":"UNAUTHORIZED","message":"bad"}"#, "UNAUTHORIZED: bad",
      ["401"]),
    Case("said twice", #"{"error":"bad","message":"bad"}"#, "bad"),
    Case(
      "MiniMax", #"{"base_resp":{"status_code":1004,"status_msg":"login fail"}}"#, "login fail",
      ["1004"]),
    Case(
      "Cloudflare",
      #"{"success":false,"errors":[{"code":10000,"message":"Authentication error"}]}"#,
      "Authentication error", ["10000"]),
    Case("Inception", #"{"error":{"message":["one","two"]}}"#, "one; two"),
    Case(
      "message is JSON text",
      #"{"error":{"message":"{\"error\":{\"message\":\"inner\",\"code\":\"deep\"}}","code":"c"}}"#,
      "inner", ["c", "deep"]),
    Case(
      "message is a list in JSON text",
      #"{"error":{"message":"[{\"error\":{\"message\":\"inner\"}}]"}}"#, "inner"),
    Case("message is JSON without words", #"{"error":{"message":"{\"a\":1}"}}"#, #"{"a":1}"#),
    Case("message begins like JSON", #"{"error":{"message":"{oops"}}"#, "{oops"),
    Case("nested once more", #"{"error":{"error":{"message":"deep","code":"c"}}}"#, "deep", ["c"]),
    Case("localised", #"{"error":{"message":"Ungültig – 無効"}}"#, "Ungültig – 無効"),
    Case("errors as texts", #"{"errors":["one","two"]}"#, "one; two"),
    Case("error as a list", #"{"error":["one",{"message":"two"}]}"#, "one; two"),
    Case("detail as a list of strings", #"{"detail":["one"]}"#, "one"),
    Case(
      "Responses", #"{"type":"response.failed","response":{"error":{"message":"m","code":"c"}}}"#,
      "m", ["c", "response.failed"]),
    Case(
      "Azure", #"{"error":{"message":"m","code":"c","innererror":{"code":"deep"}}}"#, "m",
      ["c", "deep"]),
    Case("Groq in a stream", #"{"error":{"message":"m","status_code":400}}"#, "m", ["400"]),
    Case("no words", #"{"error":{"code":"x"}}"#, "", ["x"]),
    Case("empty error", #"{"error":{}}"#, ""),
    Case(
      "same code twice", #"{"error":{"message":"m","code":"c","type":"c"},"code":"c"}"#, "m", ["c"]),
    Case("code outside", #"{"code":"Arrearage","error":{"message":"m"}}"#, "m", ["Arrearage"]),
  ]

  @Test(arguments: json) func `the words and codes of a body are found`(_ test: Case) {
    let report = ErrorReport(status: 418, body: Array(test.body.utf8))
    #expect(report.status == 418)
    #expect(report.message == test.message)
    #expect(report.codes == test.codes)
  }

  @Test(arguments: json) func `the same is found in JSON that is read already`(_ test: Case) throws
  {
    let value = try #require(JSONValue(Array(test.body.utf8)))
    #expect(
      ErrorReport(status: 418, json: value) == ErrorReport(status: 418, body: Array(test.body.utf8))
    )
  }

  @Test(arguments: [
    ("plain words", "plain words"), ("", ""), ("404 page not found\n", "404 page not found\n"),
    (
      "<html><head><title>401 Authorization Required</title></head><body><h1>x</h1></body></html>",
      "401 Authorization Required"
    ),
    ("<TITLE>Big</TITLE>", "Big"), ("<p>one <b>two</b></p>", "one two"), ("{broken", "{broken"),
    ("<title>open", "open"), (#""Unauthorized""#, "Unauthorized"),
    ("a limit of n < 5 and m > 3", "a limit of n < 5 and m > 3"),
    (" \n<html><style>p { x: y }</style><p>one</p><SCRIPT>f()</SCRIPT><p>two</p>", "one two"),
    ("<html><head><title> </title></head><body>words</body></html>", "words"), ("<", ""),
    ("<script>never ends", ""),
  ])
  func `a body that is not JSON is quoted, a page by its title`(_ body: String, _ message: String) {
    let report = ErrorReport(status: 502, body: Array(body.utf8))
    #expect(report.message == message)
    #expect(report.codes == [])
  }

  @Test func `bytes that are not UTF-8 do no harm`() {
    #expect(ErrorReport(status: 500, body: [0xFF, 0x41]).message == "\u{FFFD}A")
  }

  @Test(arguments: [
    #"{"choices":[]}"#, "{}", "[]", "3", #""text""#, "null", #"{"error":null}"#, "[1,2]",
    #"{"base_resp":{"status_code":0,"status_msg":"success"}}"#,
    #"{"message":{"role":"assistant"}}"#,
  ])
  func `JSON that tells of no failure is no report`(_ text: String) throws {
    let value = try #require(JSONValue(Array(text.utf8)))
    #expect(ErrorReport(status: 200, json: value) == nil)
  }

  @Test(
    arguments: [
      (#"{"error":{"message":"m","details":[{"a":1},{"retryDelay":"36s"}]}}"#, 36),
      (#"{"error":{"message":"m","details":[{"retryDelay":"850ms"}]}}"#, 0.85),
      (#"{"error":{"message":"m","availability":{"retry_after":12}}}"#, 12),
      (#"{"error":{"message":"m","metadata":{"retry_after_seconds":"4.5"}}}"#, 4.5),
      (#"{"error":{"message":"m"}}"#, nil),
      (#"{"error":{"message":"m","details":[{"retryDelay":"soon"}]}}"#, nil),
      (#"{"error":{"message":"m","metadata":{"retry_after_seconds":-5}}}"#, nil),
      (#"{"error":{"message":"m","metadata":{"retry_after_seconds":"nan"}}}"#, nil),
      (#"{"error":{"message":"m","availability":{"retry_after":"inf"}}}"#, nil),
    ] as [(String, Double?)])
  func `the wait that a body names is read, if it is one`(_ body: String, _ wait: Double?) {
    #expect(ErrorReport(status: 429, body: Array(body.utf8)).retryAfter == wait)
  }

  @Test(arguments: [
    (#"{"error":{"message":"m"},"request_id":"req_1"}"#, "req_1"),
    (#"{"message":"m","request_id":"r"}"#, "r"),
    (#"{"error":{"message":"m","request_id":"deep"}}"#, "deep"),
  ])
  func `the request's id is read from the body`(_ body: String, _ id: String) {
    #expect(ErrorReport(status: 400, body: Array(body.utf8)).requestID == id)
  }

  @Test func `counts are read from fields before the sentence`() {
    let body = #"{"error":{"message":"5000 tokens > 4000","n_prompt_tokens":9000,"n_ctx":4096}}"#
    let report = ErrorReport(status: 400, body: Array(body.utf8))
    #expect(report.excess == ContextOverflow(sent: 9000, allowed: 4096))
    let text = ErrorReport(status: 400, body: Array("5000 tokens, 4000 fit".utf8))
    #expect(text.excess == ContextOverflow(sent: 5000, allowed: 4000))
  }

  @Test func `message and codes are searched in lower case`() {
    let report = ErrorReport(status: 400, message: "No MONEY", codes: ["Arrearage"])
    #expect(report.searchText == "no money\narrearage")
  }
}
