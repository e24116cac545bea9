import Testing

@testable import ByokCore
@testable import ByokKit
@testable import byok

@Suite struct CommandWordsTests {
  @Test(arguments: [
    ("pass", ["pass"]), ("pass show byok", ["pass", "show", "byok"]),
    ("  a \t b\n", ["a", "b"]), ("a 'b c'", ["a", "b c"]), (#"a "b c""#, ["a", "b c"]),
    ("a''b", ["ab"]), ("a '' b", ["a", "", "b"]), (#"a """#, ["a", ""]),
    (#"a\ b c"#, ["a b", "c"]), (#"a \\"#, ["a", #"\"#]), (#"'a\b'"#, [#"a\b"#]),
    (#""a\"b" '"'"#, [#"a"b"#, #"""#]), (#"a"b 'c"d"#, ["ab 'cd"]), (#"a \'"#, ["a", "'"]),
    (
      "a $HOME `b` | c > d; e & f * ~ #",
      [
        "a", "$HOME", "`b`", "|", "c", ">", "d;", "e", "&", "f", "*", "~", "#",
      ]
    ),
    ("sh -c 'echo \"a  b\"'", ["sh", "-c", "echo \"a  b\""]), ("é 'ü ü'", ["é", "ü ü"]),
  ])
  func `a line is split as a shell quotes, and nothing else of a shell is done`(
    line: String, words: [String]
  ) throws {
    let command = try #require(CommandWords(argument: line))
    #expect(command.words == words)
    #expect(command.line == line)
  }

  @Test(arguments: ["", " ", "\t\n", "'", "\"", "a 'b", #"a "b"#, #"a 'b""#, #"a\"#, "''", "'' a"])
  func `quotes that do not close and a missing program are refused`(line: String) {
    #expect(CommandWords(argument: line) == nil)
  }
}
