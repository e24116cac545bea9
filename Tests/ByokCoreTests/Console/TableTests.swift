import Testing

@testable import ByokCore

@Suite struct TableTests {
  @Test func `columns are as wide as their widest cell`() {
    #expect(
      Table.render(["A", "NAME", "X"], [["1", "a", "y"], ["22", "long name", "z"]]) == """
        A   NAME       X
        1   a          y
        22  long name  z

        """)
  }

  @Test func `no line ends in spaces`() {
    #expect(Table.render(["A", "B"], [["long", ""], ["", ""]]) == "A     B\nlong\n\n")
  }

  @Test func `without rows the header stands alone`() {
    #expect(Table.render(["A", "B"], []) == "A  B\n")
  }

  @Test func `columns of the terminal count, not bytes or characters`() {
    #expect(Table.render(["A", "B"], [["é👩‍👧", "x"], ["abc", "y"]]) == "A    B\né👩‍👧  x\nabc  y\n")
    #expect(
      Table.render(["A", "B"], [["東京", "x"], ["abc", "y"]]) == "A     B\n東京  x\nabc   y\n")
  }

  @Test func `facts stand beside their names, and a long name is followed by its value`() {
    let long = String(repeating: "n", count: 100)
    let rows = [
      ("name", ["a", "", "b"]), ("none", [""]), ("14 characters.", ["c"]), (long, ["d"]),
    ]
    #expect(
      Table.facts(rows) == """
        name           a
                       b
        14 characters. c
        \(long) d

        """)
    #expect(Table.facts([("name", ["a"]), (long, ["d"])], width: 5) == "name  a\n\(long) d\n")
  }
}
