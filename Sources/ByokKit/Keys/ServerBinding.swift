package import ByokCore

/// To which server a sealed key may be given: one at an address, or one that is a program.
///
/// The keystore knows only addresses. A program's is one that no machine has: its host is the
/// server's name below `mcp.invalid`, its path the program.
///
/// Source: RFC 2606, section 2: names that end with `.invalid` are never in use.
package enum ServerBinding: Equatable, Sendable {
  /// Any server at the origin of a URL.
  case origin(String)
  /// The server of that name, as long as it is that program.
  case program(server: String, command: String)

  /// What the sealed key's address says; `nil` for the address of a provider.
  package init?(address: String) {
    guard let base = try? BaseURL(address, from: "") else { return nil }
    guard base.host.hasSuffix(ServerURL.programSuffix) else {
      self = .origin(base.origin)
      return
    }
    guard let command = Self.decoded(base.path.dropFirst()) else { return nil }
    self = .program(
      server: String(base.host.dropLast(ServerURL.programSuffix.count)), command: command)
  }

  /// Of a server.
  ///
  /// - Parameters:
  ///   - server: Its name.
  ///   - command: Its program, expanded; `nil` for a server with a URL.
  ///   - url: Its address.
  /// - Returns: What keys for it are bound to.
  package static func of(_ server: String, command: String?, _ url: ServerURL?) -> Self {
    url.map { .origin($0.base.origin) } ?? .program(server: server, command: command ?? "")
  }

  /// The address that represents it in the keystore.
  ///
  /// - Throws: A usage error when no program is called like that.
  package func address() throws(ByokError) -> BaseURL {
    switch self {
    case .origin(let origin):
      return try BaseURL(origin, from: "the server's url")
    case .program(let server, let command):
      var path: [UInt8] = []
      Array(command.utf8).span.percentEncode { path.append($0) }
      let text =
        "https://\(server)\(ServerURL.programSuffix)/" + String(decoding: path, as: UTF8.self)
      return try BaseURL(text, from: "the program \(command.quoted)")
    }
  }

  /// For messages: `https://host.example`, `the program 'uvx' as 'db'`.
  package var text: String {
    switch self {
    case .origin(let origin): origin
    case .program(let server, let command): "the program \(command.quoted) as '\(server)'"
    }
  }

  private static func decoded(_ path: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = path.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(JSONEscape.digit),
        let low = rest.popFirst().flatMap(JSONEscape.digit)
      else { return nil }
      bytes.append(UInt8(high << 4 | low))
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
