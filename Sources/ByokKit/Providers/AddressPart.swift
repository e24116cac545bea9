internal import ByokCore

/// A part of a provider's address that is the user's own, such as the name of an Azure resource.
package struct AddressPart: Equatable, Sendable {
  /// The text between braces in the address.
  package let name: String
  /// What it is, as the object of a sentence: `the name of your resource`.
  package let meaning: String
  /// The variables that may hold it, first match wins.
  package let variables: [String]
  /// What is taken where nobody says anything else.
  package var standard: String?

  /// Whether it is letters, digits and hyphens, so that it can neither end a host nor a path.
  static func isValid(_ text: String) -> Bool {
    (1...63).contains(text.utf8.count) && text.first != "-" && text.last != "-"
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
  }
}

/// A variable that vendors' own tools read an address from.
struct AddressVariable: Equatable, Sendable {
  let name: String
  /// The port of an address that names none and no scheme; `nil` where only whole URLs are meant.
  var bareHostPort: Int?
  /// The end of the row's address that the vendor's own SDK adds to what the variable holds.
  var leavesOut: String?
  /// Whether other programs read it, and byok does not.
  var isForPrograms = false

  /// The address as a URL.
  ///
  /// A server's own setting says where it listens, such as `0.0.0.0` or `:11434`.
  func url(_ value: String) -> String {
    guard let bareHostPort else { return value }
    let hasScheme = value.contains("://")
    let whole = hasScheme ? value : "http://\(value)"
    let start = whole.firstRange(of: "://")?.upperBound ?? whole.startIndex
    let end = whole[start...].firstIndex(of: "/") ?? whole.endIndex
    var host = whole[start..<end]
    var port: Substring?
    if let colon = host.lastIndex(of: ":"), !host[colon...].contains("]") {
      port = host[colon...]
      host = host[..<colon]
    }
    let meant = ["": "127.0.0.1", "0.0.0.0": "127.0.0.1", "[::]": "[::1]"][host] ?? String(host)
    return whole[..<start] + meant + (port ?? (hasScheme ? "" : ":\(bareHostPort)"))
      + whole[end...]
  }
}
