internal import ByokCore

/// The header fields that a server's entry asks for.
final class ServerHeaders: Sendable {
  /// Those without keys.
  let plain: [(name: String, value: String)]
  /// The lines of those with keys, each ended by a zero byte.
  let secretLines: Secret
  /// Whether there are any.
  let hasSealedKey: Bool

  /// - Throws: A usage error when a name or a value cannot be sent.
  init(_ fields: [ServerEntry.Field]) throws(ByokError) {
    var plain: [(name: String, value: String)] = []
    var lines: [ServerEntry.Field] = []
    for field in fields {
      guard HeaderFields.isName(field.name), !HeaderFields.isReserved(field.name) else {
        throw ByokError(.usage, "\(field.name.quoted) is not a header that can be set")
      }
      if let text = field.value.plainText {
        guard HeaderFields.isValue(text) else { throw Self.invalid(field) }
        plain.append((field.name, text))
      } else {
        lines.append(field)
      }
    }
    self.plain = plain
    hasSealedKey = !lines.isEmpty
    secretLines = try Self.secret(lines)
  }

  private static func secret(_ fields: [ServerEntry.Field]) throws(ByokError) -> Secret {
    var bytes = try Secret(copying: [UInt8]().span)
    for field in fields {
      let line = try field.value.secret(after: "\(field.name): ", isTerminated: true)
      let isPrintable = line.withBytes { line in
        line.indices.dropLast().allSatisfy { (0x20...0x7E).contains(line[$0]) }
      }
      guard isPrintable else { throw invalid(field) }
      bytes = try Secret.collecting(capacity: bytes.count + line.count) { take in
        bytes.withBytes { bytes in for index in bytes.indices { take(bytes[index]) } }
        line.withBytes { line in for index in line.indices { take(line[index]) } }
      }
    }
    return bytes
  }

  private static func invalid(_ field: ServerEntry.Field) -> ByokError {
    ByokError(
      .usage,
      "the header \(field.name.quoted) must be one line of printable ASCII, without blanks"
        + " at its ends")
  }

  /// A value that may hold any text.
  ///
  /// Source: <https://modelcontextprotocol.io/specification/2026-07-28/basic/transports>,
  /// "Custom Headers".
  static func encoded(_ text: String) -> String {
    let isPlain = HeaderFields.isValue(text) && !text.hasPrefix("=?base64?")
    return isPlain ? text : "=?base64?\(Base64.encodeStandard(Array(text.utf8)))?="
  }
}

extension ServerEntry.ServerAddress {
  /// The origin and path of the address, and the header fields that go there.
  ///
  /// - Throws: `unsendable` when the address or a header cannot be used; `keyInTheClear`.
  func opened() throws(ServerProblem) -> (base: BaseURL, headers: ServerHeaders) {
    let (base, headers): (BaseURL, ServerHeaders)
    do throws(ByokError) {
      base = try BaseURL(String(url.prefix { $0 != "?" }), from: "the server's url")
      headers = try ServerHeaders(self.headers)
    } catch {
      throw .unsendable(error)
    }
    guard !headers.hasSealedKey || base.mayCarryKey else { throw .keyInTheClear }
    return (base, headers)
  }
}
