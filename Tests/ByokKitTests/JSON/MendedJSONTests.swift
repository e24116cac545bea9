import Testing

@testable import ByokKit

@Suite struct MendedJSONTests {
  @Test(arguments: [
    #""""#, #""a""#, #""é😀""#, #""\ud83d\ude00""#, #""\uD83D\uDE00""#, #""\u0041\\ud83d""#,
    #""\n""#,
    #""\\\\u""#, #""\u12"#, #""\"#, "", #""\ud83d\ude00\ud83d\ude00""#,
  ])
  func `what is Unicode stays as it is`(_ text: String) {
    #expect(Array(text.utf8).mendedJSON == Array(text.utf8))
  }

  @Test(arguments: [
    (#""a\ud83d""#, #""a\ufffd""#), (#""\ude00b""#, #""\ufffdb""#),
    (#""\ud83d\ud83d\ude00""#, #""\ufffd\ud83d\ude00""#), (#""\ude00\ud83d""#, #""\ufffd\ufffd""#),
    (#""\ud83dx\ude00""#, #""\ufffdx\ufffd""#), (#""\\\ud83d""#, #""\\\ufffd""#),
    (#""\ud83d\u0041""#, #""\ufffd\u0041""#), (#""\ud83d\n""#, #""\ufffd\n""#),
    (#""\uDBFF"#, #""\ufffd"#),
  ])
  func `half of a surrogate pair is replaced`(_ text: String, _ mended: String) {
    #expect(String(decoding: Array(text.utf8).mendedJSON, as: UTF8.self) == mended)
  }

  @Test func `bytes that are not UTF-8 are replaced`() {
    let text: [UInt8] = [0x22, 0xFF, 0x61, 0xF0, 0x9F, 0x22]
    #expect(text.mendedJSON == Array("\"\u{FFFD}a\u{FFFD}\"".utf8))
    #expect(JSONValue(text) == .string("\u{FFFD}a\u{FFFD}"))
  }

  @Test func `a text that was cut inside of a character is read`() throws {
    let wire = OpenAIChat.init
    for content in [Array(#"a\ud83d"#.utf8), [0x61, 0xF0, 0x9F]] {
      let chunk =
        Array(#"{"choices":[{"delta":{"content":""#.utf8) + content + Array(#""}}]}"#.utf8)
      var decoder = wire()
      #expect(try decoder.receive(ServerSentEvent(data: chunk)) == [.text("a\u{FFFD}")])
    }
  }
}
