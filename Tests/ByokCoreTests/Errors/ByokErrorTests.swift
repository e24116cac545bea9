import Testing

@testable import ByokCore

@Suite struct ByokErrorTests {
  @Test func `one hint is a list of one`() {
    #expect(ByokError(.usage, "m", hint: "h") == ByokError(.usage, "m", hints: ["h"]))
    #expect(ByokError(.usage, "m").hints == [])
  }

  @Test func `failures differ by kind, words, hints and details`() {
    let error = ByokError(.usage, "m", hint: "h")
    #expect(error != ByokError(.failure, "m", hint: "h"))
    #expect(error != ByokError(.usage, "n", hint: "h"))
    #expect(error != ByokError(.usage, "m"))
    var detailed = error
    detailed.provider = .init(id: "x")
    #expect(error != detailed)
  }

  @Test func `as JSON a failure has all members, null where nothing is known`() throws {
    let json = String(decoding: try ByokError(.noKey, "m").document.json(), as: UTF8.self)
    #expect(
      json == #"{"error":{"hint":null,"http_status":null,"kind":"no_key","message":"m","#
        + #""provider":null,"retry_after_s":null}}"#)
  }

  @Test func `as JSON it tells the provider's part and the first hint`() throws {
    var error = ByokError(.limited, "m", hints: ["h", "i"])
    error.provider = .init(id: "openai", httpStatus: 429, retryAfter: 1.5)
    error.partialResult = .object(["text": .string("Hel")])
    let json = String(decoding: try error.document.json(), as: UTF8.self)
    #expect(
      json == #"{"error":{"hint":"h","http_status":429,"kind":"limited","message":"m","#
        + #""provider":"openai","retry_after_s":1.5},"text":"Hel"}"#)
  }
}
