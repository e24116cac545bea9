internal import ByokCore

/// What may be said of header fields in the configuration.
///
/// Source: RFC 9110, sections 5.1, 5.5 and 5.6.2.
enum HeaderFields {
  /// The fields that byok or libcurl set, and those that mean other things between two machines.
  private static let own: Set = [
    "accept", "accept-encoding", "connection", "content-encoding", "content-length",
    "content-type", "expect", "host", "keep-alive", "te", "trailer", "transfer-encoding",
    "upgrade", "user-agent",
  ]

  /// Words in the names of fields that carry keys.
  private static let secretWords: Set = [
    "apikey", "auth", "authorization", "cookie", "cookie2", "credential", "credentials", "key",
    "password", "secret", "token",
  ]

  /// Whether it is the name of a field.
  static func isName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 100 && name.utf8.allSatisfy(isOfToken)
  }

  /// Whether byok, or the network, sets the field itself.
  static func isReserved(_ name: String) -> Bool {
    let name = name.lowercased()
    return own.contains(name) || name.hasPrefix("proxy-")
  }

  /// Whether a field of that name carries a key or what stands for one.
  static func carriesKey(_ name: String) -> Bool {
    !secretWords.isDisjoint(
      with: name.lowercased().split { $0 == "-" || $0 == "_" || $0 == "." }.map(String.init))
  }

  /// Whether it is the value of a field: one line of printable ASCII, with no blanks at its ends.
  static func isValue(_ value: String) -> Bool {
    !value.isEmpty && value.utf8.count <= 4096 && value.first != " " && value.last != " "
      && value.utf8.allSatisfy { (0x20...0x7E).contains($0) }
  }

  /// Refuses a field that the user's row may not have.
  ///
  /// - Parameter entry: Its name and its value.
  /// - Returns: The field.
  /// - Throws: A usage error that says why.
  static func read(
    _ entry: ConfigurationEntry
  ) throws(ByokError) -> (name: String, value: String) {
    let name = entry.names.last ?? ""
    let value = try entry.read(as: String.self)
    guard isName(name) else { throw entry.wrong("is not the name of a header field") }
    guard !isReserved(name) else { throw entry.wrong("is a header field that byok sets itself") }
    guard !carriesKey(name), !KeyShape.mayBeKey(value, exceptUUIDs: true) else {
      var error = entry.wrong("would contain a key, which config.json must not")
      error.hints = [
        "byok keys add \(entry.name)   seals a key; providers.\(entry.name).key_header names its field"
      ]
      throw error
    }
    guard isValue(value) else { throw entry.wrong("must be one line of printable ASCII") }
    return (name, value)
  }

  private static func isOfToken(_ byte: UInt8) -> Bool {
    let character = Character(Unicode.Scalar(byte))
    return character.isASCII && (character.isLetter || character.isNumber)
      || "!#$%&'*+-.^_`|~".utf8.contains(byte)
  }
}

extension KeyHeader: ConfigurationValue {
  static let configured = "a header field such as api-key or 'Authorization: Bearer'"
  static var choices: [String] {
    known.map { $0.prefix.hasSuffix(": ") ? $0.name : String($0.prefix.dropLast()) }
  }

  /// Reads `NAME`, `NAME:` or `NAME: SCHEME`; the word KEY may be in the place of the key.
  init?(configured value: JSONValue) {
    guard let text = value.text else { return nil }
    let pieces = text.split(separator: ":", maxSplits: 1).map(String.init)
    var words = (pieces.count == 2 ? pieces[1] : "").split(separator: " ").map(String.init)
    if words.last == "KEY" { words.removeLast() }
    guard let name = pieces.first, HeaderFields.isName(name), !HeaderFields.isReserved(name),
      !name.lowercased().hasPrefix("cookie"), words.count <= 1,
      words.allSatisfy(HeaderFields.isName)
    else { return nil }
    self.init(prefix: "\(name): " + words.map { "\($0) " }.joined())
  }
}
