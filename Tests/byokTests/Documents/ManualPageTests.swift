import Testing

@testable import ByokCore
@testable import ByokKit
@testable import byok

@Suite struct ManualPageTests {
  private static let page = ManualPage(
    name: "byok-test", section: 5, summary: "a page's form",
    parts: [
      .init(
        title: "First part",
        blocks: [
          .paragraph("Type `byok --help` now."), .paragraph(".hidden and 'quoted' \\ words"),
          .lines(["byok chat -m a/b '~'", ".dotted"]), .heading("More"),
          .terms([("--name VALUE", "What `it` means.")]),
        ])
    ])

  @Test func `roff escapes what its reader would take for macros or typography`() {
    let lines = Self.page.roff.split(separator: "\n").map(String.init).dropFirst(2)
    #expect(
      Array(lines) == [
        ".SH NAME", "byok\\-test \\- a page\\(aqs form", ".SH FIRST PART",
        "Type \\fBbyok \\-\\-help\\fR now.", ".PP",
        "\\&.hidden and \\(aqquoted\\(aq \\e words", ".PP", ".RS 4", ".nf",
        "byok chat \\-m a/b \\(aq\\(ti\\(aq", "\\&.dotted", ".fi", ".RE", ".SS More", ".TP",
        "\\fB\\-\\-name VALUE\\fR", "What \\fBit\\fR means.",
      ])
  }

  @Test func `the text is plain`() {
    #expect(
      Self.page.text == """
        byok-test(5) – a page's form

        First part
            Type byok --help now.

            .hidden and 'quoted' \\ words

              byok chat -m a/b '~'
              .dotted

          More

            --name VALUE
                What it means.

        """)
  }

  @Test func `no line of a page's text is too wide but those to copy`() {
    for page in Manual(CommandTable.index).pages {
      for line in page.text.split(separator: "\n") where !line.hasPrefix("      ") {
        #expect(line.count <= 100, "\(page.name): \(line)")
      }
    }
  }

  @Test func `every command is on a page of its group`() throws {
    for info in CommandTable.index.infos where info.group != "help" {
      let page = try #require(Manual(CommandTable.index).page("byok-\(info.group)"))
      #expect(page.text.contains("byok \(info.usage)\n"), "\(info.name)")
    }
  }

  @Test(arguments: ["byok", "byok.1", "keys", "byok-keys", "byok-keys.1", "keystore", "keystore.5"])
  func `a page is found by its names`(_ topic: String) {
    #expect(Manual(CommandTable.index).page(topic) != nil)
    #expect(Manual(CommandTable.index).page(topic + "x") == nil)
  }

  @Test func `lines are broken at spaces, never within words`() {
    #expect(TextWrap.lines(of: "aa bb  cc", width: 5) == ["aa bb", "cc"])
    #expect(TextWrap.lines(of: "aaaaaaaa b", width: 3) == ["aaaaaaaa", "b"])
    #expect(TextWrap.lines(of: "", width: 3) == [])
  }
}
