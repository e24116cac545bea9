/// The address that a provider's paths begin with, checked and in canonical form.
///
/// Only `https`, or `http` to this machine, or elsewhere if that is allowed; a lower-case ASCII
/// host; no user or fragment, and no query but the `api-version` of Azure's addresses. Two
/// addresses have the same ``origin`` exactly if a key bound to the one may go to the other.
///
/// Source: RFC 3986, section 3.2; RFC 6454.
package struct BaseURL: Equatable, Sendable {
  /// `https://host[:port]`, or `http://` and a host.
  package let origin: String
  /// Empty, or begins with `/` and does not end with it.
  package let path: String
  /// Empty, or `?api-version=` and a version.
  package let query: String
  /// The host alone, an IPv6 address in brackets.
  package let host: String
  /// The port, also where it is the scheme's own.
  package let port: Int

  /// The whole address.
  package var text: String { origin + path + query }

  /// Whether it is reached by TLS.
  package var isSecure: Bool { origin.hasPrefix("https://") }

  /// Whether the host is this machine.
  package let isLoopback: Bool

  /// Whether a key may be sent there: never over plain `http`, but to this machine.
  package var mayCarryKey: Bool { isSecure || isLoopback }

  /// Reads an address.
  ///
  /// - Parameters:
  ///   - text: What somebody wrote.
  ///   - source: Where it is, for the message: an option, a variable, a configuration key.
  ///   - allowsHTTP: Whether plain `http` may go to other machines, for requests without a key.
  /// - Throws: A usage error that says which rule it breaks.
  package init(
    _ text: String, from source: String, allowsHTTP: Bool = false
  ) throws(ByokError) {
    func refuse(_ rule: String) -> ByokError {
      ByokError(.usage, "\(source) is not a base URL that byok uses: \(rule)")
    }
    let lowered = text.prefix(8).lowercased()
    let isSecure = lowered.hasPrefix("https://")
    guard isSecure || lowered.hasPrefix("http://") else {
      throw refuse("it must begin with https:// (or http:// for this machine)")
    }
    let rest = text.dropFirst(isSecure ? 8 : 7)
    guard rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) else {
      throw refuse("it contains spaces, backslashes or non-ASCII characters")
    }
    let end = rest.utf8.firstIndex(where: "/?#".utf8.contains) ?? rest.endIndex
    guard !rest[..<end].utf8.contains(UInt8(ascii: "@")) else {
      throw refuse("it contains a user name or password")
    }
    let pathEnd = rest[end...].utf8.firstIndex(where: "?#".utf8.contains) ?? rest.endIndex
    var path = rest[end..<pathEnd]
    while path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
    guard !Self.hasDots(path) else { throw refuse("its path contains '.' or '..'") }
    guard pathEnd == rest.endIndex || Azure.isVersion(rest[pathEnd...], of: String(path)) else {
      throw refuse("it contains a query or a fragment")
    }
    guard let (host, port) = Host.split(rest[..<end], defaultPort: isSecure ? 443 : 80) else {
      throw refuse("its host or port is not valid")
    }
    guard !Host.isMetadataService(host) else { throw refuse("its host is a metadata service") }
    isLoopback = Host.isLoopback(host)
    guard isSecure || isLoopback || allowsHTTP else {
      throw refuse("plain http is allowed only for this machine")
    }
    self.host = host
    self.port = port
    let suffix = port == (isSecure ? 443 : 80) ? "" : ":\(port)"
    origin = (isSecure ? "https://" : "http://") + host + suffix
    self.path = String(path)
    query = String(rest[pathEnd...])
  }

  /// Whether an address is valid, and its host this machine.
  package static func isLoopback(_ text: String) -> Bool {
    // Whoever lists providers asks for each; only what may be such a host is read.
    let rest = text.utf8.drop { $0 != UInt8(ascii: "/") }
    guard let first = rest.dropFirst(2).first, "lL[1".utf8.contains(first) else { return false }
    return (try? BaseURL(text, from: "address"))?.isLoopback == true
  }

  /// Whether a part of the path is `.` or `..`, however written: libcurl leaves such parts out.
  private static func hasDots(_ path: Substring) -> Bool {
    // Few paths have any of their bytes; the rest is not looked at again.
    guard path.utf8.contains(where: ".%".utf8.contains) else { return false }
    return path.split(separator: "/").contains { part in
      let plain = part.lowercased().replacing("%2e", with: ".")
      return plain == "." || plain == ".."
    }
  }
}

