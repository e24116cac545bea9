import ByokKitTestSupport
import ByokTestSupport
import Foundation
import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct BrokerStreamTests {
  private static let chat = "/openai/v1/chat/completions"
  private static let text = #"{"choices":[{"delta":{"content":"four"}}]}"#
  private static let end = #"{"choices":[{"delta":{},"finish_reason":"stop"}]}"#
  private static let usage = #"{"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":8}}"#
  private static let question = #"{"model":"gpt-4.1","stream":true,"messages":[]}"#
  private static let asking =
    #"{"model":"gpt-4.1","stream":true,"stream_options":{"include_usage":true},"messages":[]}"#

  private static func events(_ data: String..., isCut: Bool = false) -> FakeTransport.Answer {
    var answer = FakeTransport.Answer.status(
      200, "",
      ["content-type": "text/event-stream", "transfer-encoding": "chunked"])
    answer.pieces = data.map { Array("data: \($0)\n\n".utf8) }
    if isCut {
      answer.failure = TransportFailure(cause: .cutOff, message: "it was cut off", wasSent: true)
    }
    return answer
  }

  private static func lines(_ data: String...) -> String {
    data.map { "data: \($0)\n\n" }.joined()
  }

  @Test func `the usage is asked for, counted and hidden`() throws {
    let fixture = try BrokerFixture { asked in
      asked.body.contains("include_usage")
        ? Self.events(Self.text, Self.end, Self.usage, "[DONE]")
        : Self.events(Self.text, Self.end, "[DONE]")
    }
    let hidden = try fixture.post(Self.chat, Self.question)
    #expect(hidden.body == Self.lines(Self.text, Self.end, "[DONE]"))
    let shown = try fixture.post(Self.chat, Self.asking)
    #expect(shown.body == Self.lines(Self.text, Self.end, Self.usage, "[DONE]"))
    #expect(fixture.log.count == 2)
    #expect(fixture.log.allSatisfy { $0["input_tokens"]?.integer == 9 })
    #expect(fixture.log.allSatisfy { $0["output_tokens"]?.integer == 8 })
  }

  @Test func `where the option is refused, the request goes without it, once and for all`() throws {
    let refusal = #"{"error":{"message":"unknown field stream_options"}}"#
    let fixture = try BrokerFixture { asked in
      asked.body.contains("stream_options")
        ? .status(400, refusal) : Self.events(Self.text, Self.end, "[DONE]")
    }
    for count in [2, 3] {
      let reply = try fixture.post(Self.chat, Self.question)
      #expect(reply.body == Self.lines(Self.text, Self.end, "[DONE]"))
      #expect(fixture.transport.asked.count == count)
    }
    // What is not reported is estimated.
    #expect(fixture.log.allSatisfy { $0["output_tokens"]?.integer == 1 })
    #expect(fixture.log.allSatisfy { $0["cost_usd"] != nil })
  }

  @Test func `another refusal is passed on`() throws {
    let fixture = try BrokerFixture { _ in .status(400, "bad model") }
    let reply = try fixture.post(Self.chat, Self.question)
    #expect(reply.status == 400)
    #expect(reply.body == "bad model")
    #expect(fixture.transport.asked.count == 1)
  }

  @Test func `a stream that is cut off looks so to the client`() throws {
    let fixture = try BrokerFixture { _ in Self.events(Self.text, isCut: true) }
    let reply = try fixture.post(Self.chat, Self.question)
    #expect(reply.body == Self.lines(Self.text) + "(cut)")
    #expect(fixture.log.first?["output_tokens"]?.integer == 1)
  }

  @Test func `a stream that the connection's end ends must have its own`() throws {
    let whole = FakeTransport.Answer.events(Self.text, Self.end, "[DONE]")
    let fixture = try BrokerFixture { asked in
      asked.body.contains("include_usage") && asked.request.url.isEmpty
        ? nil : asked.body.contains("cut") ? .events(Self.text) : whole
    }
    #expect(try !fixture.post(Self.chat, Self.question).body.hasSuffix("(cut)"))
    let cut = #"{"model":"cut","stream":true}"#
    #expect(try fixture.post(Self.chat, cut).body.hasSuffix("(cut)"))
  }

  @Test func `an old client gets a stream that its connection ends`() throws {
    let fixture = try BrokerFixture { _ in Self.events(Self.text, Self.end, "[DONE]") }
    let reply = try fixture.send(
      "POST \(Self.chat) HTTP/1.0\r\nHost: localhost\r\nAuthorization: Bearer \(fixture.token)\r\n"
        + "Content-Type: application/json\r\nContent-Length: \(Self.question.utf8.count)\r\n\r\n"
        + Self.question)
    #expect(reply.body == Self.lines(Self.text, Self.end, "[DONE]"))
    #expect(!reply.head.lowercased().contains("chunked"))
  }

  @Test func `an old client may ask again where it says so`() throws {
    let fixture = try BrokerFixture { _ in .status(200, "{}", ["content-length": "2"]) }
    let head =
      "POST /openai/v1/embeddings HTTP/1.0\r\nHost: localhost\r\nContent-Length: 2\r\n"
      + "Authorization: Bearer \(fixture.token)\r\n"
    let one = head + "Connection: Keep-Alive\r\n\r\n{}"
    let client = try RawClient(port: fixture.port)
    let text = try client.exchange(Array((one + head + "\r\n{}" + one).utf8))
    let replies = String(decoding: text, as: UTF8.self)
    #expect(replies.ranges(of: "HTTP/1.1 200 OK").count == 2)
    #expect(replies.ranges(of: "Connection: keep-alive").count == 1)
    #expect(replies.ranges(of: "Connection: close").count == 1)
  }

  @Test func `requests follow each other on a connection, and chunks are read`() throws {
    let fixture = try BrokerFixture { _ in .status(200, "{}", ["content-length": "2"]) }
    let client = try RawClient(port: fixture.port)
    let head =
      "POST /openai/v1/embeddings HTTP/1.1\r\nHost: localhost\r\n"
      + "Authorization: Bearer \(fixture.token)\r\n"
    let one = head + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"
    let two = head + "Content-Length: 2\r\nConnection: close\r\n\r\n{}"
    let replies = String(decoding: try client.exchange(Array((one + two).utf8)), as: UTF8.self)
    #expect(replies.ranges(of: "HTTP/1.1 200 OK").count == 2)
    #expect(fixture.transport.asked.map(\.body) == ["{}", "{}"])
  }

  @Test func `a client that waits is told to go on, once its request may be sent`() throws {
    let fixture = try BrokerFixture { _ in .status(200, "{}", ["content-length": "2"]) }
    let head = "POST /openai/v1/embeddings HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    let client = try RawClient(port: fixture.port)
    try client.write(
      Array(
        ("\(head)Authorization: Bearer \(fixture.token)\r\nExpect: 100-continue\r\n"
          + "Content-Length: 2\r\n\r\n").utf8))
    #expect(String(decoding: client.read(), as: UTF8.self) == "HTTP/1.1 100 Continue\r\n\r\n")
    let rest = String(decoding: try client.exchange(Array("{}".utf8)), as: UTF8.self)
    #expect(rest.contains(" 200 "))
    let refused = try RawClient(port: fixture.port).exchange(
      Array("\(head)Expect: 100-continue\r\nContent-Length: 2\r\n\r\n".utf8))
    #expect(String(decoding: refused, as: UTF8.self).hasPrefix("HTTP/1.1 401 "))
  }

  @Test func `a form is passed on while it comes`() throws {
    let fixture = try BrokerFixture { asked in
      var body: [UInt8] = []
      while let bytes = try? asked.request.upload?.next(atMost: 7), !bytes.isEmpty { body += bytes }
      let text = String(decoding: body, as: UTF8.self)
      return .status(200, text, ["content-length": "\(body.count)"])
    }
    let body = "--x\r\nsome sound\r\n--x--\r\n"
    let reply = try fixture.send(
      "POST /openai/v1/audio/transcriptions HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        + "Authorization: Bearer \(fixture.token)\r\n"
        + "Content-Type: multipart/form-data; boundary=x\r\n"
        + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
    #expect(reply.body == body)
  }
}
