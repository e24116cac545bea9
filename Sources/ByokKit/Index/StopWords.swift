/// English words that say nothing of what is looked for.
enum StopWords {
  /// Whether a word, in small letters and not stemmed, is one.
  static func contain(_ word: [UInt8]) -> Bool { words.contains(word) }

  private static let words = Set(text.split(separator: " ").map { Array($0.utf8) })

  private static let text = """
    a about above after again against all also am an and any are as at be because been before \
    being below between both but by can cannot could did do does doing don down during each else \
    ever few for from further get had has have having he her here hers herself him himself his \
    how i if in into is it its itself just let may me might more most must my myself no nor not \
    of off on once one only or other our ours ourselves out own please same shall she should \
    so some such than that the their theirs them themselves then there these they this those \
    through to too until up us very was we were what when where whether which while \
    who whom whose why will with would you your yours yourself yourselves s t d ll m re ve
    """
}
