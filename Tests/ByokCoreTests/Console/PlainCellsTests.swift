import Testing

@testable import ByokCore

@Suite struct PlainCellsTests {
  private static let texts = [
    "", "", "a", "plain", "longer than eight", "exactly8", "quote\"and\\backslash", "é", "e\u{301}",
    "\u{301}", "東京", "👩‍👧", "tab\there", "\u{1b}[31m", "del\u{7f}", "12345678\u{1}", "ends ", "🔑",
  ]

  /// The listing as it is defined: each cell in a column as wide as the widest.
  private func expected(_ columns: [TableColumn], _ rows: [[String]]) -> String {
    let lines = [columns.map(\.title)] + rows
    let widths = columns.indices.map { place in lines.map { $0[place].columns }.max() ?? 0 }
    return lines.map { line in
      var text = ""
      var gap = ""
      for (place, cell) in line.enumerated() {
        let rest = String(repeating: " ", count: widths[place] - cell.columns)
        let isRight = columns[place].isAlignedInPipe && columns[place].isNumber
        if cell.isEmpty {
          gap += rest + "  "
        } else {
          text += gap + (isRight ? rest : "") + cell
          gap = "  " + (isRight ? "" : rest)
        }
      }
      return text + "\n"
    }
    .joined()
  }

  @Test func `cells of all kinds are in columns as a terminal counts them`() {
    var random = Xorshift(state: 11)
    for _ in 0..<300 {
      let columns = (0...random.below(6)).map { _ in
        let isRight = random.below(3) == 0
        return TableColumn(
          Self.texts[random.below(Self.texts.count)], isNumber: isRight, isAlignedInPipe: isRight)
      }
      let rows = (0..<random.below(6)).map { _ in
        columns.map { _ in Self.texts[random.below(Self.texts.count)] }
      }
      let table = Table(columns, rows.map { $0.map { TableCell($0) } })
      #expect(table.lines(ListingForm()) == expected(columns, rows))
      #expect(table.bytes(ListingForm()) == Array(expected(columns, rows).utf8))
    }
  }

  @Test(arguments: [98, 99, 100, 101, 199, 300])
  func `long tables are one, however many rows are handed out at once`(_ count: Int) {
    let columns = [TableColumn("A"), TableColumn("B")]
    let rows = (0..<count).map { [String(repeating: "a", count: $0 % 7), String($0)] }
    let table = Table(columns, rows.map { $0.map { TableCell($0) } })
    #expect(table.lines(ListingForm()) == expected(columns, rows))
  }

  @Test(arguments: [0, 7, -7, 10, 9999, 128_000, -1_048_576, .max, .min])
  func `a number has all its digits`(_ number: Int) {
    #expect(
      Table(["N"], [[.number(number)]]).lines(ListingForm())
        == Table(["N"], [[TableCell(String(number))]]).lines(ListingForm()))
  }

  @Test func `a cell has the same text in a listing and alone`() {
    let cells: [TableCell] = [
      .path("openai", "gpt-5"), .path("é", ""), .amount(0.25), .address("https://host"),
      TableCell("key", shown: "🔑"), .number(128_000),
    ]
    for cell in cells {
      #expect(Table(["A"], [[cell]]).lines(ListingForm()) == "A\n\(cell.text)\n")
    }
    #expect(cells.map(\.shown) == ["openai/gpt-5", "é/", "0.25", "host", "🔑", "128k"])
  }
}
