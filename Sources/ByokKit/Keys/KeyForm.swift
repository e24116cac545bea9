internal import ByokCore

/// What a text is that somebody gave as a key.
package enum KeyForm: Equatable, Sendable {
  /// It says where a secret is: `op://…`, `${NAME}`, `$(command)`.
  case reference
  /// It is encrypted: `ENC[…]`, `encrypted:…`.
  case ciphertext
  /// It keeps the place of a key: `your-api-key`, `changeme`, `sk-****`.
  case placeholder
  case quoted
  /// `NAME=value`, `export NAME=value`.
  case assignment
  /// `Authorization: Bearer …`.
  case header
  case address
  case json

  /// What a text is instead of a key; `nil` for what may be one.
  ///
  /// The text is compared where it is: a copy of it could be a key outside of locked memory.
  package static func flaw(of text: Span<UInt8>) -> KeyForm? {
    let key = text.extracting(KeyValidation.rangeWithoutSpace(text))
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
    if headers.contains(where: { key.holdsFolded($0, at: 0) }) { return .header }
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
  /// Beginnings, in lower case with `_` for `-`.
  private static let headers = [
    "bearer ", "authorization:", "x_api_key:", "x_goog_api_key:", "api_key:",
  ]
  /// Whole texts, in lower case with `_` for `-`.
  private static let placeholders = [
    "null", "none", "nil", "undefined", "nan", "todo", "tbd", "changeme", "change_me", "replaceme",
    "replace_me", "placeholder", "redacted", "apikey", "api_key", "insert_key_here",
  ]
  /// What a name of a key has in it.
  private static let keyWords = ["key", "token", "secret"]

  /// `$NAME` or `%NAME%`.
  private static func isVariable(_ key: Span<UInt8>) -> Bool {
    guard key.count > 1 else { return false }
    let last = key[key.count - 1]
    switch key[0] {
    case UInt8(ascii: "$"):
      return (1..<key.count).allSatisfy { isOfName(key[$0]) || key[$0] == UInt8(ascii: ":") }
    case UInt8(ascii: "%"):
      return last == UInt8(ascii: "%") && (1..<key.count - 1).allSatisfy { isOfName(key[$0]) }
    default: return false
    }
  }

  /// Whether the name of a key and an equals sign come first.
  private static func isAssignment(_ key: Span<UInt8>) -> Bool {
    guard let sign = key.indices.first(where: { key[$0] == UInt8(ascii: "=") }) else {
      return false
    }
    // A shell's word may come before the name.
    let start = (0..<sign).last { key[$0] == UInt8(ascii: " ") }.map { $0 + 1 } ?? 0
    guard sign - start > 2, key.count - sign > 4,
      (start..<sign).allSatisfy({ isOfName(key[$0]) || key[$0] == UInt8(ascii: "-") })
    else { return false }
    return key.extracting(start..<sign).holdsFolded(anyOf: keyWords)
  }

  private static func isPlaceholder(_ key: Span<UInt8>) -> Bool {
    // Longer texts are real, whatever they have in them by chance.
    guard key.count <= 80 else { return false }
    if key.holds(anyOf: ["****", "...", "<", ">", "xxxx", "XXXX"]) { return true }
    if key.count > 2, key.indices.allSatisfy({ key[$0] == key[0] }) { return true }
    let isWord = placeholders.contains {
      $0.utf8.count == key.count && key.holdsFolded($0, at: 0)
    }
    if isWord || key.holdsFolded("_xxx", at: key.count - 4) { return true }
    let words = ["your_", "my_api_key", "_here", "example_key", "api_key_goes"]
    return key.holdsFolded(anyOf: words) && key.holdsFolded(anyOf: keyWords)
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    EnvironmentFile.isOfName(byte)
  }

  /// Whether what to do instead is about providers.
  var isOfProviders: Bool { [.placeholder, .address, .json].contains(self) }

  /// What it is, to follow `the key from FILE `.
  package var clause: String {
    switch self {
    case .reference: "is a reference to a secret, not the secret"
    case .ciphertext: "is encrypted"
    case .placeholder: "is a placeholder, not a key"
    case .quoted: "has quotes around it"
    case .assignment: "is an assignment: NAME=KEY"
    case .header: "is an HTTP header, not only the key"
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
    case .header: ["leave out everything but the key"]
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

  /// The same if capitals count as small letters, and `-` as `_`.
  fileprivate func holdsFolded(anyOf texts: [String]) -> Bool {
    indices.contains { index in texts.contains { holdsFolded($0, at: index) } }
  }

  fileprivate func holdsFolded(_ text: String, at offset: Int) -> Bool {
    offset >= 0 && text.utf8.count + offset <= count
      && text.utf8.enumerated().allSatisfy { place, byte in
        let own = self[offset + place]
        return switch own {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): own | 0x20 == byte
        case UInt8(ascii: "-"): byte == UInt8(ascii: "_")
        default: own == byte
        }
      }
  }
}

extension ByokError {
  /// A text that is no key; it is not quoted.
  static func notKey(_ form: KeyForm, source: String, provider: String) -> Self {
    Self(
      .usage, "the key from \(source) \(form.clause)",
      hints: form.hints(provider) + ["--force seals it anyway"])
  }
}
