import ByokTestSupport
import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ReplyReceiverTests {
  /// What comes of an answer: its text, or why it is none.
  private struct Outcome: Equatable {
    var text = ""
    var failure: ReplyFailure?
    /// Whether the receiver wanted all of it.
    var wasWhole = true
  }

  private static func receive(
    _ status: Int, _ type: String?, _ pieces: [[UInt8]], encoding: String? = nil,
    as dialect: any Dialect.Type = OpenAIChat.self
  ) -> Outcome {
    var outcome = Outcome()
    let receiver = ReplyReceiver(dialect.init()) { (events) throws(ByokError) in
      for case .text(let text) in events { outcome.text += text }
    }
    var head = ResponseHead(status: status)
    if let type { head.headers.append(.init(name: "content-type", value: type)) }
    if let encoding { head.headers.append(.init(name: "content-encoding", value: encoding)) }
    outcome.wasWhole = receiver.receive(head)
    for piece in pieces where outcome.wasWhole { outcome.wasWhole = receiver.receive(piece) }
    do throws(ReplyFailure) {
      try receiver.finish()
    } catch {
      outcome.failure = error.withoutWords
    }
    return outcome
  }

  private static func receive(_ type: String?, _ body: String) -> Outcome {
    receive(200, type, [Array(body.utf8)])
  }

  private static let stream =
    "data: {\"choices\":[{\"delta\":{\"content\":\"Hello\"}}]}\n\ndata: [DONE]\n\n"
  private static let whole =
    #"{"choices":[{"message":{"content":"Hello"},"finish_reason":"stop"}]}"#

  @Test(
    arguments: [
      "text/event-stream", "text/event-stream; charset=utf-8", "application/json",
      "application/json; charset=utf-8", "text/plain", "text/html", "application/octet-stream",
      "image/png", "", nil,
    ] as [String?])
  func `a stream is read under any name`(_ type: String?) {
    #expect(Self.receive(type, Self.stream) == Outcome(text: "Hello"))
  }

  @Test(
    arguments: [
      "application/json", "application/json; charset=utf-8", "text/event-stream", "text/plain",
      "application/octet-stream", nil,
    ] as [String?])
  func `a reply in one piece is read under any name`(_ type: String?) {
    #expect(Self.receive(type, Self.whole) == Outcome(text: "Hello"))
    #expect(Self.receive(type, "\n\n  " + Self.whole + "\n") == Outcome(text: "Hello"))
  }

  @Test(arguments: [stream, whole])
  func `without a content type pieces of every size come to the same`(_ body: String) {
    for size in 1...body.utf8.count {
      let pieces = Array(body.utf8).chopped(by: size)
      #expect(Self.receive(200, nil, pieces) == Outcome(text: "Hello"), "in pieces of \(size)")
    }
  }

  @Test(arguments: [
    #"{"error":{"message":"It broke","code":"c"}}"#,
    "{\n  \"error\": {\n    \"message\": \"It broke\",\n    \"code\": \"c\"\n  }\n}\n",
    #"[{"error":{"message":"It broke","code":"c"}}]"#,
  ])
  func `a failure in JSON that calls itself a stream is reported`(_ body: String) {
    for size in 1...body.utf8.count {
      let pieces = Array(body.utf8).chopped(by: size)
      #expect(Self.receive(200, "text/event-stream", pieces).failure == .broke("c"), "\(size)")
    }
  }

  @Test(arguments: [
    "{\"error\":{\"message\":\"It broke\",\"code\":\"c\"}}", "[{\n \"error\": \"c\"}]\n",
  ])
  func `a failure in plain JSON behind events is reported`(_ failure: String) {
    let body = Self.stream + failure
    for size in 1...body.utf8.count {
      let outcome = Self.receive(200, "text/event-stream", Array(body.utf8).chopped(by: size))
      #expect(outcome.text == "Hello")
      guard case .reported? = outcome.failure else {
        Issue.record("in pieces of \(size): \(outcome)")
        return
      }
    }
  }

  private static let lines =
    #"{"message":{"content":"Hel"},"done":false}"# + "\n"
    + #"{"message":{"content":"lo"},"done":true}"# + "\n"
  private static let document = """
    {
      "message": {"content": "Hello"},
      "done": true
    }

    """

  @Test(
    arguments: [
      "application/x-ndjson", "application/x-ndjson; charset=utf-8", "application/json",
      "text/plain", nil,
    ] as [String?],
    [lines, "\n \n" + lines, document, "\n" + document])
  func `a dialect of lines tells lines from one document`(_ type: String?, _ body: String) {
    for size in 1...body.utf8.count {
      let pieces = Array(body.utf8).chopped(by: size)
      let outcome = Self.receive(200, type, pieces, as: OllamaChat.self)
      #expect(outcome == Outcome(text: "Hello"), "in pieces of \(size)")
    }
  }

  @Test func `a line is handed on before its end comes`() throws {
    var text = ""
    let receiver = ReplyReceiver(OllamaChat()) { (events) throws(ByokError) in
      for case .text(let piece) in events { text += piece }
    }
    #expect(receiver.receive(ResponseHead(status: 200)))
    #expect(receiver.receive(Array(#"{"message":{"content":"Hi, what?"}}"#.utf8)))
    #expect(text == "Hi, what?")
  }

  @Test func `a failure that the end of a reply tells of comes behind its text`() {
    let body = #"{"candidates":[{"content":{"parts":[{"text":"Hel"}]},"finishReason":"OTHER"}]}"#
    for (type, text) in [("application/json", body), ("text/event-stream", "data: \(body)\n\n")] {
      let outcome = Self.receive(200, type, [Array(text.utf8)], as: Gemini.self)
      #expect(
        outcome
          == Outcome(text: "Hel", failure: .broke("OTHER", message: "it ended with OTHER")))
    }
  }

  @Test(arguments: ["gzip", "br", "deflate", "zstd", "GZIP", "gzip, identity"])
  func `a compressed answer is refused before its body`(_ encoding: String) {
    let outcome = Self.receive(
      200, "text/event-stream", [Array(Self.stream.utf8)], encoding: encoding)
    let reason = "it is compressed (\(encoding.lowercased()))"
    #expect(outcome == Outcome(failure: .broken(reason), wasWhole: false))
  }

  @Test(arguments: ["identity", "Identity", ""])
  func `an answer that says it is not compressed is read`(_ encoding: String) {
    let outcome = Self.receive(
      200, "text/event-stream", [Array(Self.stream.utf8)], encoding: encoding)
    #expect(outcome == Outcome(text: "Hello"))
  }

  @Test(arguments: ["text/html", "text/html; charset=utf-8", "application/json", nil] as [String?])
  func `a web page is no reply`(_ type: String?) {
    let page = "<!DOCTYPE html><html><title>Log in</title></html>"
    #expect(Self.receive(type, page).failure == .broken("it is an HTML page: 'Log in'"))
  }

  @Test(arguments: ["application/json", "text/event-stream", "text/html", nil] as [String?])
  func `an empty reply is no reply`(_ type: String?) {
    #expect(Self.receive(type, "").failure == .broken("it is empty"))
    #expect(Self.receive(type, " \n").failure == .broken("it is empty"))
    #expect(Self.receive(200, type, []).failure == .broken("it is empty"))
  }

  @Test(arguments: [": ping\n\n", ": ping\n\n: ping", "id: 1\n\n"])
  func `a stream without an event ended early`(_ body: String) {
    #expect(Self.receive("text/event-stream", body).failure == .endedEarly)
  }

  @Test func `a stream cut inside of an event ended early`() {
    let cut = "data: {\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}\n\ndata: {\"cho"
    #expect(Self.receive("text/event-stream", cut) == Outcome(text: "Hel", failure: .endedEarly))
    #expect(Self.receive(nil, Self.stream + "data: {\"cho") == Outcome(text: "Hello"))
  }

  @Test func `an answer without a head is no reply`() {
    let receiver = ReplyReceiver(OpenAIChat()) { _ in }
    #expect(throws: ReplyFailure.broken("it has no header")) { try receiver.finish() }
  }

  @Test(arguments: [300, 301, 400, 401, 404, 429, 500, 503, 529, 999])
  func `what another status says is a report, whatever it calls itself`(_ status: Int) {
    let body = #"{"error":{"message":"No","code":"c"}}"#
    let report = ErrorReport(status: status, message: "No", codes: ["c"])
    for type in ["application/json", "text/event-stream", "text/html", nil] as [String?] {
      #expect(Self.receive(status, type, [Array(body.utf8)]).failure == .reported(report))
    }
    #expect(
      Self.receive(status, nil, []).failure == .reported(ErrorReport(status: status, message: "")))
  }

  @Test(arguments: [1 << 10, 1 << 16, 1 << 17])
  func `of a long failure 64 KiB are kept`(_ size: Int) throws {
    let body = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 17)
    let outcome = Self.receive(500, "text/plain", body.chopped(by: size))
    guard case .reported(let report)? = outcome.failure else {
      Issue.record("not reported: \(outcome)")
      return
    }
    #expect(report.message.utf8.count == ReplyReceiver.errorLimit)
    #expect(!outcome.wasWhole)
  }

  @Test(arguments: [(ReplyReceiver.errorLimit - 1, true), (ReplyReceiver.errorLimit, false)])
  func `a failure up to the limit is wanted whole`(_ count: Int, _ isWhole: Bool) {
    let body = [UInt8](repeating: UInt8(ascii: "x"), count: count)
    #expect(Self.receive(500, nil, [body]).wasWhole == isWhole)
  }

  @Test func `a reply in one piece has a limit`() {
    let body = [UInt8](repeating: 0x20, count: ReplyReceiver.wholeLimit)
    let outcome = Self.receive(200, "application/json", [body, [0x20]])
    #expect(outcome == Outcome(failure: .broken("it is over 16 MiB"), wasWhole: false))
  }

  @Test func `a stream has a limit`() {
    let receiver = ReplyReceiver(OpenAIChat(), limits: .init(stream: 2 << 10)) {
      (_) throws(ByokError) in
    }
    let type = ResponseHead.Field(name: "content-type", value: "text/event-stream")
    #expect(receiver.receive(ResponseHead(status: 200, headers: [type])))
    let lines = [UInt8](repeating: UInt8(ascii: "\n"), count: 1 << 10)
    #expect(receiver.receive(lines) && receiver.receive(lines) && !receiver.receive([0x0A]))
    #expect(throws: ReplyFailure.broken("it is over 2 KiB")) { try receiver.finish() }
  }

  @Test(arguments: [
    #"{"refusal":"0123456789"}"#,
    #"{"tool_calls":[{"index":0,"function":{"arguments":"0123456789"}}]}"#,
  ])
  func `what is kept until the end has a limit`(_ delta: String) {
    let limits = ReplyReceiver.Limits(kept: 1024)
    let receiver = ReplyReceiver(OpenAIChat(), limits: limits) { (_) throws(ByokError) in }
    #expect(receiver.receive(ResponseHead(status: 200)))
    let event = Array("data: {\"choices\":[{\"delta\":\(delta)}]}\n\n".utf8)
    for _ in 0..<102 { #expect(receiver.receive(event)) }
    #expect(!receiver.receive(event))
    #expect(throws: Self.tooMuchKept) { try receiver.finish() }
  }

  @Test func `a call of a tool counts for more than it says`() {
    let limits = ReplyReceiver.Limits(kept: 1024)
    let receiver = ReplyReceiver(OpenAIChat(), limits: limits) { (_) throws(ByokError) in }
    #expect(receiver.receive(ResponseHead(status: 200)))
    let call = #"data: {"choices":[{"delta":{"tool_calls":[{"function":{"name":"f"}}]}}]}"#
    #expect(!receiver.receive(Array((call + "\n\n").utf8)))
    #expect(throws: Self.tooMuchKept) { try receiver.finish() }
  }

  private static let tooMuchKept =
    ReplyFailure.broken("its tool calls or its refusal exceed 1 KiB")

  @Test func `a line over its limit ends the reply`() {
    let body = [UInt8](repeating: UInt8(ascii: "x"), count: EventStreamParser.lineLimit + 1)
    let outcome = Self.receive(200, "text/event-stream", [body])
    #expect(outcome.failure == .broken("a line of the stream is over 1 MiB"))
    #expect(!outcome.wasWhole)
  }

  @Test func `who cannot take the events ends the reply`() throws {
    let full = ByokError(.failure, "cannot write the output: it is full")
    let receiver = ReplyReceiver(OpenAIChat()) { (_) throws(ByokError) in throw full }
    #expect(receiver.receive(ResponseHead(status: 200)))
    #expect(!receiver.receive(Array(Self.stream.utf8)))
    #expect(receiver.ownFailure == full)
  }
}
