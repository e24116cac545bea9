import ByokTestSupport
import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct EventStreamTests {
  /// A stream and the data of the events it brings, `name>data` where an event is named.
  struct Case: Sendable, CustomTestStringConvertible {
    let rule: String
    let stream: [UInt8]
    let events: [String]

    init(_ rule: String, _ stream: String, _ events: [String]) {
      (self.rule, self.stream, self.events) = (rule, Array(stream.utf8), events)
    }

    var testDescription: String { rule }
  }

  static let cases: [Case] = [
    Case("line feeds", "data: a\n\ndata: b\n\n", ["a", "b"]),
    Case("carriage returns", "data: a\r\rdata: b\r\r", ["a", "b"]),
    Case("both", "data: a\r\n\r\ndata: b\r\n\r\n", ["a", "b"]),
    Case("CRLF, then LF", "data: a\r\n\ndata: b\n\r\n", ["a", "b"]),
    Case("CRLF, then CR", "data: a\r\n\rdata: b\r\r\n", ["a", "b"]),
    Case("LF, then CR", "data: a\n\rdata: b\n\r", ["a", "b"]),
    Case("CR CRLF is two ends", "data: a\r\r\ndata: b\n\n", ["a", "b"]),
    Case("line kinds within one event", "data: a\rdata: b\ndata: c\r\n\n", ["a\nb\nc"]),
    Case("many blank lines", "\n\n\r\r\n\ndata: a\n\n\n\n\n", ["a"]),
    Case("byte order mark", "\u{FEFF}data: a\n\n", ["a"]),
    Case("byte order mark before a blank line", "\u{FEFF}\ndata: a\n\n", ["a"]),
    Case("second byte order mark", "\u{FEFF}\u{FEFF}data: a\n\ndata: b\n\n", ["b"]),
    Case("later byte order mark", "data: a\n\n\u{FEFF}data: b\n\n", ["a"]),
    Case("byte order mark as data", "data: \u{FEFF}a\n\n", ["\u{FEFF}a"]),
    Case("comment", ": ping\n\ndata: a\n: in between\n\n:\n\n", ["a"]),
    Case("OpenRouter's comment", ": OPENROUTER PROCESSING\n\ndata: a\n\n", ["a"]),
    Case("no space", "data:a\n\n", ["a"]),
    Case("one space is dropped", "data:  a\n\n", [" a"]),
    Case("a tab is kept", "data:\ta\n\n", ["\ta"]),
    Case("trailing space is kept", "data: a \n\n", ["a "]),
    Case("colons in the value", "data: a: b:c\n\n", ["a: b:c"]),
    Case("no colon", "data\n\n", [""]),
    Case("two lines without colon", "data\ndata\n\n", ["\n"]),
    Case("empty data", "data:\n\n", [""]),
    Case("space only", "data: \n\n", [""]),
    Case("empty lines of data", "data: a\ndata:\ndata: b\n\n", ["a\n\nb"]),
    Case("several lines", "data: a\ndata: b\ndata: c\n\n", ["a\nb\nc"]),
    Case("name", "event: x\ndata: a\n\n", ["x>a"]),
    Case("name behind data", "data: a\nevent: x\n\n", ["x>a"]),
    Case("last name wins", "event: x\nevent: y\ndata: a\n\n", ["y>a"]),
    Case("emptied name", "event: x\nevent\ndata: a\n\n", ["a"]),
    Case("name without data", "event: x\n\ndata: a\n\n", ["a"]),
    Case("name is forgotten", "event: x\ndata: a\n\ndata: b\n\n", ["x>a", "b"]),
    Case("unknown fields", "id: 1\nretry: 5\nfoo: bar\nfoo\ndata: a\n\n", ["a"]),
    Case("names are exact", "Data: a\ndata : b\n data: c\ndatax: d\n\n", []),
    Case("only unknown fields", "id: 1\n\nretry: 5\n\n", []),
    Case("JSON", "{\"error\": {\n\"message\": \"no\"\n}}\n\n", []),
    Case("more than ASCII", "data: grüße 👩‍👩‍👧 日本\n\n", ["grüße 👩‍👩‍👧 日本"]),
    Case("NUL", "data: a\0b\n\n", ["a\0b"]),
    Case(
      "line separator is no line end", "data: a\u{2028}b\u{85}c\u{B}d\n\n",
      ["a\u{2028}b\u{85}c\u{B}d"]),
    Case("unfinished event", "data: a\n\ndata: b\n", ["a", "b"]),
    Case("unfinished line", "data: a\n\ndata: b", ["a", "b"]),
    Case("unfinished line after CR", "data: a\r\rdata: b\r", ["a", "b"]),
    Case("unfinished lines", "data: a\ndata: b", ["a\nb"]),
    Case("unfinished comment", "data: a\n\n: b", ["a"]),
    Case("unfinished name", "data: a\n\nevent: b", ["a"]),
    Case("unfinished field name", "data: a\n\ndat", ["a"]),
    Case("unfinished byte order mark", "\u{FEFF}", []),
    Case("nothing", "", []),
  ]

  @Test(arguments: cases) func `a stream fed whole brings its events`(_ test: Case) throws {
    #expect(try Self.events(of: [test.stream]) == test.events)
  }

  @Test(arguments: cases) func `pieces of every size bring the same events`(_ test: Case) throws {
    for size in 1...max(1, test.stream.count) {
      let events = try Self.events(of: test.stream.chopped(by: size))
      #expect(events == test.events, "in pieces of \(size)")
    }
  }

  @Test(arguments: cases) func `every cut in two brings the same events`(_ test: Case) throws {
    for pieces in test.stream.allSplits {
      let events = try Self.events(of: pieces)
      #expect(events == test.events, "cut at \(pieces[0].count)")
    }
  }

  @Test func `empty pieces change nothing`() throws {
    let pieces = [[], Array("data: a\r".utf8), [], Array("\n\r".utf8), [], Array("\ndata: b".utf8)]
    #expect(try Self.events(of: pieces) == ["a", "b"])
  }

  @Test func `an event is handed out as soon as its blank line arrives`() throws {
    var parser = EventStreamParser()
    #expect(try parser.consume(Array("data: a\n".utf8)).isEmpty)
    #expect(try parser.consume(Array("\n".utf8)) == [ServerSentEvent(data: Array("a".utf8))])
    #expect(try parser.finish() == nil)
  }

  @Test func `a carriage return ends a line before its line feed has come`() throws {
    var parser = EventStreamParser()
    _ = try parser.consume(Array("data: a\r".utf8))
    #expect(try parser.consume(Array("\n\r".utf8)) == [ServerSentEvent(data: Array("a".utf8))])
  }

  @Test func `bytes that are not UTF-8 pass unchanged in data`() throws {
    var parser = EventStreamParser()
    let events = try parser.consume(Array("data: ".utf8) + [0xFF, 0xC3] + Array("\n\n".utf8))
    #expect(events == [ServerSentEvent(data: [0xFF, 0xC3])])
  }

  @Test(arguments: [
    ("{\"error\": 1}", ""), ("data: a\n\n{\"error\": 1}", ""), ("ping\nnull\n\"ping\"\n", ""),
    ("data: a\n{\"error\": 1}", "{\"error\": 1}"),
    ("data: a\n\n{\r\n  \"error\": {\r\n  }\r\n}\r\n", "{\n  \"error\": {\n  }\n}"),
    ("[{\n\"a\": 1}]\ndata: a\n\n", "[{\n\"a\": 1}]"),
    ("  {\"a\": 1}\n: ping\n\n", "  {\"a\": 1}"),
    ("data: {}\nid: {}\nretry: 3\n: foo\n\n", ""),
    ("data: {}\nno healthy upstream\n\n", "no healthy upstream"),
    ("\"error\": 1\n}\n", "\"error\": 1\n}"),
  ])
  func `what is of no event is kept`(_ stream: String, _ kept: String) throws {
    for size in 1...stream.utf8.count {
      var parser = EventStreamParser()
      for piece in Array(stream.utf8).chopped(by: size) { _ = try parser.consume(piece) }
      _ = try parser.finish()
      #expect(String(decoding: parser.stray, as: UTF8.self) == kept, "in pieces of \(size)")
    }
  }

  @Test(arguments: [
    ("{\"a\": 1}\nping\n{\"b\": 2}", ["{\"a\": 1}", "{\"b\": 2}"]),
    ("data: {\"a\": 1}\ndata: {\"b\": 2}\n", ["{\"a\": 1}", "{\"b\": 2}"]),
    ("data: {\"a\": 1}\ndata: [DONE]\n\n", ["{\"a\": 1}", "[DONE]"]),
    ("data: {\ndata: \"a\": {}\ndata: }\n\n", ["{\n\"a\": {}\n}"]),
    ("data: {\"a\": 1}\n{\"b\": 2}\n\n", ["{\"a\": 1}"]),
  ])
  func `documents are events, also without what should part them`(
    _ stream: String, _ documents: [String]
  ) throws {
    for size in 1...stream.utf8.count {
      var parser = EventStreamParser()
      var events: [ServerSentEvent] = []
      for piece in Array(stream.utf8).chopped(by: size) { events += try parser.consume(piece) }
      while let event = try parser.finish() { events.append(event) }
      #expect(events.map { String(decoding: $0.data, as: UTF8.self) } == documents)
    }
  }

  @Test func `of what is of no event no more is kept than a failure needs`() throws {
    var parser = EventStreamParser()
    let line = Array("{".utf8) + [UInt8](repeating: 0x20, count: 60_000) + Array("\n".utf8)
    _ = try parser.consume(Array("data: a\n\n".utf8))
    for _ in 1...3 { _ = try parser.consume(line) }
    #expect(parser.stray.count == EventStreamParser.strayLimit)
  }

  private static func events(
    of pieces: [[UInt8]]
  ) throws -> [String] {
    var parser = EventStreamParser()
    var events: [ServerSentEvent] = []
    for piece in pieces { events += try parser.consume(piece) }
    while let last = try parser.finish() { events.append(last) }
    return events.map { event in
      let data = String(decoding: event.data, as: UTF8.self)
      return event.name.isEmpty ? data : "\(event.name)>\(data)"
    }
  }
}
