import ByokTestSupport
import Testing

@testable import ByokKit

@Suite struct DocumentStreamTests {
  /// The documents of bytes that arrive in pieces, and what is no document behind them.
  private static func read(_ pieces: [[UInt8]]) throws -> [String] {
    var stream = DocumentStream(limit: 1 << 20)
    var texts: [String] = []
    for (number, piece) in pieces.enumerated() {
      let step = try stream.consume(piece)
      texts += step.documents.map { String(decoding: $0, as: UTF8.self) }
      guard let rest = step.rest else { continue }
      let left = Array(rest) + pieces[(number + 1)...].joined()
      return texts + ["rest: " + String(decoding: left, as: UTF8.self)]
    }
    let open = String(decoding: stream.open, as: UTF8.self)
    return open.isEmpty ? texts : texts + ["open: " + open]
  }

  @Test(arguments: [
    ("{}\n{\"a\":1}\n", ["{}", "{\"a\":1}"]),
    ("{}\r\n\r\n{}\r\n", ["{}", "{}"]),
    ("\n \n\t\n{}\n\n", ["{}"]),
    ("{\n \"a\": {}\n}\n{}", ["{\n \"a\": {}\n}", "{}"]),
    ("\u{1E}{}\n\u{1E}{}\n", ["{}", "{}"]),
    (#"{"a":"}\"{"}{}"#, [#"{"a":"}\"{"}"#, "{}"]),
    (#"{"a":"\\"}{}"#, [#"{"a":"\\"}"#, "{}"]),
    ("[{},\r\n{\"a\":[1]}\n]\n", ["{}", "{\"a\":[1]}"]),
    ("[{}", ["{}"]), ("[]", []), ("", []),
    ("{}\n\ndata: [DONE]\n\n", ["{}", "rest: data: [DONE]\n\n"]),
    ("{} x", ["{}", "rest: x"]),
    ("{}{\"a\":", ["{}", "open: {\"a\":"]),
  ])
  func `documents are told apart, however they are cut`(
    _ stream: String, _ expected: [String]
  ) throws {
    for size in 1...max(1, stream.utf8.count) {
      #expect(try Self.read(Array(stream.utf8).chopped(by: size)) == expected, "in \(size)")
    }
  }

  @Test func `a document has a limit`() throws {
    var stream = DocumentStream(limit: 1 << 20)
    let text = Array("{".utf8) + [UInt8](repeating: 0x20, count: (1 << 20) - 1)
    #expect(try stream.consume(text) == DocumentStream.Step())
    #expect(throws: ReplyFailure.broken("it is over 1 MiB")) { try stream.consume([0x20]) }
  }
}
