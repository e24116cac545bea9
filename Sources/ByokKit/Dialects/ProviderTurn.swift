internal import ByokCore

/// A turn of the assistant in its provider's own form, opaque, to be sent back unchanged.
///
/// It holds what a later request must repeat: Anthropic's thinking signatures, Gemini's
/// `thoughtSignature`, encrypted reasoning items, `reasoning_content`, `reasoning_details`.
package struct ProviderTurn: Equatable, Sendable {
  /// The dialect that it is written in, which alone can take it back.
  var dialect: String
  /// The message, the content blocks or the items, as they came.
  var content: JSONValue
}
