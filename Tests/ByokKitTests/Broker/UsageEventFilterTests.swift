import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct UsageEventFilterTests {
  private func passed(_ pieces: [[UInt8]]) -> String {
    var filter = UsageEventFilter()
    var output: [UInt8] = []
    for piece in pieces { output += filter.take(piece.span) }
    return String(decoding: output + filter.finish(), as: UTF8.self)
  }

  private static let text = #"data: {"choices":[{"delta":{"content":"a"}}],"usage":null}"#
  private static let usage = #"data: {"choices":[],"usage":{"prompt_tokens":1}}"#
  private static let done = "data: [DONE]"

  @Test(arguments: ["\n", "\r\n"])
  func `the event with usage alone is taken out, however the stream is chopped`(_ end: String) {
    let stream = [Self.text, Self.usage, Self.done].map { $0 + end + end }.joined()
    let wanted = [Self.text, Self.done].map { $0 + end + end }.joined()
    let bytes = Array(stream.utf8)
    for place in 0...bytes.count {
      #expect(passed([Array(bytes[..<place]), Array(bytes[place...])]) == wanted)
    }
    #expect(passed(bytes.map { [$0] }) == wanted)
  }

  @Test(arguments: [
    text, done, #"data: {"choices":[{"delta":{}}],"usage":{"prompt_tokens":1}}"#,
    #"data: {"choices":[],"prompt_filter_results":[]}"#, ": ping", #"event: x"# + "\n" + "data: 1",
    #"data: {"choices":[],"usage":null}"#, #"data: {"usage":{"a":1}}"#, #"data: "usage""#,
  ])
  func `any other event is passed on as it came`(_ event: String) {
    #expect(passed([Array("\(event)\n\n".utf8)]) == "\(event)\n\n")
  }

  @Test func `what has no end is passed on at the end of the stream`() {
    #expect(passed([Array("data: {".utf8)]) == "data: {")
    #expect(passed([Array(Self.usage.utf8)]) == "")
  }

  @Test func `an event of any length is passed on`() {
    let long = "data: " + String(repeating: "a", count: 5 << 20)
    #expect(passed([Array(long.utf8), Array("\n\ndata: b\n\n".utf8)]) == long + "\n\ndata: b\n\n")
  }
}
