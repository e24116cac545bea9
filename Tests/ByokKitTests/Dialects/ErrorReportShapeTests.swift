import Testing

@testable import ByokCore
@testable import ByokKit

/// The shapes in which gateways, frameworks and local servers say what went wrong.
@Suite struct ErrorReportShapeTests {
  private static func report(_ status: Int, _ body: String) -> ErrorReport {
    ErrorReport(status: status, body: Array(body.utf8))
  }

  @Test(arguments: [
    (#"{"code":7,"msg":"no worker"}"#, "no worker"),
    (#"{"Message":"too small"}"#, "too small"),
    (#"{"errmsg":"no such host","errcode":4}"#, "no such host"),
    (
      #"{"error":"invalid_request","error_description":"one role too many"}"#,
      "invalid_request: one role too many"
    ),
    (#"{"error":true,"message":"is off"}"#, "is off"),
    (#"{"error":"","message":"is off"}"#, "is off"),
    (#"{"error":{"reason":"too odd"}}"#, "too odd"),
    (
      #"{"error":{"message":"Bad request","details":"roles must alternate"}}"#,
      "Bad request: roles must alternate"
    ),
    (#"{"error":{"message":"Bad request","details":"Bad request: why"}}"#, "Bad request: why"),
    (
      #"{"message":"Bad request","detail":"roles must alternate"}"#,
      "Bad request: roles must alternate"
    ),
    (#"{"detail":{"error":"no GPU","id":3}}"#, "no GPU"),
    (#"{"detail":{"loc":["body","seed"],"msg":"too odd"}}"#, "seed: too odd"),
    (#"{"error":{"message":"too odd","field":"seed"}}"#, "seed: too odd"),
    (#"{"detail":{"gpu":"lost"}}"#, #"{"gpu":"lost"}"#),
    (#"{"error":{"message":{"detail":"no vision"}}}"#, "no vision"),
    (#"{"error":{"message":{"gpu":"lost"}}}"#, #"{"gpu":"lost"}"#),
    (#"{"error":{"gpu":"lost"}}"#, #"{"gpu":"lost"}"#),
    (#"{"error":{"code":"x","innererror":{"message":"no GPU"}}}"#, "no GPU"),
    (#"{"Error":{"Code":"X","Message":"no GPU"}}"#, "no GPU"),
    (#"{"ResponseMetadata":{"Error":{"Message":"no GPU"}}}"#, "no GPU"),
    (#"{"fault":{"faultstring":"no GPU","detail":{"errorcode":"x"}}}"#, "no GPU"),
    (#"{"ret":5,"retmsg":"no GPU"}"#, "no GPU"), (#"{"exception":"no GPU"}"#, "no GPU"),
    (#"{"message":{"gpu":"lost"}}"#, #"{"gpu":"lost"}"#),
    (#"{"gpu":"lost"}"#, #"{"gpu":"lost"}"#),
    (
      #"{"errors":{"model":["is unknown"],"input":["is empty","is odd"]}}"#,
      "input: is empty; is odd; model: is unknown"
    ),
    (#"{"message":"Invalid.","errors":{"model":["is unknown"]}}"#, "Invalid.: model: is unknown"),
    (#"{"title":"Invalid","errors":[{"path":"n","message":"too big"}]}"#, "n: too big"),
  ])
  func `the words are found where frameworks put them`(_ body: String, _ message: String) {
    #expect(Self.report(400, body).message == message)
  }

  @Test(arguments: [
    (#"[{"loc":["body","seed"],"msg":"too odd"}]"#, "seed: too odd"),
    (#"[{"loc":["body"],"msg":"missing"}]"#, "missing"),
    (#"[{"loc":["messages",0,"content"],"msg":"not a text"}]"#, "messages.0.content: not a text"),
    (#"[{"loc":["body","n"],"msg":"a"},{"loc":["body","m"],"msg":"b"}]"#, "n: a; m: b"),
    (
      #"[{"loc":["body","stream_options","include_usage"],"msg":"extra"}]"#,
      "stream_options.include_usage: extra"
    ),
    (#"[{"loc":"top_k","msg":"extra"}]"#, "top_k: extra"),
    (#"[{"loc":["body","seed"],"msg":"seed is odd"}]"#, "seed is odd"),
    (#"["one",{"msg":"two"},{"type":"three"}]"#, "one; two"),
  ])
  func `a validation error names the field that it is about`(_ detail: String, _ message: String) {
    #expect(Self.report(422, #"{"detail":\#(detail)}"#).message == message)
    #expect(Self.report(200, #"{"detail":\#(detail)}"#).message == message)
  }

  @Test(arguments: [
    (400, "is not supported", "top_k: is not supported"),
    (422, "no 'top_k' here", "no 'top_k' here"),
    (200, "is not supported", "top_k: is not supported"), (429, "too many", "too many"),
  ])
  func `a parameter is named unless the sentence does`(
    _ status: Int, _ words: String, _ message: String
  ) {
    let body = #"{"error":{"message":"\#(words)","param":"top_k"}}"#
    #expect(Self.report(status, body).message == message)
  }

  @Test(arguments: [
    (
      #"{"error":{"message":"upstream: {\"error\":{\"message\":\"no GPU\",\"code\":\"gone\"}}"}}"#,
      "upstream: no GPU"
    ),
    (
      #"{"error":"{\"detail\":[{\"loc\":[\"body\",\"n\"],\"msg\":\"no GPU\",\"type\":\"gone\"}],\"code\":\"gone\"}"}"#,
      "n: no GPU"
    ),
    (#""{\"error\":{\"message\":\"no GPU\",\"code\":\"gone\"}}""#, "no GPU"),
    (#"502 {"error":{"message":"no GPU","code":"gone"}}"#, "502 no GPU"),
    ("event: error\ndata: {\"error\":{\"message\":\"no GPU\",\"code\":\"gone\"}}\n\n", "no GPU"),
    (
      #"{"error":{"message":"upstream: {\"error\":{\"code\":\"gone\"}}"}}"#,
      #"upstream: {"error":{"code":"gone"}}"#
    ),
  ])
  func `an answer within a sentence gives its words and codes`(_ body: String, _ message: String) {
    #expect(Self.report(502, body).message == message)
    #expect(Self.report(502, body).codes == ["gone"])
  }

  @Test(arguments: ["code {n} of {m}", "see [1]", "[not JSON", "one {} two", "a < b"])
  func `brackets in a sentence are no answer`(_ words: String) {
    #expect(Self.report(400, words).message == words)
  }

  @Test(arguments: [
    (#"<title lang="en">No &amp; no</title>"#, "No & no"),
    ("\u{FEFF}<html><h1>a &lt; b</h1></html>", "a < b"),
    (
      "<?xml version='1.0'?><Error><Code>Odd</Code><Message>Too odd</Message></Error>",
      "Odd Too odd"
    ),
  ])
  func `a page's words are readable`(_ body: String, _ message: String) {
    let report = Self.report(403, body)
    #expect(report.message.split(separator: " ").joined(separator: " ") == message)
    #expect(report.isPage)
    #expect(!Self.report(403, "no page").isPage)
  }

  @Test(arguments: [
    #""""#, "{}", "false", "[]", "null", "0", "200", #""none""#, #"{"code":0,"message":""}"#,
    #"{"code":200,"message":"success"}"#, #"{"message":null,"code":"0","type":""}"#, #"[""]"#,
  ])
  func `an error that says nothing is none in a reply`(_ error: String) throws {
    let bodies = [
      #"{"error":\#(error)}"#, #"{"error":\#(error),"choices":[{"index":0}]}"#,
      #"{"error":\#(error),"content":[{"type":"text","text":"x"}],"message":"well"}"#,
      #"{"response":{"error":\#(error)}}"#,
    ]
    for body in bodies {
      #expect(ErrorReport(status: 200, json: try #require(JSONValue(Array(body.utf8)))) == nil)
    }
    #expect(Self.report(500, bodies[0]).message == "")
  }

  @Test(arguments: [
    #""engine is dead""#, #"{"code":502}"#, #"{"message":"lost"}"#, "true", #"{"type":"odd"}"#,
    #"{"code":0,"message":"lost"}"#, #"{"cause":"lost"}"#,
  ])
  func `an error that says something is one, whatever is beside it`(_ error: String) throws {
    for rest in [#""choices":[{"index":0}]"#, #""candidates":[{}]"#, #""output":[{}]"#] {
      let body = #"{\#(rest),"error":\#(error)}"#
      #expect(ErrorReport(status: 200, json: try #require(JSONValue(Array(body.utf8)))) != nil)
    }
  }

  @Test(arguments: [
    #"{"code":0,"msg":"success"}"#, #"{"code":"200","message":"ok","data":null}"#,
    #"{"choices":[{"index":0}],"message":"well","code":7}"#, #"{"text":"an answer"}"#,
    #"{"message":{"role":"assistant"},"detail":"high"}"#,
  ])
  func `what stands beside an answer is no error`(_ body: String) throws {
    #expect(ErrorReport(status: 200, json: try #require(JSONValue(Array(body.utf8)))) == nil)
  }

  @Test(arguments: [
    #"{"detail":{"message":"no GPU"}}"#, #"{"detail":{"error":{"message":"no GPU"}}}"#,
    #"{"Error":{"Message":"no GPU"}}"#, #"{"fault":{"faultstring":"no GPU"}}"#,
    #"{"ret":5,"retmsg":"no GPU"}"#, #"{"exception":"no GPU"}"#, #"{"errors":{"n":["no GPU"]}}"#,
  ])
  func `an error that takes the place of a reply has its words`(_ body: String) throws {
    let report = ErrorReport(status: 200, json: try #require(JSONValue(Array(body.utf8))))
    #expect(report?.message.hasSuffix("no GPU") == true)
  }

  @Test func `Anthropic's details are read from an object`() {
    let report = Self.report(
      400,
      #"{"type":"error","error":{"type":"invalid_request_error","message":"On hold","details":{"error_code":"organization_on_hold","appeal_url":"https://appeals.example/1"}}}"#
    )
    #expect(report.message == "On hold")
    #expect(report.codes.contains("organization_on_hold"))
    #expect(report.page == "https://appeals.example/1")
    let image = #"{"error":{"message":"Too big","details":{"max_side_length_pixels":8000}}}"#
    #expect(Self.report(400, image).pixelLimit == 8000)
  }

  @Test func `why an answer was stopped is told`() {
    let body =
      #"{"response":{"error":{"code":"misalignment_policy_violation","message":"Stopped.","misalignment":{"detailed_explanation":"It planned to hide its work."}}}}"#
    #expect(Self.report(200, body).message == "Stopped.: It planned to hide its work.")
  }
}
