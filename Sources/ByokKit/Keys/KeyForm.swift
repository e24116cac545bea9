internal import ByokCore

/// What a text is that stands where a key should be.
package enum KeyForm: Equatable, Sendable {
  /// It says where a secret is: `op://…`, `${NAME}`, `$(command)`.
  case reference
  /// It is encrypted: `ENC[…]`, `encrypted:…`.
  case ciphertext
  /// It keeps the place of a key: `your-api-key`, `changeme`, `sk-****`.
  case placeholder
  case quoted
  /// `NAME=value`.
  case assignment
  case address
  case json

  /// What a text is instead of a key; `nil` for what may be one.
  package static func flaw(of key: Span<UInt8>) -> KeyForm? {
    guard let first = key.indices.first.map({ key[$0] }) else { return nil }
    if "'\"`".utf8.contains(first) { return .quoted }
    if ciphertexts.contains(where: { key.holds($0, at: 0) }) { return .ciphertext }
    if references.contains(where: { key.holds($0, at: 0) }) || isVariable(key)
      || key.holds(anyOf: ["${", "$(", "{{"])
    {
      return .reference
    }
    if ["https://", "http://"].contains(where: { key.holds($0, at: 0) }) { return .address }
    if "{[".utf8.contains(first) { return .json }
    if isAssignment(key) { return .assignment }
    return isPlaceholder(key) ? .placeholder : nil
  }

  private static let ciphertexts = [
    "ENC[", "ENC(", "encrypted:", "vault:v", "$ANSIBLE_VAULT", "age-encryption.org", "-----BEGIN",
  ]
  private static let references = [
    "op://", "vault:", "vault://", "secret://", "secrets://", "bws://", "pass://", "keyring://",
    "keychain://", "keychain:", "doppler://", "infisical://", "file://", "env:", "env://", "ref+",
    "arn:aws:", "@Microsoft.KeyVault(", "gcpsecret://", "awssm://", "azurekeyvault://", "akeyless:",
    "lastpass://", "bitwarden://", "~/", "!secret", "!vault", "os.environ/",
  ]
  private static let words: Set<String> = [
    "null", "none", "nil", "undefined", "nan", "todo", "tbd", "changeme",
    "change_me", "change-me", "replaceme", "replace_me", "replace-me", "placeholder", "redacted",
    "apikey", "api_key", "api-key", "insert_key_here",
  ]

  /// `$NAME` or `%NAME%`.
  private static func isVariable(_ key: Span<UInt8>) -> Bool {
    guard key.count > 1 else { return false }
    let last = key[key.count - 1]
    switch key[0] {
    case UInt8(ascii: "$"):
      return (1..<key.count).allSatisfy { isOfName(key[$0]) || key[$0] == 0x3A }
    case UInt8(ascii: "%"):
      return last == UInt8(ascii: "%") && (1..<key.count - 1).allSatisfy { isOfName(key[$0]) }
    default: return false
    }
  }

  /// Whether a name that speaks of keys is before a sign of equality.
  private static func isAssignment(_ key: Span<UInt8>) -> Bool {
    guard let sign = key.indices.first(where: { key[$0] == UInt8(ascii: "=") }), sign > 2,
      key.count - sign > 4, (0..<sign).allSatisfy({ isOfName(key[$0]) || key[$0] == 0x2D })
    else { return false }
    let name = text(key.extracting(0..<sign)).lowercased()
    return ["key", "token", "secret"].contains { name.contains($0) }
  }

  private static func isPlaceholder(_ key: Span<UInt8>) -> Bool {
    // A real key is not read as text: placeholders are short.
    guard key.count <= 80 else { return false }
    if key.holds(anyOf: ["****", "...", "<", ">", "xxxx", "XXXX"]) { return true }
    if key.count > 2, key.indices.allSatisfy({ key[$0] == key[0] }) { return true }
    let text = text(key).lowercased()
    if words.contains(text) || text.hasSuffix("-xxx") || text.hasSuffix("_xxx") { return true }
    let plain = text.replacing("-", with: "_")
    return ["your_", "my_api_key", "_here", "example_key", "api_key_goes"].contains {
      plain.contains($0)
    } && ["key", "token", "secret"].contains { plain.contains($0) }
  }

  private static func text(_ bytes: Span<UInt8>) -> String {
    String(decoding: Array(copying: bytes), as: UTF8.self)
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    EnvironmentFile.isOfName(byte)
  }

  /// What it is, behind `the key from FILE `.
  package var clause: String {
    switch self {
    case .reference: "is a reference to a secret, not the secret"
    case .ciphertext: "is encrypted"
    case .placeholder: "is a placeholder, not a key"
    case .quoted: "has quotes around it"
    case .assignment: "is an assignment: NAME=KEY"
    case .address: "is an address, not a key"
    case .json: "is not a key, but the beginning of a document"
    }
  }

  /// What to do instead, for a provider or `PROVIDER`.
  package func hints(_ provider: String) -> [String] {
    switch self {
    case .reference:
      [
        "byok keys add \(provider) --command 'op read op://VAULT/ITEM/FIELD'   runs it at each use",
        "byok keys add \(provider) --from-env NAME   reads the key from a variable",
      ]
    case .ciphertext:
      ["byok keys add \(provider) --command 'COMMAND'   where COMMAND prints the key decrypted"]
    case .placeholder: ["byok providers show \(provider)   says where to make a key"]
    case .quoted: ["leave out the quotes"]
    case .assignment:
      ["leave out 'NAME='", "byok keys add --from-env-file FILE   reads lines NAME=KEY"]
    case .address: ["byok keys add \(provider) --base-url URL   binds the key to an address"]
    case .json: ["byok creds import FILE   reads credentials of other tools"]
    }
  }
}

extension Span<UInt8> {
  /// Whether one of the texts is anywhere in it.
  fileprivate func holds(anyOf texts: [String]) -> Bool {
    indices.contains { index in texts.contains { holds($0, at: index) } }
  }
}

extension ByokError {
  /// A text that is no key; it is not quoted.
  static func notKey(_ form: KeyForm, source: String, provider: String) -> Self {
    Self(
      .usage, "the key from \(source) \(form.clause)",
      hints: form.hints(provider) + ["--force seals it all the same"])
  }
}
