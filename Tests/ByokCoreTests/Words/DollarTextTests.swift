import Testing

@testable import ByokCore

@Suite struct DollarTextTests {
  @Test(arguments: [
    (0, "$0.00"), (0.5, "$0.50"), (1.25, "$1.25"), (0.125, "$0.125"), (0.000_001, "$0.000001"),
    (1e-9, "$0.00"), (12.345_678_9, "$12.345679"), (0.999_999_9, "$1.00"), (100, "$100.00"),
    (7.000_01, "$7.00001"), (999_999_999.5, "$999999999.50"), (.infinity, "$inf"), (-1, "$-1.0"),
    (.nan, "$nan"), (1e9, "$1000000000.0"), (-0.0, "$0.00"), (0.1 + 0.2, "$0.30"),
  ])
  func `an amount has the places it needs`(_ amount: Double, _ text: String) {
    #expect(DollarText.text(amount) == text)
    var bytes = Array("a ".utf8)
    DollarText.add(amount, to: &bytes)
    #expect(String(decoding: bytes, as: UTF8.self) == "a " + text)
  }

  @Test func `each hundredth of a cent is written as it is`() {
    for number in stride(from: 0, to: 1_000_000, by: 97) {
      let text = DollarText.text(Double(number) / 10_000)
      #expect(Double(text.dropFirst()) == Double(number) / 10_000, "\(text)")
      let places = text.utf8.count - 1 - text.utf8.prefix { $0 != UInt8(ascii: ".") }.count
      #expect(places == 2 || text.last != "0", "\(text)")
    }
  }
}
