import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ThinkTagsTests {
  /// A text and what of it is thinking and what the answer.
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let thinking: String
    let answer: String

    init(_ text: String, thinking: String = "", answer: String) {
      (self.text, self.thinking, self.answer) = (text, thinking, answer)
    }

    var testDescription: String { text }
  }

  static let cases: [Case] = [
    Case("hello", answer: "hello"),
    Case("", answer: ""),
    Case(" \n", answer: " \n"),
    Case("  hello", answer: "  hello"),
    Case("<think>a</think>b", thinking: "a", answer: "b"),
    Case("<think>a</think>", thinking: "a", answer: ""),
    Case("<think></think>b", answer: "b"),
    Case("<think>\na\n</think>\n\nb\n", thinking: "\na\n", answer: "b\n"),
    Case(" \n<think>a</think>b", thinking: "a", answer: "b"),
    Case("<think>a < b, </thin></think>c", thinking: "a < b, </thin>", answer: "c"),
    Case("<think>a<think>b</think>c", thinking: "a<think>b", answer: "c"),
    Case("<think>a</think>b</think>c", thinking: "a", answer: "b</think>c"),
    Case("<think>a</think>b<think>c</think>d", thinking: "a", answer: "b<think>c</think>d"),
    Case("a<think>b</think>c", answer: "a<think>b</think>c"),
    Case("<think>never closed", answer: "<think>never closed"),
    Case("<think>", answer: "<think>"),
    Case("<thin", answer: "<thin"),
    Case("<", answer: "<"),
    Case("<thinking>a</thinking>", answer: "<thinking>a</thinking>"),
    Case("<b>a</b>", answer: "<b>a</b>"),
    Case("</think>a", answer: "</think>a"),
    Case("<think>日本👩‍👧é</think>é", thinking: "日本👩‍👧é", answer: "é"),
    Case("<think>e\u{301}</think>e\u{301}", thinking: "e\u{301}", answer: "e\u{301}"),
    Case("<think>a</think>\r\nb", thinking: "a", answer: "b"),
  ]

  private static func split(_ pieces: [String]) -> (thinking: String, answer: String) {
    var tags = ThinkTags()
    var events: [StreamEvent] = []
    for piece in pieces { events += tags.split(piece) }
    events += tags.finish()
    var result = (thinking: "", answer: "")
    for event in events {
      switch event {
      case .text(let text): result.answer += text
      case .reasoning(let text): result.thinking += text
      default: Issue.record("neither text nor reasoning: \(event)")
      }
    }
    return result
  }

  @Test(arguments: cases) func `thinking and answer are told apart`(_ test: Case) {
    let result = Self.split([test.text])
    #expect(result == (test.thinking, test.answer))
  }

  @Test(arguments: cases) func `pieces of every size give the same`(_ test: Case) {
    let scalars = Array(test.text.unicodeScalars)
    for size in 1...max(1, scalars.count) {
      let pieces = stride(from: 0, to: scalars.count, by: size).map { start in
        var piece = ""
        piece.unicodeScalars.append(contentsOf: scalars[start..<min(start + size, scalars.count)])
        return piece
      }
      let result = Self.split(pieces)
      #expect(result == (test.thinking, test.answer), "in pieces of \(size)")
    }
  }

  @Test func `an answer is not held back`() {
    var tags = ThinkTags()
    #expect(tags.split("he") == [.text("he")])
    #expect(tags.split("<think>") == [.text("<think>")])
    #expect(tags.finish() == [])
  }

  @Test func `thinking over 1 MiB that never closes is let go`() {
    var tags = ThinkTags()
    let text = "<think>" + String(repeating: "x", count: 1 << 20)
    #expect(tags.split(text) == [.text(text)])
    #expect(tags.split("</think>") == [.text("</think>")])
  }
}
