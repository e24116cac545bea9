/// The encoding of a text that the user gives, detected from its first bytes.
///
/// Every reader of the user's texts begins here: prompts, instructions, messages, schemas, keys,
/// passphrases, files of variables.
package enum TextEncoding: Equatable, Sendable {
  case utf8
  /// What Windows calls Unicode, and PowerShell's `>` writes.
  case utf16(isBigEndian: Bool)

  /// The encoding, and how many bytes the byte-order mark takes.
  ///
  /// Without a mark, a text that begins with two ASCII characters in UTF-16 is recognized.
  package static func detect(_ bytes: Span<UInt8>) -> (encoding: TextEncoding, markLength: Int) {
    func begins(_ mark: [UInt8]) -> Bool {
      bytes.count >= mark.count && mark.indices.allSatisfy { bytes[$0] == mark[$0] }
    }
    if begins([0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
    if begins([0xFF, 0xFE]) { return (.utf16(isBigEndian: false), 2) }
    if begins([0xFE, 0xFF]) { return (.utf16(isBigEndian: true), 2) }
    guard bytes.count >= 4, bytes.count.isMultiple(of: 2) else { return (.utf8, 0) }
    switch (0..<4).map({ bytes[$0] == 0 }) {
    case [false, true, false, true]: return (.utf16(isBigEndian: false), 0)
    case [true, false, true, false]: return (.utf16(isBigEndian: true), 0)
    default: return (.utf8, 0)
    }
  }

  /// Hands over a text in UTF-16 as the bytes of UTF-8.
  ///
  /// - Parameters:
  ///   - bytes: The text.
  ///   - isBigEndian: Whether the high byte of a unit is first.
  ///   - start: The offset of the first unit after the mark.
  ///   - emit: Takes each byte.
  /// - Returns: The offset of the first unit that is no character; `nil` if all are.
  package static func transcode(
    utf16 bytes: Span<UInt8>, isBigEndian: Bool, from start: Int, emit: (UInt8) -> Void
  ) -> Int? {
    var position = start
    func unit() -> UInt16? {
      guard position + 2 <= bytes.count else { return nil }
      let (first, second) = (UInt16(bytes[position]), UInt16(bytes[position + 1]))
      position += 2
      return isBigEndian ? first << 8 | second : second << 8 | first
    }
    while position < bytes.count {
      let begin = position
      guard let first = unit() else { return begin }
      var value = UInt32(first)
      if UTF16.isLeadSurrogate(first) {
        guard let second = unit(), UTF16.isTrailSurrogate(second) else { return begin }
        value = 0x10000 + (value & 0x3FF) << 10 + UInt32(second & 0x3FF)
      }
      // Half of a pair is no scalar.
      guard let scalar = Unicode.Scalar(value), let encoded = UTF8.encode(scalar) else {
        return begin
      }
      for byte in encoded { emit(byte) }
    }
    return nil
  }

  /// A text that the user gives, without its byte-order mark.
  ///
  /// - Parameters:
  ///   - bytes: The text in UTF-8 or UTF-16.
  ///   - source: What messages call it.
  ///   - hints: What else it may be, for one that is no text.
  /// - Returns: The text.
  /// - Throws: A usage error that names the first offset that is not text.
  package static func text(
    _ bytes: [UInt8], from source: String, hints: [String] = []
  ) throws(ByokError) -> String {
    let (encoding, mark) = detect(bytes.span)
    switch encoding {
    case .utf8:
      if let zero = bytes[...].position(of: 0) {
        throw .notText(source, "a zero byte at offset \(zero)", hints: hints)
      }
      if let offset = bytes.span.firstThatIsNotUTF8(in: 0..<bytes.count) {
        throw .notUTF8(source, at: offset, hints: hints)
      }
      return String(decoding: bytes[mark...], as: UTF8.self)
    case .utf16(let isBigEndian):
      var text: [UInt8] = []
      text.reserveCapacity(bytes.count)
      let flaw = transcode(utf16: bytes.span, isBigEndian: isBigEndian, from: mark) {
        text.append($0)
      }
      if let flaw { throw .notUTF16(source, at: flaw) }
      return String(decoding: text, as: UTF8.self)
    }
  }
}

extension ByokError {
  static func notText(_ source: String, _ reason: String, hints: [String]) -> Self {
    Self(.usage, "\(source) is not text: \(reason)", hints: hints)
  }

  /// A text is in an unknown encoding; its content is not shown.
  package static func notUTF8(_ source: String, at offset: Int, hints: [String] = []) -> Self {
    Self(
      .usage, "\(source) is not UTF-8 text: invalid byte at offset \(offset)",
      hints: ["if it is Latin-1: iconv -f LATIN1 -t UTF-8"] + hints)
  }

  package static func notUTF16(_ source: String, at offset: Int) -> Self {
    Self(
      .usage, "\(source) is damaged UTF-16 text: invalid character at offset \(offset)",
      hint: "save it as UTF-8")
  }
}
