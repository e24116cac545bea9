import Testing

@testable import ByokKit

/// How texts are taken apart for a search.
@Suite struct ConversationSearchTests {
  @Test(arguments: [
    "", "\n", "one", "one\ntwo", "\n\none\n\ntwo\n", "one\r\ntwo\rthree\n\rfour",
    "one\u{0B}two\u{0C}three", "one\u{85}two\u{2028}three\u{2029}four", "\u{85}\u{2029}\u{2028}",
    "\u{2027}“é”\u{202A}\u{C5}\u{105}", "e\n\u{301}\n👍🏽\u{85}", "\u{C285}\u{2028}\u{3028}",
  ])
  func `lines are what characters that are newlines separate`(text: String) {
    let lines = ConversationStore.lines(of: text)
    #expect(
      lines.map { Array($0.utf8) } == text.split(whereSeparator: \.isNewline).map { Array($0.utf8) }
    )
  }
}
