import Testing

@testable import ByokCore

@Suite struct NetworkEnvironmentTests {
  private static func network(_ variables: [String: String]) -> NetworkEnvironment {
    NetworkEnvironment(environment: Environment(variables))
  }

  @Test func `without variables, libcurl's own folder of authorities counts`() {
    #expect(!Self.network([:]).decidesCertificateFolder)
  }

  @Test func `SSL_CERT_FILE replaces the system's authorities, also those of its folder`() {
    let network = Self.network(["SSL_CERT_FILE": "/ca.pem"])
    #expect(network.decidesCertificateFolder)
    #expect(network.certificateFolder == nil)
  }

  @Test func `SSL_CERT_DIR names a folder of further authorities`() {
    for variables in [
      ["SSL_CERT_DIR": "/ca"], ["SSL_CERT_DIR": "/ca", "SSL_CERT_FILE": "/ca.pem"],
    ] {
      let network = Self.network(variables)
      #expect(network.decidesCertificateFolder)
      #expect(network.certificateFolder == "/ca")
    }
  }
}
