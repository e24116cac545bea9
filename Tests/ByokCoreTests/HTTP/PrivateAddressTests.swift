internal import CCurl
import Testing

@testable import ByokCore

@Suite struct PrivateAddressTests {
  @Test(arguments: [
    ([0, 0, 0, 0], true), ([1, 1, 1, 1], false), ([9, 255, 255, 255], false),
    ([10, 0, 0, 1], true),
    ([100, 63, 255, 255], false), ([100, 64, 0, 0], true), ([100, 127, 255, 255], true),
    ([100, 128, 0, 0], false), ([127, 0, 0, 1], true), ([169, 254, 169, 254], true),
    ([172, 15, 0, 1], false), ([172, 16, 0, 1], true), ([172, 31, 255, 255], true),
    ([172, 32, 0, 0], false), ([192, 0, 0, 8], true), ([192, 168, 1, 1], true),
    ([192, 169, 0, 1], false), ([198, 19, 0, 1], true), ([198, 20, 0, 1], false),
    ([223, 255, 255, 255], false), ([224, 0, 0, 1], true), ([255, 255, 255, 255], true),
  ])
  func `IPv4 addresses of private networks are known`(bytes: [UInt8], isPrivate: Bool) {
    #expect((unsafe ccurl_is_private(0, bytes) == 1) == isPrivate)
  }

  @Test(arguments: [
    ("2606:4700::1111", false), ("2a00::1", false), ("::", true), ("::1", true), ("fe80::1", true),
    ("fd00:ec2::254", true), ("fc00::1", true), ("ff02::1", true), ("::ffff:127.0.0.1", true),
    ("::ffff:1.1.1.1", false), ("64:ff9b::10.0.0.1", true), ("64:ff9b::1.1.1.1", false),
    ("2002:7f00:1::", true), ("2002:101:101::", false), ("2001::1", true), ("2001:db9::1", false),
    ("100::1", true), ("::127.0.0.1", true),
  ])
  func `IPv6 addresses of private networks are known`(text: String, isPrivate: Bool) throws {
    let address = try #require(IPv6Address(text))
    #expect((unsafe ccurl_is_private(1, address.bytes) == 1) == isPrivate)
  }
}
