internal import ByokCore

/// What a reply says of its price besides the counts of ``Usage``.
package struct Billing: Equatable, Sendable {
  /// Tokens of the prompt that went into a cache; `nil` where the provider does not say.
  var cacheWrites: CacheWrites?
  /// Tokens of the model's thinking that ``Usage/output`` leaves out, and which cost the same.
  var reasoningApart: Int?
  /// Tokens of sound and of images in the prompt, where the provider counts them apart.
  var audioInput: Int?
  var imageInput: Int?
  /// What costs money besides tokens, such as searches of the web, in USD.
  var fees: Double?
  /// The provider's words for a service tier, region or speed other than the usual one.
  var terms: Set<String> = []
  /// Whether the provider reported what cannot be true, and is ignored.
  var isImplausible = false
  /// Whether the cost is byok's own, by the prices that it knows.
  package var isEstimated = false

  /// These facts, with `older` ones where these lack any.
  func filled(from older: Self) -> Self {
    Self(
      cacheWrites: cacheWrites ?? older.cacheWrites,
      reasoningApart: reasoningApart ?? older.reasoningApart,
      audioInput: audioInput ?? older.audioInput, imageInput: imageInput ?? older.imageInput,
      fees: fees ?? older.fees,
      terms: terms.isEmpty ? older.terms : terms,
      isImplausible: isImplausible || older.isImplausible)
  }

  /// Adds a word for how a reply was served, unless it is the usual way.
  mutating func add(term word: String?) {
    // Each piece of a stream may have the first of these.
    guard word != "default", let word = word?.lowercased(), !Self.usual.contains(word) else {
      return
    }
    terms.insert(word)
  }

  /// The words of providers for what has no price of its own.
  private static let usual: Set<String> = [
    "", "auto", "default", "global", "not_available", "on_demand", "standard",
  ]
}

/// Tokens of a prompt that went into a cache, by how long they stay there.
///
/// Source: the vendors' price lists, 2026-11: what is kept longer costs more to write.
struct CacheWrites: Equatable, Sendable {
  /// For some minutes, which is usual.
  var brief = 0
  /// For an hour, at Anthropic.
  var hour = 0
  /// For twelve hours, at OpenAI.
  var halfDay = 0

  /// How many times the price of the prompt they cost, where a model has no price of its own.
  static let (briefFactor, hourFactor, halfDayFactor) = (1.25, 2.0, 2.5)

  /// Of a number of tokens, those that are said to stay longer; the others stay for minutes.
  init(all: Int, hour: Int = 0, halfDay: Int = 0) {
    (self.hour, self.halfDay) = (hour, halfDay)
    brief = max(0, all - hour - halfDay)
  }

  /// The same, but no more than a number of tokens.
  func within(_ limit: Int) -> Self {
    let hour = min(hour, limit)
    let halfDay = min(halfDay, limit - hour)
    return Self(
      all: min(brief + hour + halfDay, limit), hour: hour, halfDay: halfDay)
  }

  var all: Int { brief + hour + halfDay }
}
