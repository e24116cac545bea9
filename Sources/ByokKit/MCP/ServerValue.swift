package import ByokCore

/// A value for a server, of which parts may be sealed keys.
package struct ServerValue: Sendable {
  /// One part.
  package enum Part: Sendable {
    case text(String)
    case key(ServerKey)
  }

  /// As it is in `config.json`, references not expanded: for a person, and to recognise it.
  package let source: String
  package let parts: [Part]

  package init(source: String, parts: [Part]) {
    (self.source, self.parts) = (source, parts)
  }

  /// A value without a reference.
  package init(_ text: String) {
    self.init(source: text, parts: [.text(text)])
  }

  /// The sealed keys in it.
  package var keys: [ServerKey] {
    parts.compactMap { part in
      guard case .key(let key) = part else { return nil }
      return key
    }
  }

  /// The value as text; `nil` where a key is part of it.
  package var plainText: String? {
    var text = ""
    for part in parts {
      guard case .text(let piece) = part else { return nil }
      text += piece
    }
    return text
  }

  /// The value in locked memory.
  ///
  /// - Parameters:
  ///   - head: What precedes it, such as a header's name.
  ///   - isTerminated: Whether a zero byte follows.
  /// - Returns: The bytes.
  /// - Throws: A failure when memory is out.
  package func secret(after head: String = "", isTerminated: Bool = false) throws(ByokError)
    -> Secret
  {
    let pieces = [.text(head)] + parts
    return try Secret.collecting(
      capacity: pieces.reduce(isTerminated ? 1 : 0) { $0 + $1.count }
    ) { take in
      for piece in pieces { piece.forEachByte(take) }
      if isTerminated { take(0) }
    }
  }
}

extension ServerValue.Part {
  fileprivate var count: Int {
    switch self {
    case .text(let text): text.utf8.count
    case .key(let key): key.secret.count
    }
  }

  fileprivate func forEachByte(_ take: (UInt8) -> Void) {
    switch self {
    case .text(let text):
      for byte in text.utf8 { take(byte) }
    case .key(let key):
      key.secret.withBytes { bytes in
        for index in bytes.indices { take(bytes[index]) }
      }
    }
  }
}

/// A sealed key that values of servers share.
package final class ServerKey: Sendable {
  /// Its name, such as `mcp/github`.
  package let name: String
  package let secret: Secret

  package init(name: String, secret: consuming Secret) {
    self.name = name
    self.secret = secret
  }
}
