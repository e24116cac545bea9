extension String {
  /// The user's word as a message shows it: in quotes, harmless, and hidden if it may be a key.
  package var quoted: String {
    KeyShape.mayBeKey(self) ? "'…' (hidden: it looks like a key)" : "'\(Sanitizer.oneLine(self))'"
  }

  /// The user's word within a sentence, without quotes: harmless, and hidden if it may be a key.
  package var shown: String { KeyShape.mayBeKey(self) ? "…" : Sanitizer.oneLine(self) }
}

/// Tells words that may be API keys, so that they are refused and never repeated.
package enum KeyShape {
  /// How the keys of well-known services begin.
  ///
  /// Source: the rules of secret scanners (trufflehog 3ab759f, gitleaks b58d3f1), read 2026-11-23.
  private static let beginnings = [
    "sk-", "sk_", "pk-", "AIza", "AQ.", "ya29.", "gsk_", "xai-", "hf_", "nvapi-", "tgp_v1_", "fw_",
    "csk-", "pplx-", "ABSK", "r8_", "ghp_", "github_pat_", "eyJ",
  ]

  /// Whether a part of `word` begins like a key and goes on for a while, or is long and random.
  ///
  /// The parts are the text between blanks and punctuation, so that a key is also found in
  /// `openai/sk-…`, `OPENAI_API_KEY=sk-…` and `--sk-…`. Long names of words and dates, such as
  /// those of models, are not random, nor are the parts of a path.
  ///
  /// - Parameters:
  ///   - word: What somebody wrote.
  ///   - exceptUUIDs: Whether a UUID is let pass, which some keys are, but many names too.
  /// - Returns: Whether it should be hidden.
  package static func mayBeKey(_ word: String, exceptUUIDs: Bool = false) -> Bool {
    let isPath = word.utf8.count { $0 == UInt8(ascii: "/") } > 1
    return word.utf8.split { !isOfKey($0) }.contains { piece in
      let bytes = piece.drop { $0 == UInt8(ascii: "-") }
      let text = String(decoding: bytes, as: UTF8.self)
      if bytes.count >= 12, beginnings.contains(where: text.hasPrefix) { return true }
      return !isPath && isRandom(Array(bytes)) && !(exceptUUIDs && isUUID(bytes))
    }
  }

  /// Whether the bytes are 32 hexadecimal digits in five groups.
  private static func isUUID(_ bytes: some Collection<UInt8>) -> Bool {
    let groups = bytes.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return groups.map(\.count) == [8, 4, 4, 4, 12] && groups.joined().allSatisfy(isHexadecimal)
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    Character(Unicode.Scalar(byte)).isHexDigit
  }

  /// Whether the bytes are long, with many digits, and in runs longer than words or in hexadecimal.
  private static func isRandom(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 32, !bytes.contains(UInt8(ascii: ".")), Set(bytes).count >= 10 else {
      return false
    }
    let digits = bytes.count { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
    let runs = bytes.split { "-_".utf8.contains($0) }
    return digits >= bytes.count / 10
      && (runs.joined().allSatisfy(isHexadecimal) || runs.contains { $0.count >= 16 })
  }

  private static func isOfKey(_ byte: UInt8) -> Bool {
    let character = Character(Unicode.Scalar(byte))
    return character.isASCII && (character.isLetter || character.isNumber)
      || "-_.+~".utf8.contains(byte)
  }
}
