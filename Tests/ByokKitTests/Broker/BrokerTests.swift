import ByokKitTestSupport
import ByokTestSupport
import Foundation
import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct BrokerTests {
  private static let reply =
    #"{"choices":[{"message":{"content":"hi"},"finish_reason":"stop"}],"#
    + #""usage":{"prompt_tokens":1000,"completion_tokens":500}}"#
  private static let question = #"{"model":"gpt-4.1","messages":[{"role":"user","content":"a"}]}"#
  private static let chat = "/openai/v1/chat/completions"

  private static func json(_ body: String) -> FakeTransport.Answer {
    .status(
      200, body,
      ["content-type": "application/json", "content-length": "\(body.utf8.count)", "x-id": "7"])
  }

  @Test func `a request gets the key, and its reply comes back as it is`() throws {
    let fixture = try BrokerFixture { _ in Self.json(Self.reply) }
    let reply = try fixture.post(Self.chat, Self.question, ["X-Own: a", "Cookie: b", "Via-Own: c"])
    #expect(reply.status == 200)
    #expect(reply.body == Self.reply)
    #expect(reply.field("x-id") == "7")
    #expect(reply.field("cache-control") == "no-store")
    let asked = try #require(fixture.transport.asked.first)
    #expect(asked.request.url == "https://api.openai.com/v1/chat/completions")
    #expect(asked.keyLine == "Authorization: Bearer \(BrokerFixture.key)\0")
    #expect(asked.body == Self.question)
    let names = asked.request.headers.map { $0.name.lowercased() }
    #expect(names.contains("x-own") && names.contains("via-own"))
    for name in ["authorization", "cookie", "host", "connection", "content-length"] {
      #expect(!names.contains(name))
    }
    let line = try #require(fixture.log.first)
    #expect(line["token"]?.text == "test")
    #expect(line["model"]?.text == "gpt-4.1")
    #expect(line["input_tokens"]?.integer == 1000)
    #expect(line["output_tokens"]?.integer == 500)
    #expect(line["cost_usd"]?.double == 0.006)
    #expect(line["status"]?.integer == 0)
    #expect(fixture.broker.use["test"] == TokenUse(spent: 0.006, requests: 1))
  }

  @Test(arguments: [
    "/openai/v1/chat/completions", "/openai/chat/completions", "/openai/v1/v1/chat/completions",
  ])
  func `the version may be there, missing or twice`(_ path: String) throws {
    let fixture = try BrokerFixture { _ in Self.json(Self.reply) }
    #expect(try fixture.post(path, Self.question).status == 200)
    let url = fixture.transport.asked.first?.request.url
    #expect(url == "https://api.openai.com/v1/chat/completions")
  }

  @Test(arguments: [
    ("POST", "/openai/v1/files"), ("GET", "/openai/v1/organization/costs"),
    ("POST", "/openai/v1/fine_tuning/jobs"), ("DELETE", "/openai/v1/models/a"),
    ("GET", "/openai/v1/chat/completions"), ("POST", "/openai/v1/assistants"),
    ("POST", "/openai/v1/chat/completions/x"), ("POST", "/openai"), ("GET", "/openai/v1/api_keys"),
    ("POST", "/openai/v2/chat/completions"), ("POST", "/openai/v1/batches"),
  ])
  func `what is not of a chat is refused`(_ method: String, _ path: String) throws {
    let fixture = try BrokerFixture { _ in Self.json("{}") }
    let reply = try fixture.send(
      "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        + "Authorization: Bearer \(fixture.token)\r\n\r\n")
    #expect(reply.status == 403)
    #expect(fixture.transport.asked.isEmpty)
    #expect(reply.field("x-byok-error") == "forbidden")
  }

  @Test(arguments: [
    ("POST", "/openai/v1/batches", "https://api.openai.com/v1/batches"),
    ("GET", "/openai/v1/files/f-1/content", "https://api.openai.com/v1/files/f-1/content"),
    ("DELETE", "/openai/v1/files/f-1", "https://api.openai.com/v1/files/f-1"),
    (
      "POST", "/openai/v1/batches/b-1/cancel", "https://api.openai.com/v1/batches/b-1/cancel"
    ),
    (
      "GET", "/anthropic/v1/messages/batches/b/results",
      "https://api.anthropic.com/v1/messages/batches/b/results"
    ),
  ])
  func `files and batches are for a token that may use them`(
    _ method: String, _ path: String, _ url: String
  ) throws {
    var limits = BrokerLimits()
    limits.allowsFiles = true
    let fixture = try BrokerFixture(["openai", "anthropic"], limits) { _ in Self.json("{}") }
    let isEmpty = method != "POST" || path.hasSuffix("cancel")
    let body = isEmpty ? "" : #"{"input_file_id":"f-1"}"#
    let reply = try fixture.send(
      "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        + "Authorization: Bearer \(fixture.token)\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
        + body)
    #expect(reply.status == 200)
    let asked = try #require(fixture.transport.asked.first)
    #expect(asked.request.method == method)
    #expect(asked.request.url == url)
    #expect(asked.body == body)
  }

  @Test func `of a question for the head, the body is dropped`() throws {
    let fixture = try BrokerFixture { _ in Self.json(#"{"data":[]}"#) }
    let start = "HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer \(fixture.token)\r\n"
    let reply = try fixture.send(
      "HEAD /openai/v1/models \(start)\r\nGET /openai/v1/models \(start)Connection: close\r\n\r\n")
    #expect(reply.status == 200)
    #expect(reply.field("content-length") == "11")
    // After the head comes the reply to the next request.
    #expect(reply.body.hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(reply.body.hasSuffix(#"{"data":[]}"#))
    #expect(fixture.transport.asked.map(\.request.method) == ["GET", "GET"])
    for path in ["/openai/v1/chat/completions", "/openai/v1/organization/costs"] {
      let refusal = try fixture.send("HEAD \(path) \(start)Connection: close\r\n\r\n")
      #expect(refusal.status == 403)
      #expect(refusal.body.isEmpty)
    }
    let flawed = try fixture.send("HEAD /openai/v1/models HTTP/1.1\r\nHost: a.example\r\n\r\n")
    #expect(flawed.status == 403)
    #expect(flawed.body.isEmpty)
  }

  @Test(arguments: [
    ("openai", "error.message"), ("anthropic", "error.message"), ("cohere", "message"),
    ("gemini", "error.message"),
  ])
  func `a WebSocket is refused in the form of the API`(_ id: String, _ place: String) throws {
    let fixture = try BrokerFixture([id]) { _ in nil }
    let reply = try fixture.send(
      "GET /\(id)/v1/realtime HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\n"
        + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: YQ==\r\n"
        + "Authorization: Bearer \(fixture.token)\r\n\r\n")
    // Codex goes on with plain requests after 404, and not after 426.
    #expect(reply.status == 404)
    var value: JSONValue? = reply.document
    for name in place.split(separator: ".") { value = value?[String(name)] }
    #expect(value?.text == "byok: WebSockets are not supported here")
    if id == "anthropic" { #expect(reply.document["type"]?.text == "error") }
    if id == "gemini" { #expect(reply.document["error"]?["code"]?.integer == 404) }
    #expect(fixture.transport.asked.isEmpty)
  }

  @Test func `a provider that there is not is not found`() throws {
    let fixture = try BrokerFixture { _ in nil }
    let reply = try fixture.post("/anthropic/v1/messages", "{}")
    #expect(reply.status == 404)
    #expect(reply.document["error"]?["message"]?.text?.contains("/openai") == true)
  }

  @Test func `who shows no token, another or two gets nothing`() throws {
    let fixture = try BrokerFixture { _ in Self.json(Self.reply) }
    let wrong = String(fixture.token.dropLast()) + (fixture.token.hasSuffix("A") ? "B" : "A")
    for line in [
      "X: y", "Authorization: Bearer \(wrong)", "Authorization: Bearer ",
      "x-api-key: \(fixture.token)",
      "Authorization: Basic \(fixture.token)", "Authorization: Bearer \(BrokerFixture.key)",
      "Authorization: Bearer \(fixture.token)\r\nAuthorization: Bearer \(wrong)",
    ] {
      let reply = try fixture.post(Self.chat, Self.question, authorization: line)
      #expect(reply.status == 401, "\(line)")
      #expect(reply.document["error"]?["code"]?.text == "invalid_api_key")
      #expect(reply.field("x-should-retry") == "false")
    }
    #expect(try fixture.post("\(Self.chat)?key=\(fixture.token)", Self.question).status == 400)
    #expect(fixture.transport.asked.isEmpty)
    #expect(fixture.log.isEmpty)
  }

  @Test func `Anthropic's token may be in either field, and the key is in its own`() throws {
    let body = #"{"model":"claude-haiku-4-5","max_tokens":5,"messages":[]}"#
    let answer =
      #"{"type":"message","content":[{"type":"text","text":"a"}],"stop_reason":"end_turn","#
      + #""usage":{"input_tokens":10,"output_tokens":20}}"#
    let fixture = try BrokerFixture(["anthropic"]) { _ in Self.json(answer) }
    for line in ["x-api-key: \(fixture.token)", "Authorization: Bearer \(fixture.token)"] {
      for path in ["/anthropic/v1/messages", "/anthropic/messages"] {
        #expect(try fixture.post(path, body, authorization: line).body == answer)
      }
    }
    let own = try fixture.post("/anthropic/v1/messages", body, ["anthropic-version: 2026-10-21"])
    #expect(own.status == 200)
    let asked = fixture.transport.asked
    #expect(asked.allSatisfy { $0.keyLine == "x-api-key: \(BrokerFixture.key)\0" })
    #expect(asked.allSatisfy { $0.request.url == "https://api.anthropic.com/v1/messages" })
    let versions = asked.map { asked in
      asked.request.headers.filter { $0.name == "anthropic-version" }.map(\.value)
    }
    #expect(versions.allSatisfy { $0.count == 1 })
    #expect(versions.last == ["2026-10-21"])
    let refused = try fixture.post("/anthropic/v1/messages", body, authorization: "x-api-key: a")
    #expect(refused.document["error"]?["type"]?.text == "authentication_error")
    #expect(fixture.log.count == 5)
    #expect(fixture.log.first?["output_tokens"]?.integer == 20)
  }

  @Test func `Gemini's versions, and the model of the path`() throws {
    let answer =
      #"{"candidates":[{"content":{"parts":[{"text":"a"}]},"finishReason":"STOP"}],"#
      + #""usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":4}}"#
    let fixture = try BrokerFixture(["gemini"]) { _ in Self.json(answer) }
    let cases = [
      ("/gemini/v1beta/models/g:generateContent", "/v1beta/models/g:generateContent"),
      ("/gemini/models/g:generateContent", "/v1beta/models/g:generateContent"),
      ("/gemini/v1/models/g:generateContent", "/v1/models/g:generateContent"),
      (
        "/gemini/v1beta/models/g:streamGenerateContent?alt=sse",
        "/v1beta/models/g:streamGenerateContent?alt=sse"
      ),
    ]
    for (path, _) in cases {
      let reply = try fixture.post(path, "{}", authorization: "x-goog-api-key: \(fixture.token)")
      #expect(reply.body == answer)
    }
    let urls = fixture.transport.asked.map(\.request.url)
    #expect(urls == cases.map { "https://generativelanguage.googleapis.com\($0.1)" })
    #expect(fixture.log.allSatisfy { $0["model"]?.text == "g" })
    let tuned = try fixture.post("/gemini/v1beta/tunedModels/g:generateContent", "{}")
    #expect(tuned.status == 403)
    #expect(tuned.document["error"]?["status"]?.text == "PERMISSION_DENIED")
  }

  @Test func `lists are passed on and cost nothing`() throws {
    let fixture = try BrokerFixture { _ in Self.json(#"{"data":[]}"#) }
    #expect(try fixture.get("/openai/v1/models").body == #"{"data":[]}"#)
    #expect(try fixture.get("/openai/v1/models/ft:gpt:a").status == 200)
    #expect(fixture.log.isEmpty)
    #expect(try fixture.get("/openai/v1/models/../files").status == 400)
    #expect(try fixture.get("/openai/v1/models/%2e%2e/files").status == 400)
  }

  @Test(arguments: [
    ("openai", "v1/chat/completions", #"{"model":"sk-FAKE0123456789abcdefghij"}"#),
    ("gemini", "v1beta/models/sk-FAKE0123456789abcdefghij:generateContent", "{}"),
  ])
  func `a key in the place of the model is not sent`(
    _ provider: String, _ path: String, _ body: String
  ) throws {
    let fixture = try BrokerFixture([provider]) { _ in Self.json("{}") }
    let field = provider == "gemini" ? "x-goog-api-key: " : "Authorization: Bearer "
    let reply = try fixture.send(
      "POST /\(provider)/\(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        + "\(field)\(fixture.token)\r\nContent-Type: application/json\r\n"
        + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
    #expect(reply.status == 404)
    #expect(reply.body.contains("looks like a key"))
    #expect(!reply.body.contains("FAKE"))
    #expect(fixture.transport.asked.isEmpty)
  }

  @Test func `a body that is no JSON, or of another type, is refused`() throws {
    let fixture = try BrokerFixture { _ in Self.json(Self.reply) }
    #expect(try fixture.post(Self.chat, "{").status == 400)
    #expect(try fixture.post(Self.chat, #"{"model":"a","model":"b"}"#).status == 400)
    let form = try fixture.send(
      "POST \(Self.chat) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        + "Authorization: Bearer \(fixture.token)\r\nContent-Type: text/plain\r\n"
        + "Content-Length: 2\r\n\r\n{}")
    #expect(form.status == 415)
    #expect(fixture.transport.asked.isEmpty)
  }

  @Test func `what a provider says of the key does not come back`() throws {
    let words = #"{"error":{"message":"Incorrect API key provided: sk-broker-CANARY"}}"#
    let fixture = try BrokerFixture { _ in .status(401, words) }
    let reply = try fixture.post(Self.chat, Self.question)
    #expect(reply.status == 401)
    #expect(!reply.body.contains("CANARY"))
    #expect(fixture.log.first?["status"]?.integer == 4)
  }

  @Test func `redirects, silence and refusals of the provider`() throws {
    let answers: [(FakeTransport.Answer, Int)] = [
      (.status(302, "", ["location": "https://evil.example"]), 502),
      (.fails(.network), 502), (.fails(.timeout), 504),
      (.status(429, "slow down", ["retry-after": "3"]), 429), (.status(500, "oops"), 500),
    ]
    for (answer, status) in answers {
      let fixture = try BrokerFixture { _ in answer }
      let reply = try fixture.post(Self.chat, Self.question)
      #expect(reply.status == status)
      #expect(reply.field("location") == nil)
      if status == 429 {
        #expect(reply.body == "slow down")
        #expect(reply.field("retry-after") == "3")
      }
      #expect(fixture.log.count == 1)
      #expect(fixture.log.first?["cost_usd"] == nil)
      #expect(fixture.broker.use["test"]?.spent == 0)
    }
  }
}
