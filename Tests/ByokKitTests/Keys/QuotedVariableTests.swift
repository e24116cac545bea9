import ByokTestSupport
import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

@Suite struct QuotedVariableTests {
  private func warning(_ text: String) throws -> ByokError? {
    KeyValidation.warning(ofQuotesIn: try StoreFixture.secret(text), from: "ACME_API_KEY")
  }

  @Test(arguments: [#""sk-0123""#, "'sk-0123'", " \"sk-0123\"\n", "\"sk-0123", "sk-0123'", "`sk`"])
  func `quotes around a key are told, without the key`(text: String) throws {
    let warning = try #require(try warning(text))
    #expect(
      warning.message
        == "the key in ACME_API_KEY begins or ends with a quotation mark, which is sent as a part of it"
    )
    #expect(!warning.hints.joined().contains("sk-"))
  }

  @Test(arguments: ["sk-0123", " sk-0123 ", "sk-\"01'23", " ", ""])
  func `other keys are not`(text: String) throws {
    #expect(try warning(text) == nil)
  }

  @Test func `a blank variable is as an empty one`() {
    let names = ["A", "B", "C", "D"]
    let environment = Environment(["A": " \t\n", "B": "", "C": " x "])
    #expect(names.map { environment.hasContent($0) } == [false, false, true, false])
    #expect(names.map { environment.content($0) } == [nil, nil, " x ", nil])
  }
}
