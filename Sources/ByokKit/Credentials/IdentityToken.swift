internal import ByokCore

/// What an identity token (a JSON Web Token) says of the account it was made for.
///
/// Its signature is not verified: this is only ever shown, and decides nothing.
///
/// Source: RFC 7519, section 3; OpenID Connect Core 1.0, section 2.
struct IdentityToken {
  /// The account's address.
  let email: String?
  /// The client id that the credentials belong to.
  let client: String?

  /// Reads a token; what cannot be read of it is `nil`.
  init(_ token: borrowing Secret) {
    guard let document = Self.payload(token) else {
      email = nil
      client = nil
      return
    }
    func text(_ name: String) -> String? {
      document.member(name, of: CredentialDocument.root).flatMap { document.plainText($0) }
    }
    email = text("email")
    client = text("azp") ?? text("aud")
  }

  /// The second of the three parts.
  private static func payload(_ token: borrowing Secret) -> CredentialDocument? {
    let decoded: Secret? = token.withBytes { bytes in
      let dots = bytes.indices.filter { bytes[$0] == UInt8(ascii: ".") }
      guard dots.count == 2, dots[1] > dots[0] + 1 else { return nil }
      var end = dots[1]
      while end > dots[0] + 1, bytes[end - 1] == UInt8(ascii: "=") { end -= 1 }
      let part = bytes.extracting(dots[0] + 1..<end)
      return (try? Base64.decode(part, count: part.count * 3 / 4)) ?? nil
    }
    guard let decoded else { return nil }
    return try? CredentialDocument(decoded, from: "the identity token")
  }
}
