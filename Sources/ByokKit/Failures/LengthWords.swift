internal import ByokCore

/// The words of a sentence, and what they have to do with lengths.
struct LengthWords {
  /// What a word is about.
  enum Kind {
    /// A prompt.
    case prompt
    /// What may be a prompt, where a length is named besides.
    case message
    /// The model's context.
    case context
    case tokens
    /// The reply.
    case reply
  }

  /// What a comparison says is too long.
  enum Finding {
    case prompt, context, tokens, reply, both
  }

  /// Words that compare two lengths.
  struct Comparison {
    /// The places of its words.
    let places: ClosedRange<Int>
    let strength: Strength

    enum Strength {
      /// Says that something is too long.
      case excess
      /// Names a limit, which may be any.
      case limit
      /// Says that something is used up, which only a context is.
      case end
    }
  }

  private var words: [String] = []
  private var kinds: [Kind?] = []
  /// The number of each word's sentence.
  private var sentences: [Int] = []

  init(_ text: String) {
    append(Self.split(text))
  }

  /// Adds the words of a code such as `prompt_too_long` or `ContextLengthExceeded`.
  mutating func append(code: String) {
    var text = ""
    var previous: Character = " "
    for character in code {
      if character.isUppercase, previous.isLowercase { text += " " }
      text += character.isLetter ? character.lowercased() : " "
      previous = character
    }
    append([text.split(separator: " ").map(String.init)])
  }

  private mutating func append(_ more: [[String]]) {
    for sentence in more where !sentence.isEmpty {
      let number = (sentences.last ?? 0) + 1
      for (place, word) in sentence.enumerated() {
        let previous = place > 0 ? sentence[place - 1] : ""
        let next = place + 1 < sentence.count ? sentence[place + 1] : ""
        words.append(word)
        kinds.append(LengthVocabulary.kind(of: word, after: previous, before: next))
        sentences.append(number)
      }
    }
  }

  /// The words of each sentence: of a path such as `messages.0.content`, its last part.
  private static func split(_ text: String) -> [[String]] {
    var sentences: [[String]] = [[]]
    for piece in text.split(whereSeparator: \.isWhitespace) where !piece.contains("://") {
      for part in piece.split(whereSeparator: { !isOfWord($0) && !isMark($0) }) {
        for word in part.runs(where: isMark) {
          if let name = word.split(whereSeparator: { ".[]".contains($0) }).last(where: isName) {
            sentences[sentences.count - 1].append(String(name))
          } else if word.contains(where: isMark) {
            sentences[sentences.count - 1].append(String(word))
          } else if word.contains(where: \.isNumber) {
            sentences[sentences.count - 1].append("#")
          }
        }
      }
      if piece.last.map({ ".;!?".contains($0) }) == true { sentences.append([]) }
      if piece.last == ",", sentences.last?.isEmpty == false {
        sentences[sentences.count - 1].append(",")
      }
    }
    return sentences
  }

