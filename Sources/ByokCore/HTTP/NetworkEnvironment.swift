internal import CCurl

/// What the environment says about reaching servers: which authorities to trust, and through what.
///
/// Trusted are the system's certificate authorities, or those of `SSL_CERT_FILE` instead, and those of
/// `SSL_CERT_DIR` and `--ca-file` in addition.
package struct NetworkEnvironment: Sendable {
  package let environment: Environment
  /// Certificates in PEM form that are trusted besides the system's; `nil` for none.
  var extraCertificates: [UInt8]?

  package init(environment: Environment) {
    self.environment = environment
  }

  private static let limit = 16 << 20

  /// The certificates to hand to libcurl in PEM form; empty where its own default will do.
  ///
  /// - Returns: All that are trusted.
  /// - Throws: When a named file cannot be read.
  package func certificates() throws(TransportFailure) -> [UInt8] {
    let replacement = environment.value("SSL_CERT_FILE")
    guard replacement != nil || extraCertificates != nil else { return [] }
    let system = replacement ?? Self.systemFile
    let certificates = try system.map { (path) throws(TransportFailure) in try Self.read(path) }
    return (certificates ?? []) + [UInt8(ascii: "\n")] + (extraCertificates ?? [])
  }

  /// Whether the environment decides about the folder of authorities.
  ///
  /// libcurl has a default for the folder besides that for the file: Debian's is `/etc/ssl/certs`,
  /// where all of the system's authorities are. With `SSL_CERT_FILE`, they must not count.
  var decidesCertificateFolder: Bool {
    ["SSL_CERT_FILE", "SSL_CERT_DIR"].contains { environment.value($0) != nil }
  }

  /// The folder that `SSL_CERT_DIR` names.
  var certificateFolder: String? { environment.value("SSL_CERT_DIR") }

  /// The variable that names a proxy for an address, as libcurl looks for it; `nil` for none.
  ///
  /// Whether `NO_PROXY` lifts it is left to libcurl.
  func proxyVariable(for base: BaseURL) -> String? {
    guard !base.isLoopback else { return nil }
    let names = base.isSecure ? Self.proxyVariables : ["http_proxy", "all_proxy", "ALL_PROXY"]
    return names.first(where: environment.contains)
  }

  /// Whether there is a proxy for anything.
  package var hasProxy: Bool { Self.proxyVariables.contains(where: environment.contains) }

  private static let proxyVariables = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]

  private static var systemFile: String? {
    unsafe ccurl_default_ca_file().map { unsafe String(cString: $0) }
  }

  private static func read(_ path: String) throws(TransportFailure) -> [UInt8] {
    do throws(ReadFailure) {
      return try readFile(path, limit: limit)
    } catch {
      throw TransportFailure(
        cause: .unusable, message: "cannot read the certificates in \(path.quoted): \(error.text)")
    }
  }
}