extension BaseURL {
  /// The address of something below this one.
  ///
  /// - Parameter path: Begins with `/`, and may have a query; each `../` before that leaves out the
  ///   last part of this address's own path, as in `../v1/models`.
  /// - Returns: The whole address; always of the same origin.
  package func address(of path: String) -> String {
    var (own, rest) = (self.path[...], path[...])
    while rest.hasPrefix("../") {
      own = own[..<(own.utf8.lastIndex(of: UInt8(ascii: "/")) ?? own.startIndex)]
      rest = rest.dropFirst(3)
    }
    let slash = rest.utf8.first == UInt8(ascii: "/") ? "" : "/"
    let hasQuery = !query.isEmpty && rest.utf8.contains(UInt8(ascii: "?"))
    let version = hasQuery ? "&" + query.dropFirst() : query
    return origin + own + slash + rest + version
  }
}

/// What is special about the addresses of Azure's deployments.
private enum Azure {
  /// Whether it is `?api-version=VERSION`, behind a path that is versioned so.
  static func isVersion(_ query: Substring, of path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).suffix(3)
    let isVersioned =
      parts.suffix(2) == ["openai", "v1"] || parts.starts(with: ["openai", "deployments"])
    let version = query.dropFirst(field.count)
    return isVersioned && query.hasPrefix(field) && (1...64).contains(version.utf8.count)
      && version.utf8.allSatisfy(isOfVersion)
  }

  private static let field = "?api-version="

  private static func isOfVersion(_ byte: UInt8) -> Bool {
    let character = Character(Unicode.Scalar(byte))
    return character.isASCII && (character.isLetter || character.isNumber)
      || ".-".utf8.contains(byte)
  }
}

/// What may be between `//` and the path of an address.
enum Host {
  /// Splits `host[:port]`; `nil` when either is not in the form byok accepts.
  static func split(_ authority: Substring, defaultPort: Int) -> (host: String, port: Int)? {
    var host = authority
    var port = defaultPort
    let colon = authority.utf8.lastIndex(of: UInt8(ascii: ":")).flatMap {
      authority[$0...].utf8.contains(UInt8(ascii: "]")) ? nil : $0
    }
    if let colon {
      host = authority[..<colon]
      let digits = authority[authority.index(after: colon)...]
      guard let number = Int(digits), (1...65_535).contains(number), String(number) == digits
      else { return nil }
      port = number
    }
    return canonical(host.lowercased()).map { ($0, port) }
  }

  /// Whether the host is this machine by its form: `localhost`, `127.0.0.0/8` or `[::1]`.
  static func isLoopback(_ host: String) -> Bool {
    if host == "localhost" || host == "[::1]" { return true }
    return quad(host)?.first == 127
  }

  /// Whether the host hands out a cloud machine's own credentials.
  static func isMetadataService(_ host: String) -> Bool {
    let address = address(host)
    if host == "[fd00:ec2::254]" || address?.isLinkLocal == true { return true }
    guard let quad = quad(host) ?? address?.embedded?.map(Int.init) else { return false }
    return quad[0] == 169 && quad[1] == 254
  }

  /// The bytes of a host that is an address, 4 or 16; `nil` for a name.
  static func addressBytes(_ host: String) -> [UInt8]? {
    quad(host)?.map { UInt8($0) } ?? address(host)?.bytes
  }

  /// The host in its one form, from lower case; `nil` if it is not valid.
  private static func canonical(_ host: String) -> String? {
    if host.hasPrefix("[") { return address(host).map { "[\($0.text)]" } }
    return isName(host) ? host : nil
  }

  private static func address(_ host: String) -> IPv6Address? {
    guard host.hasPrefix("["), host.hasSuffix("]") else { return nil }
    return IPv6Address(String(host.dropFirst().dropLast()))
  }

  private static func isName(_ host: String) -> Bool {
    let labels = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard !host.isEmpty, host.utf8.count <= 253, labels.allSatisfy(isLabel) else { return false }
    // A last label that begins with a digit makes it an address, of which one form is taken.
    return labels.last?.first.map(isDigit) == true ? quad(host) != nil : true
  }

  private static func isLabel(_ label: Substring.UTF8View) -> Bool {
    let hyphen = UInt8(ascii: "-")
    return (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
      && label.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || isDigit(byte)
          || byte == hyphen || byte == UInt8(ascii: "_")
      }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func quad(_ host: String) -> [Int]? {
    guard host.utf8.first.map(isDigit) == true else { return nil }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part in
      Int(part).flatMap { (0...255).contains($0) && String($0) == part ? $0 : nil }
    }
    return parts.count == 4 && numbers.count == 4 ? numbers : nil
  }
}
