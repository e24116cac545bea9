import Testing

@testable import ByokCore

@Suite struct LibraryVariableTests {
  private func variable(_ name: String) throws -> LibraryVariable {
    try #require(LibraryVariable.all.first { $0.name == name })
  }

  @Test func `each is listed once, and byok means none of them`() {
    let names = LibraryVariable.all.map(\.name)
    #expect(Set(names).count == names.count)
    for name in ["SSL_CERT_FILE", "SSL_CERT_DIR", "HTTPS_PROXY", "HOME", "TERM"] {
      #expect(!names.contains(name))
    }
  }

  @Test func `one that is set is ignored`() throws {
    let environment = Environment(["SSLKEYLOGFILE": "/f", "NETRC": ""])
    #expect(try variable("SSLKEYLOGFILE").isIgnored(in: environment))
    #expect(try !variable("NETRC").isIgnored(in: environment))
    #expect(try !variable("HOSTALIASES").isIgnored(in: environment))
  }

  @Test(arguments: [("1", true), ("0", false), ("/etc/ssl/openssl.cnf", false), ("", false)])
  func `a configuration of OpenSSL is obeyed by consent`(consent: String, isObeyed: Bool) throws {
    let environment = Environment([
      "OPENSSL_CONF": "/f", "OPENSSL_ENGINES": "/e", "BYOK_OPENSSL_CONF": consent,
    ])
    #expect(try variable("OPENSSL_CONF").isObeyed(in: environment) == isObeyed)
    #expect(try variable("OPENSSL_CONF").isIgnored(in: environment) == !isObeyed)
    #expect(try !variable("OPENSSL_MODULES").isObeyed(in: environment))
    #expect(try variable("OPENSSL_ENGINES").isIgnored(in: environment))
  }
}
