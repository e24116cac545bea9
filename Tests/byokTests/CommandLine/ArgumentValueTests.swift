import Testing

@testable import ByokCore
@testable import ByokKit
@testable import byok

@Suite struct ArgumentValueTests {
  @Test(arguments: [("0", 0), ("7", 7), ("+7", 7), ("007", 7)])
  func `a whole number is read`(_ text: String, _ number: Int) {
    #expect(Int(argument: text) == number)
  }

  @Test(arguments: ["", "-1", "1.0", "x", " 1", "0x10", "9223372036854775808"])
  func `what is no whole number is refused`(_ text: String) {
    #expect(Int(argument: text) == nil)
  }

  @Test(arguments: [("0", 0), ("0.5", 0.5), ("-1", -1), ("1e3", 1000), (".5", 0.5)])
  func `a number is read`(_ text: String, _ number: Double) {
    #expect(Double(argument: text) == number)
  }

  @Test(arguments: ["", "x", "nan", "inf", "-inf", "1e999", "1,5", " 1"])
  func `what is no number is refused`(_ text: String) {
    #expect(Double(argument: text) == nil)
  }

  @Test(arguments: [("1", 1), ("0.5", 0.5), ("86400", 86_400), ("2m", 120), ("1.5s", 1.5)])
  func `a time is read`(_ text: String, _ seconds: Double) {
    #expect(Seconds(argument: text)?.count == seconds)
  }

  @Test(arguments: ["0", "-1", "86401", "nan", "2w", "1x", ""])
  func `what is no time is refused`(_ text: String) {
    #expect(Seconds(argument: text) == nil)
  }

  @Test func `any text is a text`() {
    #expect(String(argument: "") == "")
  }
}
