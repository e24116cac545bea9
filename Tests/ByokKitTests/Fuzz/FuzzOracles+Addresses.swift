@testable import ByokCore
@testable import ByokKit

extension FuzzOracles {
  /// F7: an address that is taken is in its one form, and libcurl reads it in the same way.
  static func addresses(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let base = try? BaseURL(text, from: "it") else { return }
    precondition((try? BaseURL(base.text, from: "it")) == base, "the form is not its own")
    precondition(base.text.hasPrefix(base.origin), "an address begins with its origin")
    precondition(base.isSecure || base.isLoopback, "plain http leaves the machine")
    precondition(!base.host.contains("@") && base.host == base.host.lowercased(), "a host in form")
    precondition((1...65_535).contains(base.port), "a port in form")
    precondition(
      base.text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") },
      "a character that readers of addresses take differently")
    check(text, base, path: nil, query: base.query)
    check(base.text, base, path: base.path, query: base.query)
    for (path, query) in [("/chat", ""), ("/v1/models", ""), ("/chat", "?a=b")] {
      let version = query.isEmpty ? base.query : "&" + base.query.dropFirst()
      check(
        base.address(of: path + query), base, path: base.path + path,
        query: base.query.isEmpty ? query : query + version)
    }
    let above = base.path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let other = above.joined(separator: "/") + "/v1/models"
    check(base.address(of: "../v1/models"), base, path: other, query: base.query)
  }

  /// That libcurl goes where the address was checked to lead.
  ///
  /// What it asks for there is the path, or where that is `nil` the base's own and slashes behind it.
  private static func check(_ text: String, _ base: BaseURL, path: String?, query: String) {
    guard let curl = CurlAddress(text) else { preconditionFailure("libcurl refuses \(text)") }
    precondition(curl.scheme == (base.isSecure ? "https" : "http"), "another scheme: \(text)")
    precondition(isSame(curl.host.lowercased(), base.host), "another host: \(text)")
    precondition(curl.port == base.port, "another port: \(text)")
    precondition(curl.query == query, "another query: \(text)")
    if let path {
      precondition(curl.path == (path.isEmpty ? "/" : path), "another path: \(text)")
    } else {
      let rest = curl.path.dropFirst(base.path.count)
      precondition(curl.path.hasPrefix(base.path) && rest.allSatisfy { $0 == "/" }, "another path")
    }
  }

  /// libcurl leaves an IPv6 address as it was written where its one form is not shorter.
  private static func isSame(_ host: String, _ canonical: String) -> Bool {
    guard host.hasPrefix("["), host.hasSuffix("]") else { return host == canonical }
    return IPv6Address(String(host.dropFirst().dropLast())).map { "[\($0.text)]" } == canonical
  }
}
