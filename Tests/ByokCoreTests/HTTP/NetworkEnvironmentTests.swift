import Testing

@testable import ByokCore

@Suite struct NetworkEnvironmentTests {
  private static func trust(
    _ variables: [String: String], obeysVariables: Bool = true, _ extra: ExtraAuthorities? = nil
  ) -> TrustedAuthorities {
    TrustedAuthorities(Environment(variables), obeysVariables: obeysVariables, extra)
  }

  @Test func `without variables, libcurl's own folder of authorities counts`() {
    #expect(!Self.trust([:]).decidesFolder)
  }

  @Test func `SSL_CERT_FILE replaces the system's authorities, also those of its folder`() {
    let trust = Self.trust(["SSL_CERT_FILE": "/ca.pem"])
    #expect(trust.decidesFolder)
    #expect(trust.folder == nil)
  }

  @Test func `SSL_CERT_DIR names a folder of further authorities`() {
    for variables in [
      ["SSL_CERT_DIR": "/ca"], ["SSL_CERT_DIR": "/ca", "SSL_CERT_FILE": "/ca.pem"],
    ] {
      let trust = Self.trust(variables)
      #expect(trust.decidesFolder)
      #expect(trust.folder == "/ca")
    }
  }

  @Test func `with a key that is kept for one address, the variables are ignored and named`() throws
  {
    let variables = ["SSL_CERT_FILE": "/no-such-file", "SSL_CERT_DIR": "/ca"]
    let trust = Self.trust(variables, obeysVariables: false)
    #expect(!trust.decidesFolder)
    #expect(trust.folder == nil)
    #expect(try trust.certificates().isEmpty)
    #expect(!trust.text.contains("SSL_CERT"))
    #expect(
      trust.ignored
        == "SSL_CERT_FILE and SSL_CERT_DIR are ignored, as the key is sealed or another tool's")
    let failure = TransportFailure(cause: .untrusted, message: "unknown authority", wasSent: false)
    #expect(
      trust.explain(failure).message.hasPrefix("unknown authority; SSL_CERT_FILE and SSL_CERT_DIR"))
    #expect(Self.trust([:], obeysVariables: false).ignored == nil)
    #expect(Self.trust(variables).ignored == nil)
  }

  @Test func `the user's own authorities come in addition, whatever the key`() throws {
    let own = ExtraAuthorities("own.pem", from: "--ca-file", certificates: Array("PEM".utf8))
    for obeysVariables in [true, false] {
      let trust = Self.trust([:], obeysVariables: obeysVariables, own)
      #expect(try trust.certificates().suffix(4) == Array("\nPEM".utf8))
      #expect(trust.text.hasSuffix("'own.pem' (--ca-file)"))
    }
    let missing = ExtraAuthorities("/no-such-file", from: "ca_file in config.json")
    #expect(throws: TransportFailure.self) { try Self.trust([:], missing).certificates() }
  }
}
