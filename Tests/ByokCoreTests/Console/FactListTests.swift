import Testing

@testable import ByokCore

@Suite struct FactListTests {
  @Test func `facts follow their names, and a long name is followed by its value`() {
    let long = String(repeating: "n", count: 100)
    let rows = [
      ("name", ["a", "", "b"]), ("none", [""]), ("14 characters.", ["c"]), (long, ["d"]),
    ]
    #expect(
      FactList(texts: rows).lines(ListingForm()) == """
        name           a
                       b
        14 characters. c
        \(long) d

        """)
    #expect(
      FactList(texts: [("name", ["a"]), (long, ["d"])], width: 5).lines(ListingForm())
        == "name  a\n\(long) d\n")
  }

  @Test func `on a terminal, values are wrapped at words, and long words stay whole`() {
    let rows = [
      ("name", ["one two three four five"]), ("url", ["see https://a.very.long/address now"]),
    ]
    #expect(
      FactList(texts: rows, width: 5).lines(ListingForm(width: 22)) == """
        name  one two three
              four five
        url   see https://a.very.long/address
              now

        """)
    #expect(
      FactList(texts: rows, width: 5).lines(ListingForm())
        == "name  one two three four five\nurl   see https://a.very.long/address now\n")
  }
}
