internal import ByokCore

/// The address of a file on the web.
struct WebAddress: Equatable, Sendable {
  /// Scheme, host and port.
  let base: BaseURL
  /// Begins with `/`.
  let path: String
  /// Empty, or begins with `?`; it may hold what opens the file, and is not shown.
  let query: String

  /// - Throws: A usage error that says what is wrong with it.
  init(_ text: String) throws(ByokError) {
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw ByokError(
        .usage, "the address \(text.quoted) contains characters that must be percent-encoded")
    }
    let start = text.firstRange(of: "://")?.upperBound ?? text.startIndex
    let pathStart = text[start...].firstIndex { "/?#".contains($0) } ?? text.endIndex
    let rest = text[pathStart...].prefix { $0 != "#" }
    let path = rest.prefix { $0 != "?" }
    base = try BaseURL(String(text[..<pathStart]), from: "the address \(Self.shown(text))")
    self.path = path.isEmpty ? "/" : String(path)
    query = String(rest[path.endIndex...])
  }

  /// The whole address.
  var text: String { base.origin + path + query }

  /// The address without what may be secret in it.
  var shown: String { Self.shown(text) }

  private static func shown(_ text: String) -> String {
    String(text.prefix { !"?#".contains($0) }).quoted
  }

  /// The last part of the path, or the host.
  var name: String {
    path.split(separator: "/").last.map(String.init) ?? base.host
  }

  /// Whether a server elsewhere may reach it too, as far as its form shows.
  var isPublic: Bool {
    base.isSecure && !base.isLoopback && base.host.contains(".") && !base.host.hasSuffix(".local")
      && !base.host.hasSuffix(".internal")
  }

  /// Where a redirect from here leads.
  ///
  /// Source: RFC 3986, section 5.2; libcurl takes out the parts `.` and `..`.
  ///
  /// - Throws: A usage error for an address that byok does not fetch.
  func following(_ target: String) throws(ByokError) -> WebAddress {
    let scheme = base.origin.prefix { $0 != "/" }
    if target.prefix(while: { !"/?#".contains($0) }).contains(":") { return try Self(target) }
    if target.hasPrefix("//") { return try Self(scheme + target) }
    if target.hasPrefix("/") { return try Self(base.origin + target) }
    if target.hasPrefix("?") { return try Self(base.origin + path + target) }
    let folder = path[...(path.lastIndex(of: "/") ?? path.startIndex)]
    return try Self(base.origin + folder + target)
  }
}
