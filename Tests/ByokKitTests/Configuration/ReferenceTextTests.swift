import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ReferenceTextTests {
  @Test func `references are found in their text`() throws {
    let text = try ReferenceText("a ${B} ${C_1:-d:-e} ${key:mcp/f.g}$h")
    #expect(
      text.parts == [
        .text("a "), .variable(name: "B", standard: nil), .text(" "),
        .variable(name: "C_1", standard: "d:-e"), .text(" "), .key(label: "f.g"), .text("$h"),
      ])
    #expect(text.variables == ["B", "C_1"])
    #expect(text.keys == ["f.g"])
    #expect(!text.isPlain)
  }

  @Test(arguments: ["", "a", "$", "$B", "{B}", "$ {B}", "a$$b", "}"])
  func `all else is text`(source: String) throws {
    #expect(try ReferenceText(source).isPlain)
    #expect(try ReferenceText(source).source == source)
  }

  @Test func `an empty text after the sign is one`() throws {
    #expect(try ReferenceText("${A:-}").parts == [.variable(name: "A", standard: "")])
  }

  @Test(arguments: [
    "${", "${}", "${A", "a ${1A}", "${A-b}", "${A:b}", "${env:A}", "${input:a}",
    "${workspaceFolder:x}",
    "${A.B}", "${ A}", "${key:}", "${key:mcp}", "${key:mcp/}", "${key:openai/a}", "${key:mcp/A}",
    "${key:mcp/a/b}",
  ])
  func `other forms are refused`(source: String) {
    #expect(throws: ReferenceFlaw.self) { _ = try ReferenceText(source) }
  }

  @Test func `what is written for a key is read as one`() throws {
    #expect(try ReferenceText(ReferenceText.key("a")).keys == ["a"])
  }
}
