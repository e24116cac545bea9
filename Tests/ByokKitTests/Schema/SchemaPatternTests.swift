import Testing

@testable import ByokKit

@Suite struct SchemaPatternTests {
  @Test(arguments: [
    ("", ["", "a"], []), ("a", ["a", "bab"], ["", "b"]), ("^a", ["ab"], ["ba"]),
    ("a$", ["ba"], ["ab", "a\n"]), ("^a|b$", ["ax", "xb"], ["xa", "bx"]), ("^$", [""], ["a"]),
    ("a|", ["", "b"], []), ("^(?:a|b|cd)$", ["a", "b", "cd"], ["c", "d", "ab"]),
    ("^(a)(?<rest_1>b)$", ["ab"], ["a"]), ("^()$", [""], ["a"]),
    ("^a*$", ["", "aaa"], ["b"]), ("^a+?$", ["a", "aa"], [""]), ("^a??b$", ["b", "ab"], ["aab"]),
    ("^a{2}$", ["aa"], ["a", "aaa"]), ("^a{2,}$", ["aa", "aaaa"], ["a"]),
    ("^a{1,3}$", ["a", "aaa"], ["", "aaaa"]), ("^a{0}$", [""], ["a"]),
    ("^a{0,2}$", ["", "aa"], ["aaa"]),
    ("^(ab){2,3}?$", ["abab", "ababab"], ["ab", "abababab"]), ("^(a{2}){2}$", ["aaaa"], ["aa"]),
    ("^(?:a*)*$", ["", "aa"], ["b"]), ("^(|a)+$", ["", "aa"], ["b"]), ("^(?:){9}a$", ["a"], [""]),
    ("^.$", ["a", "\u{B}", "😀", "\u{85}"], ["", "\n", "\r", "\u{2028}", "\u{2029}", "ab"]),
    ("^e.$", ["e\u{301}"], ["\u{E9}"]), ("^\\w+$", ["aZ_09"], ["é", "-"]),
    ("^\\W$", ["é", "-"], ["_"]), ("^\\d$", ["7"], ["٣", "a"]), ("^\\D$", ["٣", "a"], ["7"]),
    (
      "^\\s$", [" ", "\t", "\u{A0}", "\u{FEFF}", "\u{3000}", "\u{2028}"],
      ["a", "\u{200B}", "\u{85}"]
    ),
    ("^\\S$", ["a"], [" ", "\n"]), ("\\bcat\\b", ["a cat.", "cat"], ["cats", "_cat"]),
    ("a\\B", ["ab"], ["a", "a b"]), ("^\\t\\n\\r\\f\\v\\0$", ["\t\n\r\u{C}\u{B}\0"], []),
    ("^\\x41\\u0042\\u{1F600}\\cJ$", ["AB😀\n"], []), ("^\\ud83d\\ude00$", ["😀"], []),
    ("\\ud83d", [], ["😀"]), ("^\\^\\$\\.\\*\\-\\/\\_$", ["^$.*-/_"], []),
    ("^{a}{{x}}]$", ["{a}{{x}}]"], []), ("^a{b$", ["a{b"], []),
  ])
  func `an expression matches what ECMA-262 says`(pattern: String, good: [String], bad: [String])
    throws
  {
    let pattern = try SchemaPattern(pattern)
    for text in good { #expect(try pattern.matches(text), "\(text.debugDescription)") }
    for text in bad { #expect(try !pattern.matches(text), "\(text.debugDescription)") }
  }

  @Test(arguments: [
    ("[abc]", "abc", "d-"), ("[a-c]", "abc", "d-"), ("[^a-c]", "dé\n", "abc"), ("[]", "", "a"),
    ("[^]", "a\né", ""), ("[-a]", "-a", "b"), ("[a-]", "-a", "b"), ("[a\\-c]", "a-c", "b"),
    ("[\\]\\\\^]", "]\\^", "a"), ("[[{(.*+?$]", "[{(.*+?$", "a"), ("[\\d_]", "5_", "a"),
    ("[^\\d\\s]", "aé", "5 "), ("[\\w-]", "a-", "."), ("[\\w-.]", "a-.", "+"),
    ("[+-\\d]", "+-5", "a"),
    ("[\\b]", "\u{8}", "b"), ("[\\u0430-\\u044f]", "жя", "a"),
    ("[\\u{1F600}-\\u{1F64F}]", "😀", "a"),
    ("[\\ud800-\\udfff]", "", "a"), ("[^\\ud800-\\udfff]", "a😀", ""), ("[z-z]", "z", "a"),
    ("[\\D5]", "5a", "6"), ("[\\S ]", "a ", "\n"), ("[^\\W_]", "a5", "_-é"),
    ("[\\W\\w]", "aé-", ""),
    ("\\p{Lu}", "AÉЖ", "aé1"), ("\\P{Lu}", "aé1", "AÉЖ"), ("\\p{L}", "aÉʰ中", "1 "),
    ("\\p{LC}", "aA", "中"),
    ("\\p{Letter}", "aÉ", "1"), ("\\p{General_Category=Decimal_Number}", "5٣", "a½"),
    ("\\p{gc=N}", "5½", "a"), ("[\\p{L}\\p{N}_]", "a5_", "-"), ("[^\\p{L}\\p{N}]", "-", "a5"),
    ("[\\P{L}a]", "5a", "b"), ("[\\P{L}\\p{L}]", "5ab", ""), ("\\p{P}", ".-„", "a+"),
    ("\\p{Script=Cyrillic}", "жЯ", "aя1".filter { $0 != "я" }), ("\\p{sc=Grek}", "αΩ", "a"),
    ("[\\p{Han}\\p{sc=Hiragana}]", "中ひ", "ヒa"), ("\\P{Script=Latin}", "ж1", "aé"),
    ("\\p{ASCII}", "a~", "é"),
    ("\\p{Any}", "aé", ""), ("\\p{Assigned}", "a", "\u{378}"), ("\\p{Alphabetic}", "aЖ", "1"),
    ("\\p{Emoji_Presentation}", "😀", "1"), ("[\\P{Lowercase}]", "A1", "a"),
    ("\\p{White_Space}", " \u{85}", "a"),
  ])
  func `a class holds some characters`(pattern: String, good: String, bad: String) throws {
    let pattern = try SchemaPattern("^\(pattern)$")
    for scalar in good.unicodeScalars { #expect(try pattern.matches(String(scalar)), "\(scalar)") }
    for scalar in bad.unicodeScalars { #expect(try !pattern.matches(String(scalar)), "\(scalar)") }
  }

  @Test(arguments: [
    ("(a", 1, "this group is not closed"), ("a)", 2, "this ')' closes no group"),
    ("x[a", 2, "this class is not closed"), ("[a-", 1, "this class is not closed"),
    ("[b-a]", 2, "the range is in the wrong order"), ("*a", 1, "there is nothing to repeat"),
    ("a|?", 3, "there is nothing to repeat"), ("({2})", 2, "there is nothing to repeat"),
    ("^*", 2, "there is nothing to repeat"), ("\\b+", 3, "there is nothing to repeat"),
    ("a**", 3, "a quantifier follows another"), ("a++", 3, "a quantifier follows another"),
    ("a{2}{3}", 5, "a quantifier follows another"),
    ("a{2,1}", 2, "the quantifier's numbers are in the wrong order"),
    ("a{2", 2, "the quantifier is not written {n}, {n,} or {n,m}"),
    ("a{,2}", 2, "the quantifier is not written {n}, {n,} or {n,m}"),
    ("a\\", 2, "nothing follows the backslash"), ("\\Z", 1, "the escape \\Z is not known"),
    ("[\\B]", 2, "the escape \\B is unknown in a class"),
    ("é\\x4", 2, "the escape must have 2 hexadecimal digits"),
    ("\\u12", 1, "the escape must have 4 hexadecimal digits"),
    ("\\u{110000}", 1, "the escape is not a code point in hexadecimal"),
    ("\\u{}", 1, "the escape is not a code point in hexadecimal"),
    ("\\c1", 1, "\\c must be followed by a letter"),
    ("\\01", 1, "\\0 is followed by digits"), ("(a)\\1", 4, "backreferences are not supported"),
    ("(?<x>a)\\k<x>", 8, "backreferences are not supported"),
    ("a(?=b)", 2, "lookahead is not supported"),
    ("(?!b)", 1, "lookahead is not supported"), ("(?<=a)b", 1, "lookbehind is not supported"),
    ("(?<!a)b", 1, "lookbehind is not supported"), ("(?i)a", 1, "flags are not supported"),
    ("(?-i:a)", 1, "flags are not supported"), ("(?>a)", 1, "atomic groups are not supported"),
    ("(?P<x>a)", 1, "a named group is written (?<name>…)"),
    ("(?<1>a)", 1, "the group's name is invalid"),
    ("(?#a)", 1, "this kind of group is unknown"),
    ("\\pL", 1, "a property is written in braces"),
    ("\\p{L", 1, "the property's brace is not closed"),
    ("\\p{Klingon}", 1, "the property 'Klingon' is not known"),
    ("\\p{Script=L}", 1, "the property 'Script=L' is not known"),
    ("[[:alpha:]]", 2, "POSIX classes are not supported"),
    (String(repeating: "(", count: 1000), 101, "groups are nested too deeply"),
    ("x(a{1000}){1000}", 2, tooLarge), ("(((a{99}){99}){99}){99}", 2, tooLarge),
    ("a{99999999999999999999}", 1, tooLarge), ("\\d{200001,}", 1, tooLarge),
  ])
  func `what is not understood is named, with its place`(
    pattern: String, character: Int, reason: String
  ) {
    let flaw = #expect(throws: PatternFlaw.self) { try SchemaPattern(pattern) }
    #expect(flaw?.character == character)
    #expect(flaw?.reason == reason)
  }

  @Test(arguments: [
    ("(a+)+$", "b"), ("(a|a)*b", ""), ("(.*)*x", ""), ("(a*)*(a*)*b", ""), ("(a?){50}a{50}b", "c"),
    ("^(([a-z])+.)+[A-Z]([a-z])+$", ""), ("(a|b|ab)*c", ""), ("\\b(\\w+\\s?)*$", "!"),
  ])
  func `time is linear in the text, also where other engines go back`(pattern: String, end: String)
    throws
  {
    let pattern = try SchemaPattern(pattern)
    let text = String(repeating: "a", count: 100_000) + end
    var budget = SchemaBudget(.max)
    #expect(try !pattern.matches(text, &budget))
    let cost = Int.max - budget.left
    #expect(cost <= text.count * (2 * pattern.steps.count + 2))
  }

  @Test func `what may be left out a thousand times costs little`() throws {
    var budget = SchemaBudget(.max)
    let pattern = try SchemaPattern("^[^]{1,65536}$")
    #expect(try pattern.matches(String(repeating: "a", count: 65_536), &budget))
    #expect(Int.max - budget.left < 1_000_000)
  }

  @Test func `a match ends where its budget does`() throws {
    var budget = SchemaBudget(1000)
    let pattern = try SchemaPattern("(.{1,10})*x")
    #expect(throws: SchemaBudget.Exhausted.self) {
      try pattern.matches(String(repeating: "a", count: 1000), &budget)
    }
  }
}

private let tooLarge =
  "it repeats too much: the patterns of a schema may have 200000 steps in all"

extension SchemaPattern {
  func matches(_ text: String) throws -> Bool {
    var budget = SchemaBudget()
    return try matches(text, &budget)
  }
}
