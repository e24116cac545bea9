import Testing

@testable import ByokKit

/// Words and their stems.
@Suite struct StemmerTests {
  /// Pairs for every rule of the algorithm, and for words that none may change.
  static let pairs: [(String, String)] = [
    // Plurals.
    ("caresses", "caress"), ("ponies", "poni"), ("ties", "ti"), ("caress", "caress"),
    ("cats", "cat"),
    ("gas", "ga"), ("this", "thi"), ("us", "us"), ("is", "is"), ("s", "s"),
    // The past and -ing.
    ("feed", "feed"), ("agreed", "agre"), ("plastered", "plaster"), ("bled", "bled"),
    ("motoring", "motor"), ("sing", "sing"), ("conflated", "conflat"), ("troubled", "troubl"),
    ("sized", "size"), ("hopping", "hop"), ("tanned", "tan"), ("falling", "fall"),
    ("hissing", "hiss"), ("fizzed", "fizz"), ("failing", "fail"), ("filing", "file"),
    ("running", "run"), ("caching", "cach"), ("cached", "cach"), ("cache", "cach"),
    // A final y.
    ("happy", "happi"), ("sky", "sky"), ("query", "queri"), ("queries", "queri"), ("say", "sai"),
    // Double suffixes.
    ("relational", "relat"), ("conditional", "condit"), ("rational", "ration"),
    ("valenci", "valenc"), ("hesitanci", "hesit"), ("digitizer", "digit"),
    ("conformabli", "conform"), ("radicalli", "radic"), ("differentli", "differ"),
    ("vileli", "vile"),
    ("analogousli", "analog"), ("vietnamization", "vietnam"), ("predication", "predic"),
    ("operator", "oper"), ("feudalism", "feudal"), ("decisiveness", "decis"),
    ("hopefulness", "hope"), ("callousness", "callous"), ("formaliti", "formal"),
    ("sensitiviti", "sensit"), ("sensibiliti", "sensibl"), ("analogi", "analog"),
    // Suffixes.
    ("triplicate", "triplic"), ("formative", "form"), ("formalize", "formal"),
    ("electriciti", "electr"), ("electrical", "electr"), ("hopeful", "hope"), ("goodness", "good"),
    // The last ones.
    ("revival", "reviv"), ("allowance", "allow"), ("inference", "infer"), ("airliner", "airlin"),
    ("gyroscopic", "gyroscop"), ("adjustable", "adjust"), ("defensible", "defens"),
    ("irritant", "irrit"), ("replacement", "replac"), ("adjustment", "adjust"),
    ("dependent", "depend"), ("adoption", "adopt"), ("homologou", "homolog"),
    ("communism", "commun"), ("activate", "activ"), ("angulariti", "angular"),
    ("homologous", "homolog"), ("effective", "effect"), ("bowdlerize", "bowdler"),
    ("connection", "connect"), ("connections", "connect"), ("connective", "connect"),
    // Ends.
    ("probate", "probat"), ("rate", "rate"), ("cease", "ceas"), ("controll", "control"),
    ("roll", "roll"), ("generalizations", "gener"), ("oscillators", "oscil"),
    ("by", "by"), ("syzygy", "syzygi"), ("yes", "ye"), ("a", "a"), ("", ""),
  ]

  @Test(arguments: pairs)
  func `a word has its stem`(word: String, stem: String) {
    var stemmer = Stemmer()
    let bytes = Array(word.utf8)
    #expect(String(decoding: stemmer.stem(bytes, bytes.indices), as: UTF8.self) == stem)
  }

  @Test(arguments: ["utf8", "naïves", "日本", "x2s", "ÉTÉS", "sha256"])
  func `what is not only ASCII letters stays as it is`(word: String) {
    var stemmer = Stemmer()
    let bytes = Array(word.utf8)
    #expect(stemmer.stem(bytes, bytes.indices) == bytes)
  }
}
