import Testing

@testable import ByokKit

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

  @Test func `characters count, not bytes`() {
    #expect(Table.render(["A", "B"], [["é👩‍👧", "x"], ["abc", "y"]]) == "A    B\né👩‍👧   x\nabc  y\n")
  }
}
