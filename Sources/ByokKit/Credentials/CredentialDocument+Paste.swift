internal import ByokCore

/// What copying and pasting does to JSON.
extension CredentialDocument {
  /// What to do about a JSON text that is a string of another.
  static let quotedHint =
    "it is JSON inside a JSON string, as in logs and secret stores: extract it with jq -r ."

  /// What to do about a text that was JSON before it was pasted.
  static func pasteHints(_ bytes: Span<UInt8>) -> [String] {
    var hints: [String] = []
    let start = bytes.indices.first { bytes[$0] > 0x20 } ?? 0
    if bytes.holds("```", at: start) {
      hints.append("leave out the code fence: paste only from { to }")
    }
    let quotes = ["\u{201C}", "\u{201D}", "\u{2018}", "\u{2019}"]
    if bytes.indices.contains(where: { index in quotes.contains { bytes.holds($0, at: index) } }) {
      hints.append("it has typographic quotes, which an editor made of \": copy the file itself")
    }
    return hints
  }
}
