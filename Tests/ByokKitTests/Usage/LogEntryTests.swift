import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct LogEntryTests {
  private static func entry(_ text: String) -> LogEntry? { LogEntry(Array(text.utf8).span) }

  private static func text(_ line: String, _ part: KeyPath<LogEntry, Range<Int>>) -> String? {
    entry(line).map { LogEntry.text(Array(line.utf8).span, $0[keyPath: part]) }
  }

  private static let line =
    #"{"cost_usd":0.25,"input_tokens":3,"key":"work","model":"a \"b\" {\"provider\":\"x\"}\u00e9","#
    + #""ms":17,"output_tokens":5,"provider":"openai","status":5,"time":"2026-11-23T07:35:13Z"}"#

  @Test func `a line that byok writes is read`() throws {
    let record = UsageLog.Record(
      time: "2026-11-23T07:35:13Z", provider: "openai", model: "m/\"é\"\n", key: "work",
      inputTokens: 3, outputTokens: 5, cost: 0.0000125, status: 0, milliseconds: 17)
    let line = String(decoding: try record.document.json(), as: UTF8.self)
    let entry = try #require(Self.entry(line))
    #expect(entry.time == 20_261_123_073_513)
    #expect(entry.day == 20_261_123)
    #expect((entry.inputTokens, entry.outputTokens, entry.status) == (3, 5, 0))
    #expect(entry.cost == 0.0000125)
    #expect(Self.text(line, \.model) == "m/\"é\"\n")
  }

  @Test func `texts are told with what their escapes stand for`() throws {
    #expect(Self.text(Self.line, \.provider) == "openai")
    #expect(Self.text(Self.line, \.model) == #"a "b" {"provider":"x"}é"#)
    #expect(Self.text(Self.line, \.key) == "work")
    #expect(Self.entry(Self.line)?.status == 5)
    #expect(Self.entry(Self.line)?.cost == 0.25)
  }

  @Test func `what is unknown stays unknown`() throws {
    let entry = try #require(
      Self.entry(
        #"{"cost_usd":null,"new":true,"provider":"p","time":"2026-11-23T07:35:13Z","x":"y"}"#))
    #expect(entry.cost == nil && entry.inputTokens == nil && entry.outputTokens == nil)
    #expect(entry.key.isEmpty && entry.model.isEmpty && entry.status == 0)
  }

  @Test func `no cut of a line is a request, nor a trap`() {
    for count in 0..<Self.line.utf8.count {
      #expect(LogEntry(Array(Self.line.utf8.prefix(count)).span) == nil, "\(count)")
    }
  }

  @Test func `no changed byte is a trap`() {
    let line = Array(Self.line.utf8)
    var requests = 0
    for index in line.indices {
      for byte in UInt8.min...UInt8.max {
        var changed = line
        changed[index] = byte
        if LogEntry(changed.span) != nil { requests += 1 }
      }
    }
    #expect(requests > 1000)
  }

  @Test(
    arguments: [
      ("0", 0), ("12", 12), ("0.25", 0.25), ("1e-05", 1e-5), ("1.5E+3", 1500), ("-1", nil),
      ("0.00034500000000000004", 0.00034500000000000004), ("null", nil), (#""1""#, nil),
    ] as [(String, Double?)])
  func `amounts are read`(text: String, number: Double?) throws {
    let line = #"{"cost_usd":\#(text),"provider":"p","time":"2026-11-23T07:35:13Z"}"#
    #expect(try #require(Self.entry(line)).cost == number)
  }

  @Test(arguments: [".5", "1.2.3", "1e", "-", "NaN", "01"])
  func `a line with what is no number is none`(text: String) {
    #expect(
      Self.entry(#"{"cost_usd":\#(text),"provider":"p","time":"2026-11-23T07:35:13Z"}"#) == nil)
  }

  @Test(arguments: [
    "2026-11-23T07:35:13", "2026-11-23 07:35:13Z", "2026-11-23T07:35:1xZ", "", "yesterday",
    "2026-11-23T07:35:13+00:00",
  ])
  func `no other form of a time is read`(text: String) {
    let bytes = Array(text.utf8)
    #expect(LogTime.number(bytes.span, bytes.indices) == nil)
  }

  @Test func `times have an order and a text`() {
    #expect(LogTime.number(1_795_419_313) == 20_261_123_073_513)
    #expect(LogTime.text(20_261_123_073_513) == "2026-11-23T07:35:13Z")
    #expect(LogTime.dayText(20_261_123) == "2026-11-23")
  }
}
