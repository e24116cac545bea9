/// Removes what a provider repeats of a key.
package enum Redaction {
  /// `text` without the key itself, and without words that look like a key or a masked one.
  package static func redact(_ text: String, key: borrowing Secret) -> String {
    var result = ""
    var word = ""
    for character in remove(key, from: text) + " " {
      if character.isWhitespace {
        result += (isSuspicious(word) ? "…" : word) + String(character)
        word = ""
      } else {
        word.append(character)
      }
    }
    return String(result.dropLast())
  }

  /// `text` without the key itself.
  package static func remove(_ key: borrowing Secret, from text: String) -> String {
    var bytes = Array(text.utf8)
    key.withBytes { key in
      guard key.count >= 4 else { return }
      var start = 0
      while start + key.count <= bytes.count {
        if key.indices.allSatisfy({ bytes[start + $0] == key[$0] }) {
          bytes.replaceSubrange(start..<(start + key.count), with: "…".utf8)
        }
        start += 1
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isSuspicious(_ word: String) -> Bool {
    let core = String(word.drop { !$0.isLetter && !$0.isNumber })
    return word.contains("***") || KeyShape.mayBeKey(core)
  }
}
