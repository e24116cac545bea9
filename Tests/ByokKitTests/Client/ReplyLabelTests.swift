import ByokTestSupport
import Testing

@testable import ByokCore
@testable import ByokKit

/// The same reply in every form and under every name that servers give it.
@Suite struct ReplyLabelTests {
  private static func text(
    _ text: String, _ type: String, as dialect: any Dialect.Type, size: Int = .max
  ) -> (text: String, failure: ReplyFailure?) {
    var answer = ""
    let receiver = ReplyReceiver(dialect.init()) { (events) throws(ByokError) in
      for case .text(let piece) in events { answer += piece }
    }
    let head = ResponseHead(status: 200, headers: [.init(name: "content-type", value: type)])
    var goesOn = receiver.receive(head)
    let bytes = Array(text.utf8)
    for piece in size < bytes.count ? bytes.chopped(by: size) : [bytes] where goesOn {
      goesOn = receiver.receive(piece)
    }
    do throws(ReplyFailure) {
      try receiver.finish()
      return (answer, nil)
    } catch {
      return (answer, error)
    }
  }

  private static let types = [
    "text/event-stream", "application/json", "application/x-ndjson", "text/plain", "text/html",
    "application/octet-stream", "",
  ]

  @Test(arguments: 0..<GoodReply.dialectCount)
  func `a reply is read in every form, whatever its label`(_ number: Int) {
    let reply = GoodReply.make(number, pieces: ["Hel", "lo", " \u{1F600}\n"])
    for form in GoodReply.Form.allCases {
      for type in Self.types {
        for start in ["", "\r\n \n", "\u{FEFF}", "\n\u{FEFF} \u{1}"] {
          let text = start + reply.text(as: form)
          let outcome = Self.text(text, type, as: reply.dialect, size: 2)
          #expect(outcome == (reply.text, nil), "\(reply.dialect.name) as \(form), \(type)")
        }
      }
    }
  }

