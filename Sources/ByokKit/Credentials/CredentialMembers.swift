internal import ByokCore

/// Finds the members of a creds document under the names that different programs give them.
struct CredentialMembers {
  /// A piece of creds, and the names it goes by; earlier ones count first.
  struct Field: Sendable {
    let names: [String]

    static let access = Self(names: ["access_token", "accessToken", "access", "token"])
    static let refresh = Self(names: ["refresh_token", "refreshToken", "refresh"])
    static let identity = Self(names: ["id_token", "idToken"])
    static let expiry = Self(names: [
      "expires_at_s", "expires_at", "expiresAt", "expiry_date", "expiryDate", "expiry", "expires",
      expired,
    ])
    /// A date of CLIProxyAPI's; what is no string is another program's word for whether it has ended.
    static let expired = "expired"
    static let scopes = Self(names: ["scope", "scopes"])
    static let account = Self(names: ["email", "account"])
    static let project = Self(names: ["project_id", "projectId", "quota_project_id"])
    static let resource = Self(names: ["resource_url", "resourceUrl"])
    static let clientID = Self(names: ["client_id", "clientId"])
    static let clientSecret = Self(names: ["client_secret", "clientSecret"])
  }

  /// Objects that hold the tokens; and one that tells that a file is Claude Code's.
  private static let containers = ["claudeAiOauth", "token"]
  private static let signs = ["mcpOAuth"]

  /// The objects to look into, first match wins.
  private let objects: [Int]
  private let source: String
  var facts = CredentialFacts()

  init(of document: borrowing CredentialDocument, source: String) {
    var objects = [CredentialDocument.root]
    for name in Self.containers {
      guard let index = document.member(name, of: CredentialDocument.root),
        document.kind(of: index) == .object
      else { continue }
      objects.insert(index, at: 0)
    }
    self.objects = objects
    self.source = source
  }

  /// Every member that goes by the field's names, but for those that hold others.
  func all(_ field: Field, in document: borrowing CredentialDocument) -> [Int] {
    var found: [Int] = []
    for object in objects {
      for name in field.names {
        guard let index = document.member(name, of: object), !objects.contains(index) else {
          continue
        }
        found.append(index)
      }
    }
    return found
  }

  func first(_ field: Field, in document: borrowing CredentialDocument) -> Int? {
    all(field, in: document).first
  }

  /// The same with those that do not count, because another of the name follows.
  func every(_ field: Field, in document: borrowing CredentialDocument) -> [Int] {
    var found: [Int] = []
    for object in objects {
      for name in field.names { found += document.members(name, of: object) }
    }
    return found.filter { !objects.contains($0) }
  }

  /// Refuses what no tool has written.
  ///
  /// - Throws: `damaged`, with what it is instead.
  func checkForm(_ document: borrowing CredentialDocument) throws(ByokError) {
    let root = CredentialDocument.root
    guard document.kind(of: root) == .object else {
      throw .credsMalformed(
        source, "is JSON, but not an object",
        hints: document.kind(of: root) == .string ? [CredentialDocument.quotedHint] : [])
    }
    for name in Self.containers.prefix(1) {
      guard let index = document.member(name, of: root) else { continue }
      guard document.kind(of: index) == .object else {
        throw .credsMalformed(source, "is invalid: \(name) is not an object")
      }
    }
    let type = document.member("type", of: root).flatMap { document.plainText($0) }
    guard type != "service_account" else {
      throw .credsMalformed(source, "holds a service account's key, not credentials of a user")
    }
    let fields = [Field.access, .refresh, .expiry]
    let isKnown =
      document.isEmpty(root) || objects.count > 1
      || fields.contains { first($0, in: document) != nil }
      || Self.signs.contains { document.member($0, of: root) != nil }
      || hasNull(document)
    guard isKnown else { throw .credsMalformed(source, "holds no member that is a token") }
  }

  /// Whether a token is there by name, but is `null`.
  private func hasNull(_ document: borrowing CredentialDocument) -> Bool {
    let names = Field.access.names + Field.refresh.names + Self.containers
    return document.children(of: CredentialDocument.root).contains { index in
      document.name(of: index).map(names.contains) ?? false
    }
  }

  /// A token, or `nil` if it is missing or blank.
  ///
  /// - Throws: `damaged` when it is not a text, or cannot stand in a header.
  func token(
    _ field: Field, in document: borrowing CredentialDocument
  ) throws(ByokError) -> Secret? {
    for index in all(field, in: document) {
      let name = document.name(of: index) ?? ""
      guard document.kind(of: index) == .string else {
        throw .credsMalformed(source, "is invalid: \(name) is not a string")
      }
      let secret = try document.secret(index)
      let (isBlank, isClean) = secret.withBytes { bytes in
        (
          bytes.indices.allSatisfy { bytes[$0] <= 0x20 },
          bytes.indices.allSatisfy { (0x21...0x7E).contains(bytes[$0]) }
        )
      }
      if isBlank { continue }
      guard isClean else {
        throw .credsMalformed(
          source, "is invalid: \(name) holds a character that no token has")
      }
      return secret
    }
    return nil
  }
}

extension CredentialMembers {
  /// Reads everything that is not secret.
  ///
  /// - Throws: `damaged` when the expiry cannot be understood.
  mutating func readFacts(of document: borrowing CredentialDocument) throws(ByokError) {
    facts.expiry = try expiry(in: document)
    facts.scopes = scopes(in: document)
    facts.project = text(.project, in: document)
    facts.resourceURL = text(.resource, in: document)
    facts.clientID = text(.clientID, in: document)
    facts.account = text(.account, in: document)
    guard let index = first(.identity, in: document), document.kind(of: index) == .string,
      let token = try? document.secret(index)
    else { return }
    let identity = IdentityToken(token)
    facts.account = identity.email.map { Sanitizer.oneLine($0) } ?? facts.account
    facts.issuedTo = identity.client
  }

  private func expiry(in document: borrowing CredentialDocument) throws(ByokError) -> Double? {
    for index in all(.expiry, in: document) {
      let name = document.name(of: index) ?? ""
      if name == Field.expired, document.kind(of: index) != .string { continue }
      let text = document.plainText(index)
      if text?.isEmpty == true { continue }
      let seconds = text.flatMap { CredentialExpiry.seconds($0, isSeconds: name == "expires_at_s") }
      guard let seconds else {
        throw .credsMalformed(
          source, "is invalid: \(name) is neither a time in numbers nor a date")
      }
      return seconds
    }
    return nil
  }

  private mutating func scopes(in document: borrowing CredentialDocument) -> [String] {
    guard let index = first(.scopes, in: document) else { return [] }
    if document.kind(of: index) == .array {
      return document.children(of: index).compactMap { document.plainText($0) }
        .map { Sanitizer.oneLine($0) }
    }
    return (text(.scopes, in: document) ?? "").split(separator: " ").map(String.init)
  }

  /// A text that is not secret, on one line; one of another type is left out with a warning.
  private mutating func text(_ field: Field, in document: borrowing CredentialDocument) -> String? {
    for index in all(field, in: document) {
      guard document.kind(of: index) == .string else {
        facts.warnings.append("\(document.name(of: index) ?? "") is not a text and is left out")
        continue
      }
      let text = document.plainText(index).map { Sanitizer.oneLine($0) } ?? ""
      if !text.isEmpty { return text }
    }
    return nil
  }
}
