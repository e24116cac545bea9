/// What an entry holds once it is opened: the secret, and facts about it that are sealed with it.
///
/// As bytes: lines `NAME VALUE`, an empty line, the secret; then padding.
package struct SealedKey: ~Copyable {
  /// The address that the key was stored for, with its path.
  package let baseURL: String
  package let secret: Secret

  private static let baseURLLine = "base_url "

  package init(baseURL: String, secret: consuming Secret) {
    self.baseURL = baseURL
    self.secret = secret
  }

  /// Reads the opened text of an entry, whose memory the secret keeps; `nil` if it is not one.
  ///
  /// - Parameters:
  ///   - text: The text, padded.
  ///   - origins: Where the key may go; an address elsewhere makes it none.
  package init?(_ text: consuming Secret, boundTo origins: [String]) {
    guard let end = Sealing.unpaddedCount(of: text, block: KeystoreGrammar.paddingBlock) else {
      return nil
    }
    var fields: [String] = []
    let start = text.withBytes { bytes in
      var lineStart = 0
      for index in bytes.indices where index < end && bytes[index] == UInt8(ascii: "\n") {
        if index == lineStart { return index + 1 }
        fields.append(
          String(decoding: Array(copying: bytes.extracting(lineStart..<index)), as: UTF8.self))
        lineStart = index + 1
      }
      return end
    }
    guard start < end, end - start <= KeystoreGrammar.secretLimit, fields.count == 1,
      let field = fields.first, field.hasPrefix(Self.baseURLLine)
    else { return nil }
    let baseURL = String(field.dropFirst(Self.baseURLLine.count))
    guard let base = try? BaseURL(baseURL, from: "a sealed key"), origins.contains(base.origin)
    else { return nil }
    self.baseURL = baseURL
    secret = text.narrowed(to: start..<end)
  }

  /// The secret alone.
  package consuming func opened() -> Secret { secret }

  /// The text to seal, padded.
  ///
  /// - Throws: A failure when memory is out.
  borrowing func padded() throws(ByokError) -> Secret {
    let head = Array("\(Self.baseURLLine)\(baseURL)\n\n".utf8)
    let count = head.count + secret.count
    let room = (count / KeystoreGrammar.paddingBlock + 1) * KeystoreGrammar.paddingBlock
    return try secret.withBytes { (secret) throws(ByokError) in
      try unsafe Secret(capacity: room) { base in
        for (index, byte) in head.enumerated() { unsafe base[index] = byte }
        for index in secret.indices { unsafe base[head.count + index] = secret[index] }
        return unsafe Sealing.pad(
          base, count: count, block: KeystoreGrammar.paddingBlock, room: room)
      }
    }
  }
}
