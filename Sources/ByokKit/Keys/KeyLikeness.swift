internal import ByokCore

/// That a word in a text looks like a key.
struct KeyLikeness: Equatable {
  /// Such as `a key of OpenAI`.
  let name: String
  var hints: [String] = []
  /// Whether it is a key of a kind that byok might have sealed.
  var isForModels = true

  /// Fewer bytes are no key.
  private static let leastLength = 12

  /// The first word that looks like a key; `nil` if none does.
  static func first(in text: Span<UInt8>) -> KeyLikeness? {
    var start: Int?
    for index in 0...text.count {
      if index < text.count, isOfKey(text[index]) {
        start = start ?? index
      } else if let begin = start {
        if index - begin >= leastLength, let found = of(text.extracting(begin..<index)) {
          return found
        }
        start = nil
      }
    }
    return nil
  }

  private static func of(_ word: Span<UInt8>) -> KeyLikeness? {
    if let foreign = ForeignKey.matching(word) {
      return KeyLikeness(
        name: foreign.name, hints: [foreign.hint].compactMap(\.self),
        isForModels: foreign.sort != .service)
    }
    let owners = KeyGuess.certainOwners(of: word)
    if let owner = owners.first {
      return KeyLikeness(
        name: "a key of \(owner.name)", hints: ["byok keys add \(owner.id)/LABEL   seals it"])
    }
    guard word.count >= 23, word.holds(KeyPattern.sharedPrefix, at: 0) else { return nil }
    return KeyLikeness(name: "a key", hints: ["byok keys add PROVIDER/LABEL   seals it"])
  }

  /// The first of some variables that a text names and that something follows.
  ///
  /// One that the text only uses (`$NAME`) is not meant.
  static func variable(in text: Span<UInt8>, among names: [String]) -> String? {
    var start: Int?
    for index in 0...text.count {
      if index < text.count, EnvironmentFile.isOfName(text[index]) {
        start = start ?? index
      } else if let begin = start {
        let isUse = begin > 0 && "${".utf8.contains(text[begin - 1])
        let name = names.first { $0.utf8.count == index - begin && text.holds($0, at: begin) }
        if !isUse, let name {
          let rest = text.extracting(index..<text.count)
          if rest.indices.count(where: { rest[$0] > 0x20 }) > 4 { return name }
        }
        start = nil
      }
    }
    return nil
  }

  private static func isOfKey(_ byte: UInt8) -> Bool {
    EnvironmentFile.isOfName(byte) || "-./+".utf8.contains(byte)
  }
}
