import Testing

@testable import ByokCore

@Suite struct ProxyExemptionsTests {
  private static func base(_ text: String) throws -> BaseURL {
    try BaseURL(text, from: "the test", allowsHTTP: true)
  }

  @Test(arguments: [
    ("*", "https://a.example"), ("x,*", "https://a.example"), ("*", "https://10.0.0.1"),
    ("a.example", "https://a.example"), ("A.Example", "https://a.example/v1"),
    ("a.example.", "https://a.example"), (".a.example", "https://a.example"),
    ("*.a.example", "https://a.example"), ("example", "https://a.example"),
    (".example", "https://a.b.example"), ("*.example", "https://a.b.example"),
    ("vm", "https://vm"), (".vm", "https://vm"), ("*.vm", "https://vm"), ("vm.", "https://vm"),
    ("VM", "https://vm"), ("a.example:443", "https://a.example"),
    ("a.example:8443", "https://a.example:8443"), ("vm:80", "http://vm"),
    ("*.example:8443", "https://a.example:8443"), (".example:443", "https://a.example"),
    ("vm.:443", "https://vm"), ("x, a.example", "https://a.example"),
    ("x a.example", "https://a.example"), ("\tx,, ,a.example ,", "https://a.example"),
    ("10.0.0.1", "https://10.0.0.1"), ("10.0.0.1:8443", "https://10.0.0.1:8443"),
    ("10.0.0.0/8", "https://10.200.3.4"), ("10.128.0.0/9", "https://10.128.0.1:8443"),
    ("192.168.1.7/24", "https://192.168.1.200"), ("1.2.3.4/32", "https://1.2.3.4"),
    ("0.0.0.0/0", "https://203.0.113.1"), ("2001:db8::1", "https://[2001:db8::1]"),
    ("[2001:db8::1]", "https://[2001:db8::1]"), ("2001:DB8:0::1", "https://[2001:db8::1]"),
    ("[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
    ("2001:db8::/32", "https://[2001:db8:ffff::1]"), ("fd00::/8", "https://[fd12::1]"),
    ("[fd00::]/8", "https://[fd12::1]"), ("::/0", "https://[2001:db8::1]"),
  ])
  func `a server on the list is exempt`(list: String, server: String) throws {
    let exemptions = ProxyExemptions(list)
    #expect(exemptions.entry(exempting: try Self.base(server)) != nil)
    #expect(exemptions.ineffective.isEmpty)
  }

  @Test(arguments: [
    ("", "https://a.example"), ("b.example", "https://a.example"),
    ("a.example", "https://aa.example"), ("a.example", "https://a.example.org"),
    (".a.example", "https://xa.example"), ("*.a.example", "https://xa.example"),
    ("x.a.example", "https://a.example"), ("a.example:443", "https://a.example:8443"),
    ("a.example:80", "https://a.example"), ("vm:443", "http://vm"),
    ("*.example:443", "https://a.example:8443"), ("10.0.0.1", "https://10.0.0.11"),
    ("0.0.1", "https://10.0.0.1"), ("10.0.0.1:443", "https://10.0.0.1:8443"),
    ("10.0.0.0/9", "https://10.128.0.1"), ("1.2.3.4/31", "https://1.2.3.6"),
    ("10.0.0.0/8", "https://a.example"), ("0.0.0.0/0", "https://a.example"),
    ("0.0.0.0/0", "https://[2001:db8::1]"), ("::/0", "https://10.0.0.1"),
    ("2001:db8::1", "https://[2001:db8::2]"), ("[2001:db8::1]:443", "https://[2001:db8::1]:8443"),
    ("fd00::/8", "https://[fc00::1]"), ("2001:db8::/33", "https://[2001:db8:ffff::1]"),
  ])
  func `another server is not`(list: String, server: String) throws {
    #expect(ProxyExemptions(list).entry(exempting: try Self.base(server)) == nil)
  }

  @Test(arguments: [
    "http://a.example", "https://a.example/", "a.example/v1", "*example", "10.*", "a.*.example",
    "*.*", "*.", ".", "..", "-a", "a..b", "a.example:", "a.example:https", "a.example:0",
    "a.example:65536", "a.example:08", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/08", "10.0.0.0/-1",
    "10.0/8", "10.0.0.0/255.0.0.0", "fd00::/129", "[fd00::", "[fd00::1]x", "fd00::1::2", "10.0.0",
    "256.0.0.1", ".10.0.0.1", "*.10.0.0.1", "a.example/8", "<local>", "bücher.example", "*:443",
    "10.0.0.0/8:443",
  ])
  func `an entry that can exempt nothing is named`(entry: String) throws {
    let exemptions = ProxyExemptions("b.example,\(entry),*.c.example")
    #expect(exemptions.ineffective == [entry])
    #expect(exemptions.entry(exempting: try Self.base("https://b.example")) == "b.example")
    #expect(exemptions.entry(exempting: try Self.base("https://a.example")) == nil)
  }

  @Test func `a password in an entry is not told`() {
    let exemptions = ProxyExemptions("http://user:secret@a.example,u@b")
    #expect(exemptions.ineffective == ["…@a.example", "…@b"])
  }
}
