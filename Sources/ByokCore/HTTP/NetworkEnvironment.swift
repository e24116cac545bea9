internal import CCurl

/// What the environment says about reaching servers: which authorities to trust, and through what.
///
/// Trusted are the system's certificate authorities, or those of `SSL_CERT_FILE` instead, and those of
/// `SSL_CERT_DIR` and `--ca-file` in addition.
package struct NetworkEnvironment: Sendable {
  package let environment: Environment
  /// Certificates in PEM form that are trusted besides the system's, and their file; `nil` for none.
  var extraCertificates: (pem: [UInt8], path: String)?

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
    return (certificates ?? []) + [UInt8(ascii: "\n")] + (extraCertificates?.pem ?? [])
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

  /// The authorities that are trusted, and where that is from, in words.
  var authorities: String {
    let file = environment.value("SSL_CERT_FILE").map { "\($0.quoted) (SSL_CERT_FILE)" }
    let folder = certificateFolder.map { "\($0.quoted) (SSL_CERT_DIR)" }
    let system = file ?? Self.systemFile.map { "\($0.quoted) (the system's)" }
    let systemFolder = decidesCertificateFolder ? nil : Self.systemFolder
    let all = [
      system, folder, systemFolder.map { "\($0.quoted) (the system's)" },
      extraCertificates.map { "\($0.path.quoted) (--ca-file)" },
    ]
    let known = all.compactMap(\.self)
    return known.isEmpty ? "none" : known.joined(separator: ", ")
  }

  private static var systemFile: String? {
    unsafe ccurl_default_ca_file().map { unsafe String(cString: $0) }
  }

  private static var systemFolder: String? {
    unsafe ccurl_default_ca_folder().map { unsafe String(cString: $0) }
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
