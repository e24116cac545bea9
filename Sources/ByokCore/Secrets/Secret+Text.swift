extension Secret {
  /// The text that the bytes hold, in UTF-8 and without a byte-order mark.
  ///
  /// - Parameter source: What messages call it.
  /// - Returns: The text, which never left locked memory.
  /// - Throws: A usage error when it is neither UTF-8 nor UTF-16; it quotes nothing.
  package consuming func text(from source: String) throws(ByokError) -> Secret {
    let (encoding, mark) = withBytes { TextEncoding.detect($0) }
    switch encoding {
    case .utf8:
      let flaw = withBytes { $0.firstThatIsNotUTF8(in: 0..<$0.count) }
      if let flaw { throw .notUTF8(source, at: flaw) }
      return narrowed(to: mark..<count)
    case .utf16(let isBigEndian):
      var flaw: Int?
      let text = try withBytes { (bytes) throws(ByokError) in
        // Two bytes become three at most.
        try Secret.collecting(capacity: bytes.count * 2) { emit in
          flaw = TextEncoding.transcode(
            utf16: bytes, isBigEndian: isBigEndian, from: mark, emit: emit)
        }
      }
      if let flaw { throw .notUTF16(source, at: flaw) }
      return text
    }
  }

  /// The bytes without a byte-order mark; those of UTF-16 with one become UTF-8.
  ///
  /// - Throws: A usage error when a mark says UTF-16, and it is none.
  consuming func withoutByteOrderMark(from source: String) throws(ByokError) -> Secret {
    let (encoding, mark) = withBytes { TextEncoding.detect($0) }
    guard mark > 0 else { return self }
    return encoding == .utf8 ? narrowed(to: mark..<count) : try text(from: source)
  }
}
