extension String {
  /// The user's word as a message shows it: in quotes, harmless, and hidden if it may be a key.
  var quoted: String {
    KeyShape.mayBeKey(self) ? "'…' (hidden: it looks like a key)" : "'\(Sanitizer.oneLine(self))'"
  }
}

/// Tells words that may be API keys, so that they are refused and never repeated.
enum KeyShape {
  /// How the keys of well-known services begin.
  ///
  /// Source: the rules of secret scanners (trufflehog 3ab759f, gitleaks b58d3f1), read 2026-11-23.
  private static let beginnings = [
    "sk-", "sk_", "pk-", "AIza", "AQ.", "ya29.", "gsk_", "xai-", "hf_", "nvapi-", "tgp_v1_", "fw_",
    "csk-", "pplx-", "ABSK", "r8_", "ghp_", "github_pat_", "eyJ",
  ]

  /// Whether `word` begins like a key and goes on for a while, or is long and random.
  static func mayBeKey(_ word: String) -> Bool {
    let word = word.drop { $0 == "-" }
    let bytes = Array(word.utf8)
    guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return false }
    if bytes.count >= 12, beginnings.contains(where: word.hasPrefix) { return true }
    guard bytes.count >= 32, !word.contains(where: { "/:.".contains($0) }) else { return false }
    let digits = bytes.count { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    return digits >= bytes.count / 10 && Set(bytes).count >= 10 && hasMixedPiece(word)
  }

  /// Whether a piece mixes letters and digits for a while; in names and dates they stand apart.
  private static func hasMixedPiece(_ word: Substring) -> Bool {
    word.split { "-_".contains($0) }.contains { piece in
      piece.count >= 8 && piece.contains(where: \.isLetter) && piece.contains(where: \.isNumber)
    }
  }
}
