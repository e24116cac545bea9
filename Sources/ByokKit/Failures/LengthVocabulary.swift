internal import ByokCore

/// The words that complaints about lengths are made of, in lower case.
enum LengthVocabulary {
  private static let names: [String: LengthWords.Kind] = [
    "prompt": .prompt, "prompts": .prompt, "input": .prompt, "inputs": .prompt,
    "message": .message, "messages": .message, "content": .message, "contents": .message,
    "conversation": .message, "history": .message, "instructions": .message, "text": .message,
    "context": .context, "contextlength": .context, "contextwindow": .context, "ctx": .context,
    "output": .reply, "outputs": .reply, "completion": .reply, "completions": .reply,
    "maxtokens": .reply, "maxoutputtokens": .reply, "maxcompletiontokens": .reply,
    "num_predict": .reply, "max_tokens_to_sample": .reply,
  ]

  /// The parts of names such as `max_seq_len` and `prompt_tokens`: others have another meaning.
  private static let parts: Set = [
    "max", "maximum", "total", "num", "n", "number", "of", "model", "prompt", "input", "token",
    "tokens", "count", "length", "len", "size", "limit", "context", "ctx", "window", "seq",
    "sequence", "session", "req", "new", "completion", "output", "gen", "generated", "generation",
    "messages", "message", "requested",
  ]

  static let lengths: Set = ["length", "len", "long", "characters", "character", "chars", "words"]

  /// Where complaints about files belong, unless they count tokens.
  static let media: Set = [
    "image", "images", "pixel", "pixels", "bytes", "mb", "megabyte", "megabytes", "file", "files",
    "pdf", "audio", "video", "page", "pages", "document", "documents",
  ]

  /// Words about rates, money, times, safety and keys.
  private static let otherLimits: Set = [
    "rate", "quota", "minute", "minutes", "tpm", "rpm", "tpd", "rpd", "day", "daily", "hour",
    "hourly", "month", "monthly", "week", "weekly", "seconds", "wait", "deadline", "timeout",
    "safety", "policy", "expired", "bearer", "credit", "credits", "billing", "balance", "upgrade",
  ]
  private static let otherBeginnings = ["throttl", "cancel", "concurren", "ratelimit"]

  /// Words between a thing and the words that compare it.
  static let fillers: Set = [
    "is", "are", "was", "were", "be", "been", "has", "have", "must", "should", "cannot", "can",
    "not", "to", "may", "will", "would", "#",
  ]

  /// Things that may be too long or too many, and ways to take too long.
  static let others: Set = [
    "array", "list", "item", "items", "element", "elements", "entry", "entries", "name", "names",
    "id", "ids", "value", "values", "took", "takes", "take", "taking", "waited", "waiting", "for",
    "running", "processing", "images", "tools", "functions", "roles", "schema", "url", "file",
    "files",
  ]

  static func isOfOtherLimit(_ word: String) -> Bool {
    otherLimits.contains(word) || otherBeginnings.contains(where: word.hasPrefix)
  }

  /// What a word is about; `nil` for any other word.
  static func kind(of word: String, after previous: String, before next: String) -> LengthWords
    .Kind?
  {
    switch word {
    case "input", "inputs":
      // Validators begin or end with these words, whatever they complain of.
      let isOfForm =
        ["malformed", "extra"].contains(previous)
        || ["validation", "error", "should", "type", "value", "format", "schema"].contains(next)
      return isOfForm ? nil : .prompt
    case "token", "tokens":
      let isOfReply: Set = [
        "max", "maximum", "output", "completion", "completions", "generated", "new", "response",
      ]
      return isOfReply.contains(previous) ? .reply : .tokens
    case "sequence" where previous != "stop" && ["length", "len"].contains(next): return .context
    default: return names[word] ?? kind(ofName: word)
    }
  }

  /// What a name such as `max_new_tokens` is about.
  private static func kind(ofName name: String) -> LengthWords.Kind? {
    let list = name.split(separator: "_").map(String.init)
    let said = Set(list)
    guard list.count > 1, said.isSubset(of: parts) else { return nil }
    let has = { (words: Set<String>) in !said.isDisjoint(with: words) }
    if has(["completion", "output", "new", "gen", "generated", "generation"]) { return .reply }
    if has(["context", "ctx", "seq", "sequence", "session", "window"]) { return .context }
    if said.contains("model"), has(["len", "length"]) { return .context }
    if has(["prompt", "input", "message", "messages"]) { return .prompt }
    guard has(["token", "tokens"]) else { return nil }
    return [["max", "tokens"], ["maximum", "tokens"]].contains(list) ? .reply : .tokens
  }

  /// The comparison that begins at a place; `nil` for none.
  static func comparison(at place: Int, in words: [String]) -> LengthWords.Comparison? {
    let word = words[place]
    let next = place + 1 < words.count ? words[place + 1] : ""
    func made(_ strength: LengthWords.Comparison.Strength, of count: Int = 1)
      -> LengthWords.Comparison
    {
      LengthWords.Comparison(places: place...place + count - 1, strength: strength)
    }
    if ["exceed", "overflow", "surpass"].contains(where: word.hasPrefix) { return made(.excess) }
    switch (word, next) {
    case ("beyond", _), ("overlong", _): return made(.excess)
    case ("too", "long"), ("too", "large"), ("too", "big"), ("too", "many"),
      ("longer", "than"), ("larger", "than"), ("bigger", "than"):
      return made(.excess, of: 2)
    case ("greater", "than"), ("higher", "than"), ("more", "than"), ("less", "than"),
      ("fewer", "than"), ("smaller", "than"), ("lower", "than"), ("shorter", "than"),
      ("at", "most"), ("up", "to"), ("over", "the"), ("over", "its"), ("over", "limit"),
      ("above", "the"), ("above", "maximum"):
      return made(.limit, of: 2)
    case (">", _), ("<", _), ("<=", _), (">=", _), ("≤", _): return made(.limit)
    case ("out", "of"): return made(.end, of: 2)
    case ("reached", _), ("reaches", _), ("full", _), ("enough", _), ("insufficient", _),
      ("fit", _):
      return made(.end)
    default: return nil
    }
  }
}
