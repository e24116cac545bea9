internal import ByokCore

/// What a token endpoint answers with.
///
/// Source: RFC 6749, section 5.1.
struct TokenReply: ~Copyable {
  let tokens: CredentialTokens
  /// When the access token ends, in seconds since 1970.
  let expiry: Double

  /// What is taken for the lifetime if the answer does not say it, in seconds.
  private static let usualLifetime = 3600.0

  /// - Parameters:
  ///   - document: The answer.
  ///   - now: When it came.
  ///   - source: What messages call it.
  /// - Throws: `damaged` when it holds no access token, or one that is none.
  init(_ document: consuming CredentialDocument, now: Double, from source: String) throws(ByokError)
  {
    let lifetime = document.member("expires_in", of: CredentialDocument.root)
      .flatMap { document.plainText($0) }.flatMap(Double.init)
    let tokens = try CredentialTokens(document, from: source)
    guard tokens.facts.hasAccessToken else {
      throw .credsMalformed(source, "contains no access token")
    }
    self.tokens = tokens
    let isInForm = lifetime.map { $0.isFinite && $0 > 0 && $0 < 1e10 } ?? false
    expiry = now + (isInForm ? lifetime ?? 0 : Self.usualLifetime)
  }
}

extension CredentialTokens {
  /// The text of these credentials with the tokens of an answer in place of their own; all else
  /// stays.
  ///
  /// The members that Qwen Code demands are there afterwards.
  ///
  /// - Parameter reply: The answer; a refresh token or an address that it leaves out stays.
  /// - Returns: JSON.
  /// - Throws: A failure when memory is out.
  borrowing func renewed(by reply: borrowing TokenReply) throws(ByokError) -> Secret {
    let new = CredentialMembers(of: reply.tokens.document, source: "")
    let old = CredentialMembers(of: document, source: "")
    var changes = Changes()
    let fields: [(CredentialMembers.Field, String)] = [
      (.access, "access_token"), (.refresh, "refresh_token"), (.resource, "resource_url"),
    ]
    for (field, name) in fields {
      guard let value = new.first(field, in: reply.tokens.document),
        reply.tokens.document.kind(of: value) == .string
      else { continue }
      let range = reply.tokens.document.outerRange(of: value)
      changes.set(old.every(field, in: document), in: document, named: name, to: .lent(range))
    }
    for index in old.every(.expiry, in: document) {
      let name = document.name(of: index)
      let isDate = name == CredentialMembers.Field.expired
      if isDate, document.kind(of: index) != .string { continue }
      let number = String(Int(reply.expiry * (name == "expires_at_s" ? 1 : 1000)))
      let date = "\"\(Timestamp(seconds: Int(reply.expiry)).rfc3339)\""
      changes.set([index], in: document, named: "", to: .text(isDate ? date : number))
    }
    let expiry = document.members("expiry_date", of: CredentialDocument.root)
    if expiry.isEmpty {
      changes.added.append(("expiry_date", .text(String(Int(reply.expiry * 1000)))))
    }
    if document.members("token_type", of: CredentialDocument.root).isEmpty {
      changes.added.append(("token_type", .text("\"Bearer\"")))
    }
    return try document.changed(by: changes, lending: reply.tokens.document)
  }
}

/// What is to be put where in a JSON text.
private struct Changes {
  /// A value, as JSON.
  enum Value {
    case text(String)
    /// A part of another document.
    case lent(Range<Int>)

    package var count: Int {
      switch self {
      case .text(let text): text.utf8.count
      case .lent(let range): range.count
      }
    }
  }

  var replaced: [(range: Range<Int>, value: Value)] = []
  /// New members of the outermost object.
  var added: [(name: String, value: Value)] = []

  /// The most bytes that they add.
  var count: Int {
    replaced.reduce(0) { $0 + $1.value.count }
      + added.reduce(0) { $0 + $1.name.utf8.count + $1.value.count + 8 }
  }

  /// Replaces the values of members, or adds one where there are none.
  mutating func set(
    _ members: [Int], in document: borrowing CredentialDocument, named name: String, to value: Value
  ) {
    for index in members { replaced.append((document.outerRange(of: index), value)) }
    if members.isEmpty { added.append((name, value)) }
  }
}

extension CredentialDocument {
  /// The bytes of a value, with the quotes of a string.
  fileprivate func outerRange(of index: Int) -> Range<Int> {
    let range = range(of: index)
    return kind(of: index) == .string ? range.lowerBound - 1..<range.upperBound + 1 : range
  }

  fileprivate func changed(
    by changes: Changes, lending other: borrowing CredentialDocument
  ) throws(ByokError) -> Secret {
    let edits = changes.replaced.sorted { $0.range.lowerBound < $1.range.lowerBound }
    let root = range(of: Self.root)
    let last = children(of: Self.root).last.map { outerRange(of: $0).upperBound }
    let end = last ?? root.lowerBound + 1
    let capacity = text.count + changes.count
    return try text.withBytes { (bytes) throws(ByokError) in
      try other.text.withBytes { (lent) throws(ByokError) in
        try Secret.collecting(capacity: capacity) { emit in
          func put(_ value: Changes.Value) {
            switch value {
            case .text(let text): text.utf8.forEach(emit)
            case .lent(let range): for index in range { emit(lent[index]) }
            }
          }
          var start = 0
          for edit in edits {
            for index in start..<edit.range.lowerBound { emit(bytes[index]) }
            put(edit.value)
            start = edit.range.upperBound
          }
          for index in start..<end { emit(bytes[index]) }
          var hasMembers = last != nil
          for (name, value) in changes.added {
            "\(hasMembers ? "," : "")\n  \"\(name)\": ".utf8.forEach(emit)
            put(value)
            hasMembers = true
          }
          for index in end..<bytes.count { emit(bytes[index]) }
        }
      }
    }
  }
}
