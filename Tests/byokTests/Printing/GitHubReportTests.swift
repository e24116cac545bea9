import Testing

@testable import byok

@Suite struct GitHubReportTests {
  @Test(arguments: [
    ("a\nb", "a%0Ab"), ("a\rb", "a%0Db"), ("a\r\n::error::b", "a%0D%0A::error::b"),
    ("100%", "100%25"), ("%0A", "%250A"), ("%\u{301}", "%25\u{301}"), ("ä, b: c", "ä, b: c"),
  ])
  func `the text of an annotation stays in it`(_ text: String, _ escaped: String) {
    #expect(GitHubReport.data(text) == escaped)
  }

  @Test func `a property ends where it should`() {
    #expect(GitHubReport.property("a,b::c\r\n") == "a%2Cb%3A%3Ac%0D%0A")
  }

  @Test func `a cell is no Markdown`() {
    #expect(GitHubReport.cell("a|b|\u{301}<c>") == "a\\|b\\|\u{301}\\<c\\>")
  }
}
