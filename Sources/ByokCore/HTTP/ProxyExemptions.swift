/// The servers that are reached without a proxy: what `NO_PROXY` lists.
///
/// byok reads the list itself, for libcurl knows neither `*.domain` nor `host:port`, and what else it
/// knows depends on its version. An entry is `*`, a host or domain (with what is below it), also as
/// `.domain` or `*.domain`, an address or a network such as `10.0.0.0/8`; all but `*` and networks may
/// have a port. Names are not looked up, so that networks are for servers that are named by address.
///
/// Source: <https://curl.se/docs/manpage.html>, "NO_PROXY"; and what programs beside curl take.
package struct ProxyExemptions {
  /// One entry, as it is written.
  private struct Entry {
    let text: String
    /// What it exempts; `nil` where it has no effect.
    let rule: Rule?
  }

  private let entries: [Entry]

  /// - Parameter list: Entries separated by commas, blanks or both.
  init(_ list: String) {
    entries = list.split { $0 == "," || $0.isWhitespace }.map {
      Entry(text: String($0), rule: Rule($0.lowercased()))
    }
  }

  /// The entry that exempts a server; `nil` for none.
  func entry(exempting base: BaseURL) -> String? {
    entries.first { $0.rule?.exempts(base) ?? false }?.text
  }

  /// The entries that have no effect, such as `http://host`, `host/path` and `10.*`; never with a
  /// password.
  package var ineffective: [String] {
    entries.filter { $0.rule == nil }.map { entry in
      entry.text.lastIndex(of: "@").map { "…" + entry.text[$0...] } ?? entry.text
    }
  }
}

/// What an entry exempts.
private struct Rule {
  private enum Hosts {
    case all
    /// A name, and what is below it.
    case domain(String)
    /// The addresses that begin with so many bits.
    case network([UInt8], bits: Int)
  }

  private let hosts: Hosts
  private let port: Int?

  /// - Parameter entry: In lower case.
  init?(_ entry: String) {
    if entry == "*" {
      (hosts, port) = (.all, nil)
      return
    }
    if let slash = entry.firstIndex(of: "/") {
      guard let network = Self.network(entry[..<slash], entry[entry.index(after: slash)...]) else {
        return nil
      }
      (hosts, port) = (network, nil)
      return
    }
    // An IPv6 address without brackets leaves no room for a port.
    let isBare = entry.utf8.count(where: { $0 == UInt8(ascii: ":") }) > 1 && !entry.hasPrefix("[")
    var host = isBare ? "[\(entry)]" : entry
    let isDomain = host.hasPrefix(".") || host.hasPrefix("*.")
    if isDomain { host.removeFirst(host.hasPrefix(".") ? 1 : 2) }
    guard let (name, port) = Self.split(host) else { return nil }
    if let bytes = Host.addressBytes(name) {
      guard !isDomain else { return nil }
      hosts = .network(bytes, bits: bytes.count * 8)
    } else {
      hosts = .domain(name)
    }
    self.port = port
  }

  /// The host in its canonical form, and the port if there is one; `nil` where either is invalid.
  private static func split(_ text: String) -> (host: String, port: Int?)? {
    // No port that somebody can name is 0.
    guard let (host, port) = Host.split(withoutLastDot(text[...]), defaultPort: 0) else {
      return nil
    }
    return (host, port == 0 ? nil : port)
  }

  /// Without the dot that may end a name, before its port.
  private static func withoutLastDot(_ text: Substring) -> Substring {
    let name = text.prefix { $0 != ":" }
    guard name.last == ".", !text.hasPrefix("[") else { return text }
    return Substring(name.dropLast() + text[name.endIndex...])
  }

  private static func network(_ address: Substring, _ bits: Substring) -> Hosts? {
    let isBare = address.contains(":") && !address.hasPrefix("[")
    guard let bytes = Host.addressBytes(isBare ? "[\(address)]" : String(address)),
      let count = Int(bits), String(count) == bits, (0...bytes.count * 8).contains(count)
    else { return nil }
    return .network(bytes, bits: count)
  }

  func exempts(_ base: BaseURL) -> Bool {
    guard port == nil || port == base.port else { return false }
    let address = Host.addressBytes(base.host)
    switch hosts {
    case .all: return true
    case .domain(let name):
      return address == nil && (base.host == name || base.host.hasSuffix("." + name))
    case .network(let network, let bits):
      return address.map { Self.agree($0, network, bits: bits) } ?? false
    }
  }

  private static func agree(_ first: [UInt8], _ second: [UInt8], bits: Int) -> Bool {
    guard first.count == second.count else { return false }
    return first.indices.allSatisfy { index in
      let count = min(max(bits - index * 8, 0), 8)
      let mask = UInt8(truncatingIfNeeded: 0xFF00 >> count)
      return first[index] & mask == second[index] & mask
    }
  }
}
