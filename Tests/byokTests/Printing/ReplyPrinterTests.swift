import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit
@testable import byok

@Suite struct ReplyPrinterTests {
  private static func print(
    _ events: [StreamEvent], keepsText: Bool = false, showsReasoning: Bool = false
  ) throws -> (output: String, errors: String, text: String) {
    let screen = try Screen()
    let output = ChatOutput(isJSON: keepsText, showsReasoning: showsReasoning)
    let printer = ReplyPrinter(screen.console, output)
    for event in events { try printer.take([event]) }
    try printer.finish()
    return (screen.output, screen.errors, printer.text)
  }

  @Test(arguments: [
    (["a", "b"], "ab\n"), (["a\n"], "a\n"), (["a", "\n"], "a\n"), (["a\n\n"], "a\n\n"), ([], ""),
    ([""], ""), (["\n"], "\n"), (["a\r"], "a\r\n"), (["a\r\n"], "a\r\n"), (["a\r", "\n"], "a\r\n"),
    (["a\u{2028}"], "a\u{2028}\n"), (["a\u{85}"], "a\u{85}\n"), (["a\u{c}"], "a\u{c}\n"),
    (["\u{1b}[1m\u{202e}"], "\u{1b}[1m\u{202e}\n"),
  ])
  func `to a file bytes are unchanged and the last line is ended`(
    _ pieces: [String], _ output: String
  ) throws {
    let printed = try Self.print(pieces.map(StreamEvent.text))
    #expect(Array(printed.output.utf8) == Array(output.utf8))
    #expect(printed.errors == "")
  }

  @Test func `for JSON the text is kept, not printed`() throws {
    let printed = try Self.print([.text("a"), .text("b\n")], keepsText: true)
    #expect(printed == (output: "", errors: "", text: "ab\n"))
  }

  @Test func `for JSON not more text is kept than fits`() throws {
    let screen = try Screen()
    let printer = ReplyPrinter(screen.console, ChatOutput(isJSON: true))
    let most = String(repeating: "a", count: ReplyReceiver.keptLimit)
    try printer.take([.text(most)])
    #expect(throws: ByokError.self) { try printer.take([.text("b")]) }
    #expect(printer.text == most)
  }

  @Test func `thinking goes to standard error, harmless, where it is wanted`() throws {
    let events: [StreamEvent] = [.reasoning("Hm\u{1b}"), .text("a"), .refusal("no"), .model("m")]
    #expect(try Self.print(events) == (output: "a\n", errors: "", text: ""))
    let shown = try Self.print(events, showsReasoning: true)
    #expect(shown == (output: "a\n", errors: #"Hm\u{1b}"#, text: ""))
  }
}
