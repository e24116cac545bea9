import Testing

@testable import ByokCore

@Suite struct IPv6AddressTests {
  @Test(arguments: [
    ("::1", "::1"), ("::", "::"), ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"),
    ("0:0:0:0:0:0:0:1", "::1"), ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
    ("::ffff:7f00:1", "::ffff:127.0.0.1"),
  ])
  func `every form is brought into one`(_ text: String, _ canonical: String) throws {
    #expect(try #require(IPv6Address(text)).text == canonical)
  }

  @Test(arguments: ["", ":", "1", "1:2", ":::", "1::2::3", "12345::", "::g", "::1%lo", "127.0.0.1"])
  func `what is no address is refused`(_ text: String) {
    #expect(IPv6Address(text) == nil)
  }

  @Test(
    arguments: [
      ("::ffff:1.2.3.4", [1, 2, 3, 4]), ("::1.2.3.4", [1, 2, 3, 4]),
      ("64:ff9b::102:304", [1, 2, 3, 4]), ("2001:db8::102:304", nil),
    ] as [(String, [UInt8]?)])
  func `an embedded IPv4 address is found`(_ text: String, _ bytes: [UInt8]?) throws {
    #expect(try #require(IPv6Address(text)).embedded == bytes)
  }

  @Test(arguments: [("fe80::1", true), ("febf::", true), ("fec0::", false), ("fe7f::", false)])
  func `link-local addresses are known`(_ text: String, _ isLinkLocal: Bool) throws {
    #expect(try #require(IPv6Address(text)).isLinkLocal == isLinkLocal)
  }
}
