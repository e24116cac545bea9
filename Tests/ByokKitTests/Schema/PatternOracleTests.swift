import Testing

@testable import ByokKit

/// The standard library's engine, which is another one, as the oracle.
@Suite struct PatternOracleTests {
  @Test func `patterns at random match what another engine matches`() throws {
    var random = Random(seed: 20_261_129)
    var compared = 0
    for _ in 0..<4000 {
      let text = random.pattern(depth: 3)
      guard let theirs = try? Regex(text) else { continue }
      let other = theirs.matchingSemantics(.unicodeScalar).asciiOnlyDigits()
        .asciiOnlyWordCharacters().asciiOnlyWhitespace().wordBoundaryKind(.simple)
      let own = try SchemaPattern(text)
      for _ in 0..<6 {
        // To the other engine, digits are not of a word where it looks for the ends of words.
        let hasEnds = text.contains("\\b") || text.contains("\\B")
        let sample = random.text().filter { !hasEnds || $0 != "1" }
        let isMatch = try other.firstMatch(in: sample) != nil
        #expect(try own.matches(sample) == isMatch, "\(text) on \(sample.debugDescription)")
        compared += 1
      }
    }
    #expect(compared > 15_000)
  }

  @Test(arguments: [
    "Arabic", "Bengali", "Cyrillic", "Devanagari", "Greek", "Han", "Hangul", "Hebrew", "Hiragana",
    "Katakana", "Latin", "Thai",
  ])
  func `scripts are those of Unicode`(name: String) throws {
    let own = try #require(ScalarSet(script: name))
    let other = try Regex("\\p{Script=\(name)}").matchingSemantics(.unicodeScalar)
    // All of the first planes' beginnings, and a sample of the rest.
    let values = Array(0..<0x3400) + stride(from: 0x3400, through: 0x10FFFF, by: 61)
    let differences = try values.compactMap { Unicode.Scalar(UInt32($0)) }.filter { scalar in
      try own.contains(scalar) != (other.wholeMatch(in: String(scalar)) != nil)
    }
    #expect(differences == [])
  }
}

/// The same numbers for the same seed.
///
/// Source: G. L. Steele, D. Lea, C. H. Flood, Fast splittable pseudorandom number generators, 2014.
private struct Random {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  private mutating func number(below limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
    return Int((bits ^ bits >> 31) % UInt64(limit))
  }

  private mutating func choice(_ texts: [String]) -> String { texts[number(below: texts.count)] }

  mutating func text() -> String {
    (0..<number(below: 9)).map { _ in choice(["a", "a", "b", "b", "1", "_", "-", " ", "é"]) }
      .joined()
  }

  mutating func pattern(depth: Int) -> String {
    (0...number(below: 3) / 2).map { _ in sequence(depth: depth) }.joined(separator: "|")
  }

  private mutating func sequence(depth: Int) -> String {
    (0..<number(below: 4)).map { _ in term(depth: depth) }.joined()
  }

  private mutating func term(depth: Int) -> String {
    guard number(below: 7) > 0 else { return choice(["^", "$", "\\b", "\\B"]) }
    let atom =
      switch number(below: depth > 0 ? 6 : 4) {
      case 0, 1: choice(["a", "b", "1", "_", "\\-", " ", "é"])
      case 2:
        choice([".", "\\d", "\\w", "\\s", "\\D", "\\W", "\\S", "\\p{L}", "\\P{L}", "\\p{Nd}"])
      case 3:
        choice([
          "[ab]", "[^a]", "[a-z]", "[^\\d]", "[\\w-]", "[^\\s1]", "[\\W1]", "[\\P{L}b]",
          "[^\\p{L}]",
        ])
      default: choice(["(", "(?:"]) + pattern(depth: depth - 1) + ")"
      }
    guard number(below: 3) == 0 else { return atom }
    return atom + choice(["*", "+", "?", "{2}", "{0,2}", "{1,}", "{1,3}", "*?", "+?", "??"])
  }
}
