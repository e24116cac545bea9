import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct WebAddressTests {
  @Test(arguments: [
    ("https://a.example", "https://a.example/", "a.example"),
    ("HTTPS://A.example:443/b/c.png?x=1&y#z", "https://a.example/b/c.png?x=1&y", "c.png"),
    ("https://a.example?x", "https://a.example/?x", "a.example"),
    ("http://127.0.0.1:8080/a/", "http://127.0.0.1:8080/a/", "a"),
  ])
  func `an address has one form and a name`(text: String, form: String, name: String) throws {
    let address = try WebAddress(text)
    #expect(address.text == form)
    #expect(address.name == name)
  }

  @Test(arguments: [
    "http://a.example/x", "https://u:p@a.example/x", "https://", "https://a b/", "https://a/ä",
    "https://169.254.169.254/x", "https://a\\b/", "https://127.1/x", "gopher://a/",
  ])
  func `other addresses are refused`(text: String) {
    let error = #expect(throws: ByokError.self) { try WebAddress(text) }
    #expect(error?.kind == .usage)
  }

  @Test(arguments: [
    ("https://b.example/y?z", "https://b.example/y?z"), ("//b.example/y", "https://b.example/y"),
    ("/y", "https://a.example/y"), ("y", "https://a.example/b/y"),
    ("?q", "https://a.example/b/c?q"),
    ("y:z/x", nil), ("javascript:1", nil), ("http://b.example/", nil),
    ("a/y:z", "https://a.example/b/a/y:z"),
  ])
  func `a redirect is read from where it stands`(target: String, place: String?) throws {
    let address = try WebAddress("https://a.example/b/c?x")
    #expect((try? address.following(target))?.text == place)
  }

  @Test func `what opens a file is not shown`() throws {
    #expect(try WebAddress("https://a.example/b?sig=secret").shown == "'https://a.example/b'")
    let error = #expect(throws: ByokError.self) { try WebAddress("http://a.example/b?sig=secret") }
    #expect(error?.message.contains("secret") == false)
  }

  @Test(arguments: [
    ("https://a.example/", true), ("https://intranet/", false), ("https://printer.local/", false),
    ("https://a.internal/", false), ("https://127.0.0.1/", false), ("http://localhost/", false),
  ])
  func `some hosts are known to this network only`(text: String, isPublic: Bool) throws {
    #expect(try WebAddress(text).isPublic == isPublic)
  }
}
