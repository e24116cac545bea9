import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct AddressPartTests {
  @Test(arguments: ["a", "my-resource", "0123456789abcdef", "us-east-1", "ABC"])
  func `a part is letters, digits and hyphens`(_ text: String) {
    #expect(AddressPart.isValid(text))
  }

  @Test(arguments: [
    "", "-a", "a-", "a.b", "a/b", "evil.example/", "a@b", "a:1", "a b", "a?b", "ä", "{a}", "a\n",
    String(repeating: "a", count: 64),
  ])
  func `nothing that could end a host or a path`(_ text: String) {
    #expect(!AddressPart.isValid(text))
  }

  @Test(arguments: [
    ("127.0.0.1", "http://127.0.0.1:11434"), ("127.0.0.1:9", "http://127.0.0.1:9"),
    ("0.0.0.0", "http://127.0.0.1:11434"), ("0.0.0.0:9", "http://127.0.0.1:9"),
    (":9", "http://127.0.0.1:9"), ("[::]:9", "http://[::1]:9"), ("[::1]", "http://[::1]:11434"),
    ("localhost/x", "http://localhost:11434/x"), ("http://localhost", "http://localhost"),
    ("http://0.0.0.0:9/x", "http://127.0.0.1:9/x"), ("https://a.b", "https://a.b"),
  ])
  func `a server's own setting becomes a URL`(_ value: String, _ url: String) {
    #expect(AddressVariable(name: "OLLAMA_HOST", bareHostPort: 11434).url(value) == url)
  }

  @Test func `a URL is left as it is`() {
    #expect(AddressVariable(name: "X").url("0.0.0.0") == "0.0.0.0")
  }
}
