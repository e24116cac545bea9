internal import ByokCore

/// Names of files that hold keys and passwords, which no index takes unless it is asked to.
enum SecretNames {
  /// Whether a file of that name is one.
  static func contain(_ name: String) -> Bool {
    let path = Array(name.lowercased().utf8)
    return patterns.contains { $0.matches(path[...], isFolder: false) }
  }

  /// Whether a text is a private key in PEM.
  static func isPrivateKey(_ text: Span<UInt8>) -> Bool {
    let start = Array("-----BEGIN ".utf8)
    guard text.holds(start, at: 0) else { return false }
    let line = Array(copying: text.extracting(0..<min(text.count, 80)))
    return line[...].contains(Array("PRIVATE KEY".utf8))
  }

  private static let patterns = names.split(separator: " ").compactMap { IgnorePattern($0.utf8) }

  private static let names = """
    .env .env.* *.env *.pem *.key *.ppk *.p12 *.pfx *.jks *.keystore *.kdb *.kdbx id_rsa id_dsa id_ecdsa \
    id_ed25519 id_ecdsa_sk id_ed25519_sk identity credentials credentials.* .credentials.json .netrc \
    _netrc .pgpass .my.cnf .npmrc .pypirc .git-credentials .htpasswd .dockercfg .vault-token *.tfstate \
    *.tfstate.backup secrets secrets.* client_secret*.json service-account*.json unlock.key machine.key \
    keystore oauth_creds.json auth.json
    """
}