  @Test func `a whole reply behind a comment is read, whatever its length`() {
    let reply = GoodReply.make(0, pieces: [String(repeating: "word ", count: 40_000)])
    let text = ": processing\n\n: processing\n\n" + reply.whole + "\n"
    #expect(
      Self.text(text, "text/event-stream", as: reply.dialect, size: 1000) == (reply.text, nil))
  }

  @Test(arguments: 0..<GoodReply.dialectCount)
  func `an empty reply that is complete is one`(_ number: Int) {
    let reply = GoodReply.make(number, pieces: [""])
    for form in GoodReply.Form.allCases {
      #expect(
        Self.text(reply.text(as: form), "", as: reply.dialect) == ("", nil),
        "\(reply.dialect.name) as \(form)")
    }
  }

  @Test(arguments: 0..<GoodReply.dialectCount, ["error", "exception", "response.error"])
  func `an event that is named for an error says why`(_ number: Int, _ name: String) {
    let reply = GoodReply.make(number, pieces: ["Hel"])
    let start = reply.documents.dropLast(2).map { "data: \($0)\n\n" }.joined()
    for (data, words) in [
      ("no worker left", "no worker left"), (#"{"error":{"message":"It broke"}}"#, "It broke"),
      (#""It broke""#, "It broke"), (#"{"message":"It broke"}"#, "It broke"),
    ] {
      let outcome = Self.text(
        start + "event: \(name)\ndata: \(data)\n\n", "", as: reply.dialect)
      guard case .reported(let report)? = outcome.failure else {
        Issue.record("\(reply.dialect.name): \(outcome)")
        continue
      }
      #expect(report.message == words)
    }
  }

  @Test(
    arguments: 0..<GoodReply.dialectCount,
    [
      "ping", "PING", "[PING]", "keep-alive", "[KEEP-ALIVE]", "heartbeat", ": ping", "null",
      "\"\"", "{}", "true", "", "0", "heartbeat 2026-11-29T00:00:00Z", "[]",
    ])
  func `a heartbeat is nothing`(_ number: Int, _ beat: String) {
    let reply = GoodReply.make(number, pieces: ["Hel", "lo"])
    let text = reply.documents.map { "data: \(beat)\n\ndata: \($0)\n\n" }.joined()
    #expect(Self.text(text, "", as: reply.dialect) == ("Hello", nil), "\(reply.dialect.name)")
    for name in ["ping", "heartbeat", "keep-alive"] {
      for data in [beat, "still here, please wait", "1764380000"] {
        let named = reply.documents.map {
          "event: \(name)\ndata: \(data)\n\ndata: \($0)\n\n"
        }
        #expect(
          Self.text(named.joined(), "", as: reply.dialect) == ("Hello", nil),
          "\(reply.dialect.name)")
      }
    }
  }

  @Test(
    arguments: 0..<GoodReply.dialectCount,
    ["", "ping", "null", "\"ping\"", ": keep-alive", "{}", #"{"type":"ping"}"#])
  func `a heartbeat between lines is nothing`(_ number: Int, _ beat: String) {
    let reply = GoodReply.make(number, pieces: ["Hel", "lo"])
    let first = reply.documents.map { "\(beat)\n\($0)\n" }.joined()
    let last = reply.documents.map { "\($0)\n\(beat)\n" }.joined()
    for text in [first, last] {
      for size in [1, 7, .max] {
        #expect(
          Self.text(text, "application/x-ndjson", as: reply.dialect, size: size)
            == ("Hello", nil), "\(reply.dialect.name)")
      }
    }
  }

  @Test(
    arguments: 0..<GoodReply.dialectCount,
    [
      #"{"ret":5,"fate":"the pool is asleep"}"#,
      #"{"code":1,"data":{"message":"the pool is asleep"}}"#,
      #"{"status":{"message":"the pool is asleep"}}"#,
    ])
  func `what is no reply is shown`(_ number: Int, _ document: String) {
    let reply = GoodReply.make(number, pieces: ["Hello"])
    for text in [document, "data: \(document)\n\n", "data: \(document)\n\ndata: [DONE]\n\n"] {
      let failure = Self.text(text, "", as: reply.dialect).failure
      switch failure {
      case .broken(let words)?, .cutOff(let words)?, .unreadable(let words)?:
        #expect(words.hasSuffix(document), "\(reply.dialect.name): \(text)")
      default: Issue.record("\(reply.dialect.name): \(String(describing: failure))")
      }
    }
    let event = Self.text("event: error\ndata: \(document)\n\n", "", as: reply.dialect)
    guard case .reported(let report)? = event.failure else {
      Issue.record("\(reply.dialect.name): \(event)")
      return
    }
    #expect(report.message.contains("the pool is asleep"))
  }

  @Test(arguments: 0..<GoodReply.dialectCount)
  func `data that is no JSON is quoted`(_ number: Int) {
    let reply = GoodReply.make(number, pieces: ["Hel", "lo"])
    let start = "data: \(reply.documents[0])\n\n"
    let outcome = Self.text(start + "data: no such shard\n\n", "", as: reply.dialect)
    #expect(outcome.failure == .unreadable("no such shard"), "\(reply.dialect.name)")
    let error = Self.text(start + "data: Error: out of memory\n\n", "", as: reply.dialect)
    #expect(
      error.failure
        == .reported(ErrorReport(status: 200, message: "Error: out of memory")))
    #expect(
      Self.text("no healthy upstream", "text/plain", as: reply.dialect).failure
        == .unreadable("no healthy upstream"))
  }

  @Test(
    arguments: 0..<GoodReply.dialectCount,
    [
      "null", "\"\"", "{}", "[]", "false", #"{"message":"","type":"","param":"","code":null}"#,
      #"{"code":0,"message":""}"#, #"{"code":200,"message":null,"status":""}"#,
    ])
  func `an error that says nothing takes nothing from a good reply`(
    _ number: Int, _ error: String
  ) {
    let reply = GoodReply.make(number, pieces: ["Hel", "lo"])
    let member = "{\"error\":\(error),"
    let name = reply.dialect.name
    let stream = reply.documents.map { "data: \(member)\($0.dropFirst())\n\n" }.joined()
    #expect(Self.text(stream, "", as: reply.dialect) == ("Hello", nil), "\(name)")
    let whole = member + reply.whole.dropFirst()
    #expect(Self.text(whole, "", as: reply.dialect) == ("Hello", nil), "\(name)")
  }

  @Test(arguments: 0..<GoodReply.dialectCount)
  func `an error beside an answer comes behind its text`(_ number: Int) {
    let reply = GoodReply.make(number, pieces: ["Hel"])
    let member = #"{"error":{"message":"It broke","code":429},"#
    let failure = ReplyFailure.reported(
      ErrorReport(status: 200, message: "It broke", codes: ["429"]))
    let whole = member + reply.whole.dropFirst()
    #expect(Self.text(whole, "", as: reply.dialect) == ("Hel", failure), "\(reply.dialect.name)")
    var documents = reply.documents
    let last = documents.removeLast()
    let stream = (documents + [member + last.dropFirst()]).map { "data: \($0)\n\n" }.joined()
    #expect(Self.text(stream, "", as: reply.dialect) == ("Hel", failure), "\(reply.dialect.name)")
  }
}
