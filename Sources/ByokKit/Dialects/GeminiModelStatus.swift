internal import ByokCore

/// What Gemini says beside a reply of the life of the model.
///
/// Source: google-genai 3.6.1, `types.py`, `ModelStatus`, read 2026-11-29.
struct GeminiModelStatus: JSONReadable {
  private var stage: String?
  private var message: String?
  private var retirementTime: String?

  mutating func take(_ reader: inout JSONReader, _ bytes: Span<UInt8>) throws(JSONFlaw) {
    if reader.isNamed("modelStage", bytes) {
      stage = try reader.text(bytes)
    } else if reader.isNamed("message", bytes) {
      message = try reader.text(bytes)
    } else if reader.isNamed("retirementTime", bytes) {
      retirementTime = try reader.text(bytes)
    } else {
      try reader.skip(bytes)
    }
  }

  /// What a user should know, as the predicate of a sentence; `nil` for a model that stays.
  var notice: String? {
    let state: String
    switch stage?.uppercased() {
    case "LEGACY": state = "is a legacy model"
    case "DEPRECATED": state = "is deprecated"
    case "RETIRED": state = "is retired"
    default: return nil
    }
    let day = retirementTime.map { ", retired from \($0.prefix(10)) on" } ?? ""
    let words = message.map { $0.isEmpty ? "" : ": \($0)" } ?? ""
    return state + day + words
  }
}
