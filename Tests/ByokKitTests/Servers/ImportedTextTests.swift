import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct ImportedTextTests {
  @Test(arguments: [
    ("a", ServerSource.cursor, "a"), ("${env:A}/b", .cursor, "${A}/b"),
    ("${A:-b}", .claude, "${A:-b}"),
    ("{env:A}", .opencode, "${A}"), ("$A-%B%", .gemini, "${A}-${B}"), ("$A-%B%", .claude, "$A-%B%"),
    ("${userHome}${/}x", .cursor, "${HOME}/x"), ("${input:my-key}", .vscode, "${key:mcp/my-key}"),
    ("{file:~/k}", .opencode, "${key:mcp/s-a}"), ("100%", .qwen, "100%"), ("$", .qwen, "$"),
    ("{}", .opencode, "{}"), ("${A", .claude, "${A"),
  ])
  func `references become byok's`(text: String, program: ServerSource, expected: String) throws {
    #expect(try ImportedText(text, of: program, label: "s-a").text == expected)
  }

  @Test(arguments: [
    "${workspaceFolder}/x", "${workspaceFolderBasename}", "${command:x}", "${env:A B}", "${1}",
    "${input:sk-0123456789abcdefghij}",
  ])
  func `what byok cannot know is refused`(text: String) {
    #expect(throws: ImportedText.Flaw.self) {
      _ = try ImportedText(text, of: .vscode, label: "s-a")
    }
  }

  @Test func `keys that are still to be added are named`() throws {
    let text = try ImportedText("${input:b}", of: .vscode, label: "s-a")
    #expect(text.openKeys.map(\.label) == ["b"])
  }

  @Test(
    arguments: [
      ("My Server", "my-server"), ("git", "git"), ("@scope/name", "scope-name"), ("a__b", "a-b"),
      ("-", nil), ("", nil), ("é", nil), ("abcdefghijklmnopqrs-uvw", "abcdefghijklmnopqrs"),
    ] as [(String, String?)])
  func `names become byok's`(text: String, name: String?) {
    #expect(ImportedServer.name(from: text) == name)
  }
}
