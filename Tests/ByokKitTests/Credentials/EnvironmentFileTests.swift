import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

@Suite struct EnvironmentFileTests {
  private func file(_ text: String) throws -> EnvironmentFile {
    try EnvironmentFile(StoreFixture.secret(text), from: "'x'")
  }

  /// The assignments as `LINE NAME=VALUE`, `!` behind those whose value is unclear.
  private func assignments(_ text: String) throws -> [String] {
    let file = try file(text)
    return file.assignments.map { item in
      "\(item.line) \(item.name)=\(file.plainText(item))\(item.doubt == nil ? "" : " !")"
    }
  }

  @Test(arguments: [
    ("", []), ("\n\n", []), ("# A=b\n  # C=d", []), ("A=b", ["1 A=b"]),
    ("A=b\nC=d\n", ["1 A=b", "2 C=d"]),
    ("A=b\r\nC=d\r\n", ["1 A=b", "2 C=d"]), ("A=b\rC=d", ["1 A=b", "2 C=d"]),
    ("  A = b  ", ["1 A=b"]), ("A=", ["1 A="]), ("A=b # c", ["1 A=b"]), ("A=b#c", ["1 A=b#c"]),
    ("A=b\t# c", ["1 A=b"]), ("A=b c", ["1 A=b c"]), ("A=b==", ["1 A=b=="]), ("A=#b", ["1 A=#b"]),
    ("A=b;", ["1 A=b"]), ("A=b; # c", ["1 A=b"]), ("A=b;c", ["1 A=b;c"]),
    ("export A=b; export C=d", ["1 A=b", "1 C=d"]),
    ("A=it's fine\nB=c", ["1 A=it's fine", "2 B=c"]),
    ("A=b\\\nc", ["1 A=b\\ !"]),
  ])
  func `plain values`(text: String, expected: [String]) throws {
    #expect(try assignments(text) == expected)
  }

  @Test(arguments: [
    ("export A=b", ["1 A=b"]), ("export\tA=b", ["1 A=b"]), ("export A", []),
    ("export A=b C=d", ["1 A=b", "1 C=d"]), ("A=b C=d", ["1 A=b", "1 C=d"]),
    ("export A=\"b\" C='d' # e", ["1 A=b", "1 C=d"]), ("declare -x A=\"b\"", ["1 A=b"]),
    ("typeset -gx A=b", ["1 A=b"]), ("readonly A=b", ["1 A=b"]), ("local -r A=b", ["1 A=b"]),
    ("set A=b", ["1 A=b"]), ("SET \"A=b\"", ["1 A=b"]), ("setx A b", ["1 A=b"]),
    ("setx A \"b\"", ["1 A=b"]), ("set -x A b", ["1 A=b"]), ("set -gx A 'b'; echo", ["1 A=b"]),
    ("set --export A b", ["1 A=b"]), ("setenv A b", ["1 A=b"]), ("ENV A=b", ["1 A=b"]),
    ("ENV A b", ["1 A=b"]), ("env A=b C=d", ["1 A=b", "1 C=d"]), ("$env:A = \"b\"", ["1 A=b"]),
    ("$Env:A='b'", ["1 A=b"]), ("${env:A} = 'b'", ["1 A=b"]), ("Environment=A=b", ["1 A=b"]),
    ("Environment=\"A=b\" \"C=d\"", ["1 A=b", "1 C=d"]), ("A: b", ["1 A=b"]),
    ("A: \"b\" # c", ["1 A=b"]), ("\"A\"=\"b\"", ["1 A=b"]), ("\"A\": \"b\",", ["1 A=b"]),
    ("- A=b", ["1 A=b"]), ("  - \"A=b\"", ["1 A=b"]), ("A == b", []), ("A:b", []), ("A", []),
    ("if [ -n \"$A\" ]; then", []), ("[section]\nA = \"b\"", ["2 A=b"]),
  ])
  func `forms of shells and others`(text: String, expected: [String]) throws {
    #expect(try assignments(text) == expected)
  }

  @Test(arguments: [
    ("A=\"b\"", ["1 A=b"]), ("A='b'", ["1 A=b"]), ("A=\"b c\" # d", ["1 A=b c"]),
    ("A=\"\"", ["1 A="]),
    ("A=\"b#c\"", ["1 A=b#c"]), ("A='b''c'", ["1 A=bc"]), ("A=\"b\"'c'd", ["1 A=bcd"]),
    ("A=\"b\\\"c\"", ["1 A=b\"c"]), ("A=\"b\\\\c\"", ["1 A=b\\c"]), ("A=\"\\$b\"", ["1 A=$b"]),
    ("A=\"b\\n\"", ["1 A=b\n"]), ("A=\"b\\\nc\"", ["1 A=bc"]),
    ("A=\"\nb\n\"\nC=d", ["1 A=\nb\n", "4 C=d"]),
    ("A='\nexport B=c\n'\nD=e", ["1 A=\nexport B=c\n", "4 D=e"]),
    ("A=\"\"\"b\nc\"\"\"\nD=e", ["1 A=b\nc", "3 D=e"]), ("A='''b'''", ["1 A=b"]),
    ("A=\"b\\xc\"", ["1 A=b\\xc !"]), ("A='b\\\\c'", ["1 A=b\\\\c !"]), ("A=`b`", ["1 A=b !"]),
    ("A=\"b\" c", ["1 A=b !"]), ("A=\"b\"\\c", ["1 A=b\\c !"]),
  ])
  func `quotes`(text: String, expected: [String]) throws {
    #expect(try assignments(text) == expected)
  }

  @Test(arguments: [
    ("A=\"b\nC=d\n", 1), ("C=d\nA='b", 2), ("A=\"b\nC=\"d\"\n", 1), ("A=\"b\nC=\"\"\n", 1),
    ("A='b\nC='d e'\n", 1),
  ])
  func `a quote that is not closed is an error with its line`(text: String, line: Int) throws {
    let failure = try #require(throws: ByokError.self) { _ = try file(text) }
    #expect(failure.kind == .usage)
    #expect(failure.message == "'x', line \(line): the quote of A is not closed")
  }

  @Test(arguments: [
    ("echo hello\nA=b", [1]), ("A=b\ndocker run -e C=d x", [2]), ("A=\"b\" c", [1]), ("A=b", []),
  ])
  func `lines that are no assignments are kept`(text: String, lines: [Int]) throws {
    #expect(try file(text).strays.map(\.line) == lines)
  }

  @Test(arguments: [
    "A=\"b\"c\"", "export", "export ", "set -x", "- ", "$env:", "\"A", "\"A\"", "A=\"\\", "A=`",
    "=", "=b",
    "${env:A = b", "- -", "Environment=", "A='\\", "A:", "env -i", "A=\"\"\"", "'", "''",
  ])
  func `nothing breaks the reader`(text: String) throws {
    for end in ["", "\n", " ", "\r\n", "#", ";"] { _ = try? assignments(text + end) }
  }
}
