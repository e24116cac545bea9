internal import ByokCore

/// What Gemini says of a prompt; worth a look only where it was blocked.
struct GeminiPromptFeedback: JSONReadable {
  var blockReason: String?
  var message: String?
  var safetyRatings: [GeminiSafetyRating] = []

  mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("blockReason", bytes) {
      blockReason = try reader.text(bytes)
    } else if reader.isNamed("blockReasonMessage", bytes) {
      message = try reader.text(bytes)
    } else if reader.isNamed("safetyRatings", bytes) {
      safetyRatings = try GeminiSafetyRating.list(&reader, bytes) ?? []
    } else {
      try reader.skip(bytes)
    }
  }

  /// Why the prompt was blocked; `nil` if it was not.
  var words: String? {
    guard let blockReason, !blockReason.isEmpty else { return nil }
    let reason = GeminiSafety.words(for: blockReason, ratings: safetyRatings, message: message)
    return "it blocked the prompt for \(reason)"
  }
}

/// How likely Gemini takes something for harmful in one way.
struct GeminiSafetyRating: JSONReadable {
  var category: String?
  var probability: String?
  var isBlocked = false

  mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("category", bytes) {
      category = try reader.text(bytes)
    } else if reader.isNamed("probability", bytes) {
      probability = try reader.text(bytes)
    } else if reader.isNamed("blocked", bytes) {
      isBlocked = try reader.bool(bytes) ?? false
    } else {
      try reader.skip(bytes)
    }
  }

  /// The harm that it is about, such as `hate speech`, if this is why something was stopped.
  fileprivate var harm: String? {
    guard isBlocked || probability == "HIGH", let category else { return nil }
    let prefix = "HARM_CATEGORY_"
    let word = category.hasPrefix(prefix) ? String(category.dropFirst(prefix.count)) : category
    return GeminiSafety.plain(word)
  }
}

/// The words for what Gemini's safety system did.
enum GeminiSafety {
  /// A reason, the harms behind it and what else the provider says.
  ///
  /// - Parameters:
  ///   - reason: Such as `SAFETY` or `PROHIBITED_CONTENT`.
  ///   - ratings: The harms that were looked for.
  ///   - message: The provider's own words.
  /// - Returns: Such as `safety (hate speech): the prompt holds …`.
  static func words(
    for reason: String, ratings: [GeminiSafetyRating], message: String?
  ) -> String {
    let harms = ratings.compactMap(\.harm)
    let suffix = harms.isEmpty ? "" : " (\(harms.joined(separator: ", ")))"
    let message = message.map { $0.isEmpty ? "" : ": \($0)" } ?? ""
    let known = reason == "SPII" ? "sensitive personal information" : plain(reason)
    return known + suffix + message
  }

  /// A constant's name as words.
  fileprivate static func plain(_ constant: String) -> String {
    constant.lowercased().map { $0 == "_" ? " " : String($0) }.joined()
  }
}