  private static func isOfWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || "_.[]".contains(character)
  }

  private static func isMark(_ character: Character) -> Bool { "<>=≤+&".contains(character) }

  private static func isName(_ part: Substring) -> Bool {
    part.contains(where: \.isLetter) && !part.contains(where: isMark)
  }

  // MARK: What the words say

  /// Whether they are about a rate, money, time, a file or a token to sign in with.
  var isOfOtherLimit: Bool {
    if words.contains(where: LengthVocabulary.isOfOtherLimit) { return true }
    return words.contains(where: LengthVocabulary.media.contains)
      && !kinds.contains(.tokens) && !kinds.contains(.context)
  }

  var namesPrompt: Bool { kinds.contains(.prompt) || kinds.contains(.message) }
  var namesReply: Bool { kinds.contains(.reply) }

  var comparisons: [Comparison] {
    words.indices.compactMap { LengthVocabulary.comparison(at: $0, in: words) }
  }

  /// Whether they name the largest context, or the maximum length of a prompt.
  var namesMaximum: Bool {
    words.indices.contains { place in
      let word = words[place]
      let isMaximum = word == "max" || word == "maximum"
      guard isMaximum || ["only", "limit", "available"].contains(word) else { return false }
      let near = (place - 3...place + 3).filter { $0 != place && isSame(place, $0) }
      if near.contains(where: { kinds[$0] == .context && ($0 > place || word == "only") }) {
        return true
      }
      guard isMaximum, isSame(place, place + 2) else { return false }
      let isOfPrompt = [.prompt, .message].contains(kinds[place + 1])
      return (isOfPrompt || ["model", "sequence"].contains(words[place + 1]))
        && ["length", "size", "token", "tokens"].contains(words[place + 2])
    }
  }

  /// Whether they name a prompt and a limit that two counts may be about.
  var namesLimitOfPrompt: Bool {
    let limits: Set = ["limit", "max", "maximum", "only", "supports", "allows", "accepts", "takes"]
    let least: Set = ["min", "minimum", "least"]
    let hasLimit = words.contains(where: limits.contains) || kinds.contains(.context)
    return namesPrompt && hasLimit
      && !words.contains(where: least.contains)
  }

  /// Whether they ask for a shorter prompt.
  var wantsShorterPrompt: Bool {
    let wishes: Set = ["reduce", "shorten", "decrease", "shorter", "truncate", "trim"]
    return words.indices.contains { place in
      guard wishes.contains(words[place]) else { return false }
      let near = (place + 1...place + 6).filter { isSame(place, $0) }
      let first = near.compactMap { kinds[$0] }.first { $0 != .tokens && $0 != .context }
      return first == .prompt || first == .message
    }
  }

  /// Whether they say that a request's body is too large, and speak of tokens.
  var countsTokensOfBody: Bool {
    let isTooLarge = comparisons.contains { comparison in
      let place = comparison.places.lowerBound
      return comparison.strength == .excess && isSame(place, place - 1)
        && words[place - 1] == "body"
    }
    return isTooLarge && words.contains { $0.contains("token") }
  }

  private func isSame(_ place: Int, _ other: Int) -> Bool {
    words.indices.contains(other) && sentences[place] == sentences[other]
  }

  /// What a comparison says is too long; `nil` if nothing that is looked for.
  func finding(at comparison: Comparison) -> Finding? {
    let first = comparison.places.lowerBound
    guard !isOfOtherThing(before: first) else { return nil }
    let behind = (comparison.places.upperBound + 1..<comparison.places.upperBound + 9)
      .first { isSame(first, $0) && kinds[$0] != nil }
    guard let subject = place(before: first, within: 11) else {
      return behind.flatMap { finding(behind: $0, comparison.strength) }
    }
    let (kind, joined) = (kind(at: subject), joinedKind(before: subject))
    if kind == .reply || joined == .reply {
      guard comparison.strength != .end else { return nil }
      let other = kind == .reply ? joined : kind
      return [.prompt, .message, .tokens].contains(other) ? .both : kind == .reply ? .reply : nil
    }
    let isOfContext = behind.map { kinds[$0] == .context } ?? false
    switch (kind, comparison.strength) {
    case (.context, .excess), (.context, .end): return .context
    case (.context, .limit):
      return isOfContext || words[comparison.places.lowerBound] == ">" ? .context : nil
    case (.prompt, .end), (.message, .end), (.tokens, .end): return isOfContext ? .context : nil
    case (.prompt, .excess): return .prompt
    case (.prompt, .limit), (.message, .excess), (.message, .limit):
      return namesLength(near: first) ? .prompt : nil
    case (.tokens, .excess): return isOfContext ? .context : .tokens
    case (.tokens, .limit):
      return behind.map { [.context, .prompt].contains(kinds[$0]) } == true ? .context : nil
    default: return nil
    }
  }

  /// What follows a comparison that nothing precedes.
  private func finding(behind place: Int, _ strength: Comparison.Strength) -> Finding? {
    switch (kinds[place], strength) {
    case (.context, _): return .context
    case (.reply, .excess), (.reply, .limit): return .reply
    case (.tokens, .excess): return .tokens
    case (.prompt, .excess), (.message, .excess):
      let near = (place...place + 2).filter { isSame(place, $0) }
      return near.contains { kinds[$0] == .tokens || words[$0] == "length" } ? .prompt : nil
    default: return nil
    }
  }

  /// Whether a comparison is about something else, such as a list or a time, named right before it.
  private func isOfOtherThing(before place: Int) -> Bool {
    var last = place - 1
    while isSame(place, last), LengthVocabulary.fillers.contains(words[last]) { last -= 1 }
    return isSame(place, last) && LengthVocabulary.others.contains(words[last])
  }

  private func place(before place: Int, within count: Int) -> Int? {
    (place - count..<place).last { isSame(place, $0) && kinds[$0] != nil }
  }

  /// What a word is about; the tokens of a prompt or request are the prompt.
  private func kind(at place: Int) -> Kind? {
    guard kinds[place] == .tokens else { return kinds[place] }
    if isSame(place, place - 1) {
      let isOfPrompt = [.prompt, .message].contains(kinds[place - 1])
      if isOfPrompt || ["total", "request"].contains(words[place - 1]) { return .prompt }
    }
    let next = (place + 1...place + 3).filter { isSame(place, $0) }.map { words[$0] }
    return next.first == "in" && next.contains("request") ? .prompt : .tokens
  }

  /// What a word is about that is joined to the one at a place, as `prompt` in `prompt and reply`.
  private func joinedKind(before place: Int) -> Kind? {
    let joins: Set = ["+", "&", "and", "plus", "or", ","]
    let join = (place - 8..<place).last { isSame(place, $0) && joins.contains(words[$0]) }
    return join.flatMap { self.place(before: $0, within: 8) }.flatMap { kind(at: $0) }
  }

  private func namesLength(near place: Int) -> Bool {
    words.indices.contains {
      isSame(place, $0)
        && (LengthVocabulary.lengths.contains(words[$0]) || words[$0].contains("token")
          || [.tokens, .context, .reply].contains(kinds[$0]))
    }
  }
}

extension Substring {
  /// The runs of characters that have a mark, and those that have none.
  fileprivate func runs(where isMark: (Character) -> Bool) -> [Substring] {
    var parts: [Substring] = []
    var rest = self
    while let first = rest.first {
      let part = rest.prefix { isMark($0) == isMark(first) }
      parts.append(part)
      rest = rest[part.endIndex...]
    }
    return parts
  }
}
