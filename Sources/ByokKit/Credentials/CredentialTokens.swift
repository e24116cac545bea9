package import ByokCore

/// OAuth credentials as a tool's file holds them: tokens in locked memory, and what is known of
/// them.
///
/// Every shape that the tools and their imitators write is read: members in the object itself or in
/// one called `claudeAiOauth` or `token`, names in both spellings.
package struct CredentialTokens: ~Copyable {
  package let facts: CredentialFacts
  /// Checked: printable ASCII without spaces.
  let accessToken: Secret?
  /// Checked in the same way.
  let refreshToken: Secret?
  /// The OAuth client's, if it is in the file.
  let clientSecret: Secret?
  /// The whole text, with what byok does not know.
  package let document: CredentialDocument

  /// - Parameters:
  ///   - document: The file's content.
  ///   - source: What messages call it.
  /// - Throws: `damaged` when it is not in a form that any of the tools writes.
  package init(_ document: consuming CredentialDocument, from source: String) throws(ByokError) {
    var reader = CredentialMembers(of: document, source: source)
    try reader.checkForm(document)
    let access = try reader.token(.access, in: document)
    let refresh = try reader.token(.refresh, in: document)
    let secret = try reader.token(.clientSecret, in: document)
    try reader.readFacts(of: document)
    reader.facts.hasAccessToken = access != nil
    reader.facts.hasRefreshToken = refresh != nil
    facts = reader.facts
    accessToken = access
    refreshToken = refresh
    clientSecret = secret
    self.document = document
  }

  /// A copy of the access token; `nil` where there is none.
  ///
  /// - Throws: A failure when memory is out.
  borrowing func copyOfAccessToken() throws(ByokError) -> Secret? {
    if accessToken == nil { return nil }
    return try accessToken?.withBytes { (bytes) throws(ByokError) in try Secret(copying: bytes) }
  }

  /// What distinguishes one access token from another.
  var accessFingerprint: String? { Self.fingerprint(of: accessToken) }

  /// What distinguishes one refresh token from another.
  var refreshFingerprint: String? { Self.fingerprint(of: refreshToken) }

  private static func fingerprint(of token: borrowing Secret?) -> String? {
    switch token {
    case .some(let token): Sealing.fingerprint(of: token)
    case .none: nil
    }
  }

  /// The text to seal: as it was read, but for a refresh token that must stay where it is, and for
  /// the project.
  ///
  /// - Parameters:
  ///   - tool: Whose credentials they are.
  ///   - project: The project to set; `nil` leaves what there is.
  /// - Returns: JSON.
  /// - Throws: A failure when memory is out.
  borrowing func sealable(
    for tool: CredentialTool, project: String?
  ) throws(ByokError) -> Secret {
    let members = CredentialMembers(of: document, source: "")
    var edits: [(range: Range<Int>, text: String)] = []
    if tool.keepsRefreshToken {
      for index in members.every(.refresh, in: document) {
        let isText = document.kind(of: index) == .string
        edits.append((document.range(of: index), isText ? "" : "null"))
      }
    }
    if let project {
      if let index = members.first(.project, in: document), document.kind(of: index) == .string {
        edits.append((document.range(of: index), project))
      } else {
        let end = document.range(of: CredentialDocument.root).upperBound - 1
        let comma = document.isEmpty(CredentialDocument.root) ? "" : ","
        edits.append((end..<end, "\(comma)\"project_id\":\"\(project)\""))
      }
    }
    return try document.replacing(edits.sorted { $0.range.lowerBound < $1.range.lowerBound })
  }
}

extension ByokError {
  /// A file that breaks a rule; the rule never quotes it.
  static func credsMalformed(_ source: String, _ rule: String, hints: [String] = []) -> Self {
    Self(.damaged, "\(source) \(rule)", hints: hints)
  }
}
