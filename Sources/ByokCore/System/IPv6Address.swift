internal import Glibc

/// An IPv6 address.
struct IPv6Address: Equatable, Sendable {
  /// The 16 bytes, as they travel.
  let bytes: [UInt8]
  /// The one form it is written in (RFC 5952), such as `2001:db8::1`.
  let text: String

  /// Reads any of its forms, without brackets and zone.
  init?(_ text: String) {
    var bytes = [UInt8](repeating: 0, count: 16)
    guard unsafe inet_pton(AF_INET6, text, &bytes) == 1 else { return nil }
    var canonical = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    guard unsafe inet_ntop(AF_INET6, bytes, &canonical, socklen_t(canonical.count)) != nil else {
      return nil
    }
    self.bytes = bytes
    self.text = String(
      decoding: canonical.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// Whether it reaches only the link it is on (`fe80::/10`).
  var isLinkLocal: Bool { bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80 }

  /// The IPv4 address that it stands for: mapped, compatible or by way of NAT64.
  ///
  /// Source: RFC 4291, section 2.5.5; RFC 6052, section 2.1.
  var embedded: [UInt8]? {
    let mapped = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]
    let compatible = [UInt8](repeating: 0, count: 12)
    let translated = [0x00, 0x64, 0xFF, 0x9B] + [UInt8](repeating: 0, count: 8)
    let isKnown = [mapped, compatible, translated].contains(Array(bytes.prefix(12)))
    return isKnown ? Array(bytes.suffix(4)) : nil
  }
}
