/// Takes the endings off English words, so that `connected` and `connections` are one word.
///
/// The algorithm is Porter's, with the two changes of his own implementation (`bli`, `logi`).
///
/// Source: <https://tartarus.org/martin/PorterStemmer/def.txt>, and the notes beside it.
struct Stemmer {
  private var word: [UInt8] = []

  /// Takes the ending off a word.
  ///
  /// - Parameters:
  ///   - bytes: Bytes that hold it, in small letters.
  ///   - range: Where it is.
  /// - Returns: The stem; of a word that is not only ASCII letters, the word itself.
  mutating func stem(_ bytes: [UInt8], _ range: Range<Int>) -> [UInt8] {
    word = Array(bytes[range])
    let isPlain = word.allSatisfy { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") }
    guard word.count > 2, isPlain else { return word }
    removePlural()
    removePast()
    if ends("y"), hasVowel(word.count - 1) { word[word.count - 1] = UInt8(ascii: "i") }
    replaceFirst(Self.doubleSuffixes, least: 1)
    replaceFirst(Self.suffixes, least: 1)
    removeLast()
    tidyEnd()
    return word
  }

  private typealias Rule = (suffix: StaticString, replacement: StaticString)

  /// Step 2.
  private static let doubleSuffixes: [Rule] = [
    ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"),
    ("bli", "ble"), ("alli", "al"), ("entli", "ent"), ("eli", "e"), ("ousli", "ous"),
    ("ization", "ize"), ("ation", "ate"), ("ator", "ate"), ("alism", "al"), ("iveness", "ive"),
    ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"), ("iviti", "ive"), ("biliti", "ble"),
    ("logi", "log"),
  ]

  /// Step 3.
  private static let suffixes: [Rule] = [
    ("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""),
    ("ness", ""),
  ]

  /// Step 4.
  private static let lastSuffixes: [StaticString] = [
    "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou",
    "ism", "ate", "iti", "ous", "ive", "ize",
  ]

  // MARK: Steps

  /// Step 1a.
  private mutating func removePlural() {
    if ends("sses") || ends("ies") {
      word.removeLast(2)
    } else if ends("s"), !ends("ss") {
      word.removeLast()
    }
  }

  /// Step 1b.
  private mutating func removePast() {
    if ends("eed") {
      if measure(word.count - 3) > 0 { word.removeLast() }
      return
    }
    let size = ends("ed") ? 2 : ends("ing") ? 3 : 0
    guard size > 0, hasVowel(word.count - size) else { return }
    word.removeLast(size)
    if ends("at") || ends("bl") || ends("iz") {
      word.append(UInt8(ascii: "e"))
    } else if hasDoubleEnd {
      if ![UInt8(ascii: "l"), UInt8(ascii: "s"), UInt8(ascii: "z")].contains(word[word.count - 1]) {
        word.removeLast()
      }
    } else if measure(word.count) == 1, isShort(word.count) {
      word.append(UInt8(ascii: "e"))
    }
  }

  private mutating func replaceFirst(_ rules: [Rule], least: Int) {
    // Of several that fit, the longest counts.
    var found: Rule?
    for rule in rules where ends(rule.suffix) {
      if rule.suffix.utf8CodeUnitCount > found?.suffix.utf8CodeUnitCount ?? 0 { found = rule }
    }
    guard let found else { return }
    let stem = word.count - found.suffix.utf8CodeUnitCount
    guard measure(stem) >= least else { return }
    word.removeLast(word.count - stem)
    found.replacement.withUTF8Buffer { unsafe word.append(contentsOf: $0) }
  }

  /// Step 4.
  private mutating func removeLast() {
    var found: StaticString?
    for suffix in Self.lastSuffixes where ends(suffix) {
      if suffix.utf8CodeUnitCount > found?.utf8CodeUnitCount ?? 0 { found = suffix }
    }
    guard let found else { return }
    let stem = word.count - found.utf8CodeUnitCount
    guard measure(stem) > 1 else { return }
    if ends("ion") {
      guard stem > 0, word[stem - 1] == UInt8(ascii: "s") || word[stem - 1] == UInt8(ascii: "t")
      else { return }
    }
    word.removeLast(word.count - stem)
  }

  /// Step 5.
  private mutating func tidyEnd() {
    if ends("e") {
      let stem = word.count - 1
      let measure = measure(stem)
      if measure > 1 || measure == 1 && !isShort(stem) { word.removeLast() }
    }
    if ends("ll"), measure(word.count) > 1 { word.removeLast() }
  }

  // MARK: Conditions

  private func ends(_ suffix: StaticString) -> Bool {
    let size = suffix.utf8CodeUnitCount
    guard size <= word.count else { return false }
    let start = word.count - size
    return suffix.withUTF8Buffer { suffix in
      for index in 0..<size where unsafe word[start + index] != suffix[index] { return false }
      return true
    }
  }

  private func isConsonant(_ index: Int) -> Bool {
    switch word[index] {
    case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"),
      UInt8(ascii: "u"):
      false
    case UInt8(ascii: "y"): index == 0 || !isConsonant(index - 1)
    default: true
    }
  }

  /// How often consonants follow vowels in the first `count` letters.
  private func measure(_ count: Int) -> Int {
    var number = 0
    var wasVowel = false
    for index in 0..<max(0, count) {
      let isVowel = !isConsonant(index)
      if wasVowel, !isVowel { number += 1 }
      wasVowel = isVowel
    }
    return number
  }

  private func hasVowel(_ count: Int) -> Bool {
    (0..<max(0, count)).contains { !isConsonant($0) }
  }

  private var hasDoubleEnd: Bool {
    word.count > 1 && word[word.count - 1] == word[word.count - 2] && isConsonant(word.count - 1)
  }

  /// Whether the first `count` letters end with consonant, vowel, consonant, the last not w, x or y.
  private func isShort(_ count: Int) -> Bool {
    guard count > 2, isConsonant(count - 1), !isConsonant(count - 2), isConsonant(count - 3) else {
      return false
    }
    return ![UInt8(ascii: "w"), UInt8(ascii: "x"), UInt8(ascii: "y")].contains(word[count - 1])
  }
}
