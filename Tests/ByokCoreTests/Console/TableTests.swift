import Testing

@testable import ByokCore

@Suite struct TableTests {
  /// The lines of a listing of texts.
  private func lines(
    _ columns: [TableColumn], _ rows: [[String]], width: Int? = nil
  ) -> String {
    Table(columns, rows.map { $0.map { TableCell($0) } }).lines(ListingForm(width: width))
  }

  @Test func `columns are as wide as their widest cell`() {
    #expect(
      lines(["A", "NAME", "X"], [["1", "a", "y"], ["22", "long name", "z"]]) == """
        A   NAME       X
        1   a          y
        22  long name  z

        """)
  }

  @Test(arguments: [nil, 40]) func `no line ends in spaces`(width: Int?) {
    #expect(lines(["A", "B"], [["long", ""], ["", ""]], width: width) == "A     B\nlong\n\n")
  }

  @Test func `without rows the header stands alone`() {
    #expect(lines(["A", "B"], []) == "A  B\n")
  }

  @Test func `columns on the screen count, not bytes`() {
    #expect(lines(["A", "B"], [["é👩‍👧", "x"], ["abc", "y"]]) == "A    B\né👩‍👧  x\nabc  y\n")
    #expect(lines(["A", "B"], [["東京", "x"], ["abc", "y"]]) == "A     B\n東京  x\nabc   y\n")
  }

  @Test func `a pipe gets everything, however wide`() {
    let columns = [TableColumn("A", rank: 1, least: 3), TableColumn("B", overflow: .wrap)]
    let long = String(repeating: "word ", count: 100) + "end"
    #expect(lines(columns, [["a", long]]) == "A  B\na  \(long)\n")
  }

  @Test func `the least important columns are left out first`() {
    let columns = [
      TableColumn("NAME"), TableColumn("SECOND", rank: 2), TableColumn("THIRD", rank: 1),
    ]
    let rows = [["name", "second", "third"]]
    #expect(lines(columns, rows, width: 19) == "NAME  SECOND  THIRD\nname  second  third\n")
    #expect(lines(columns, rows, width: 18) == "NAME  THIRD\nname  third\n")
    #expect(lines(columns, rows, width: 10) == "NAME\nname\n")
  }

  @Test func `columns that may be narrowed are shortened before others are left out`() {
    let columns = [TableColumn("NAME", least: 5), TableColumn("SECOND", rank: 2)]
    let rows = [["a long name", "second"]]
    #expect(lines(columns, rows, width: 15) == "NAME     SECOND\na long…  second\n")
    #expect(lines(columns, rows, width: 13) == "NAME   SECOND\na lo…  second\n")
    #expect(lines(columns, rows, width: 12) == "NAME\na long name\n")
  }

  @Test func `columns of little use make room where others would not be comfortable`() {
    let columns = [
      TableColumn("NAME", comfortable: 9, least: 4), TableColumn("SECOND", rank: 3),
      TableColumn("THIRD", rank: 1),
    ]
    let rows = [["a long name", "second", "third"]]
    #expect(
      lines(columns, rows, width: 24) == "NAME       SECOND  THIRD\na long n…  second  third\n")
    #expect(lines(columns, rows, width: 23) == "NAME         THIRD\na long name  third\n")
    #expect(lines(columns, rows, width: 11) == "NAME  THIRD\na l…  third\n")
  }

  @Test func `identifiers keep their ends`() {
    let columns = [TableColumn("NAME", least: 5, overflow: .shortenInMiddle)]
    #expect(lines(columns, [["beginning-and-end"]], width: 11) == "NAME\nbegi…nd-end\n")
  }

  @Test func `a cell is continued below itself`() {
    let columns: [TableColumn] = ["A", TableColumn("TEXT", least: 8, overflow: .wrap), "B"]
    #expect(
      lines(columns, [["1", "some words and averylongword", "b"], ["2", "x", "c"]], width: 16)
        == """
        A  TEXT        B
        1  some words  b
           and
           averylongw
           ord
        2  x           c

        """)
  }

  @Test func `numbers end in one column on a terminal`() {
    let columns: [TableColumn] = ["A", TableColumn("N", isNumber: true), "B"]
    let rows = [["a", "1", "x"], ["b", "100", "y"]]
    #expect(lines(columns, rows) == "A  N    B\na  1    x\nb  100  y\n")
    #expect(lines(columns, rows, width: 20) == "A    N  B\na    1  x\nb  100  y\n")
  }

  @Test func `a column that says nothing is left out on a terminal`() {
    let columns: [TableColumn] = ["A", TableColumn("B", rank: 1), "C"]
    let rows = [["a", "-", "-"], ["b", "", "-"]]
    #expect(lines(columns, rows) == "A  B  C\na  -  -\nb     -\n")
    #expect(lines(columns, rows, width: 20) == "A  C\na  -\nb  -\n")
  }

  @Test func `a terminal gets the forms for people, made safe`() {
    let cells = [
      TableCell("2026-11-29T10:00:00Z", shown: "2 minutes ago"), TableCell("a\u{1b}[31m\nb"),
      .address("https://host/v1"), .address("http://host/v1"),
    ]
    let table = Table(["TIME", TableColumn("N", shown: "N $/M"), "A", "B"], [cells])
    #expect(
      table.lines(ListingForm()).hasSuffix(
        "\n2026-11-29T10:00:00Z  a\u{1b}[31m\nb  https://host/v1  http://host/v1\n"))
    #expect(
      table.lines(ListingForm(width: 80)) == """
        TIME           N $/M          A        B
        2 minutes ago  a\\u{1b}[31m b  host/v1  http://host/v1

        """)
  }

  @Test func `colour surrounds the text alone`() {
    let table = Table(["A", "B"], [[TableCell("x", style: .good), TableCell("y", style: .bad)]])
    #expect(
      table.lines(ListingForm(width: 80, usesColor: true))
        == "\u{1b}[1mA\u{1b}[0m  \u{1b}[1mB\u{1b}[0m\n\u{1b}[32mx\u{1b}[0m  \u{1b}[31my\u{1b}[0m\n")
  }

  @Test func `no line is wider than the terminal`() {
    var random = Xorshift(state: 7)
    for _ in 0..<500 {
      let columns = (0...random.below(7)).map { _ in
        TableColumn(
          random.word(8), isNumber: random.below(3) == 0, rank: random.below(6),
          comfortable: random.below(2) == 0 ? nil : random.below(40),
          least: random.below(2) == 0 ? nil : random.below(20),
          overflow: [.shorten, .shortenInMiddle, .wrap][random.below(3)])
      }
      let rows = (0...random.below(4)).map { _ in columns.map { _ in random.word(60) } }
      let width = 24 + random.below(200)
      for line in lines(columns, rows, width: width).split(separator: "\n") {
        #expect(String(line).columns <= width, "\(width): \(line)")
        #expect(line.last != " ")
      }
    }
  }
}

/// Numbers that are the same in each run.
struct Xorshift {
  var state: UInt64

  /// A number from 0 up to, but not including, `limit`.
  mutating func below(_ limit: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state % UInt64(limit))
  }

  /// Letters and spaces, at most `length`.
  mutating func word(_ length: Int) -> String {
    String((0..<below(length + 1)).map { _ in ["a", "b", "-", "/", " ", "é", "…"][below(7)] })
      .trimmingSpaces
  }
}

extension String {
  fileprivate var trimmingSpaces: String {
    split(separator: " ").joined(separator: " ")
  }
}
