internal import CCurl

/// What the environment says about reaching servers: which authorities to trust, and through what.
///
/// Trusted are the system's certificate authorities, or those of `SSL_CERT_FILE` in their place, and
/// those of `--ca-file` besides.
struct NetworkEnvironment: Sendable {
  let environment: Environment
  private static let limit = 16 << 20

  /// The certificates to hand to libcurl in PEM form; empty where its own default will do.
  ///
  /// - Parameter request: May bring certificates of its own.
  /// - Returns: All that are trusted.
  /// - Throws: When a named file cannot be read.
  func certificates(_ request: HTTPRequest) throws(TransportFailure) -> [UInt8] {
    let replacement = environment.value("SSL_CERT_FILE")
    guard replacement != nil || request.extraCertificates != nil else { return [] }
    let system = replacement ?? Self.systemFile
    let certificates = try system.map { (path) throws(TransportFailure) in try Self.read(path) }
    return (certificates ?? []) + [UInt8(ascii: "\n")] + (request.extraCertificates ?? [])
  }

  /// The folder that `SSL_CERT_DIR` names.
  var certificateFolder: String? { environment.value("SSL_CERT_DIR") }

  /// The variable that names a proxy for an address, as libcurl looks for it; `nil` for none.
  ///
  /// Whether `NO_PROXY` lifts it is left to libcurl.
  func proxyVariable(for base: BaseURL) -> String? {
    base.isLoopback ? nil : Self.proxyVariables.first(where: environment.contains)
  }

  /// Whether there is a proxy for anything.
  var hasProxy: Bool { Self.proxyVariables.contains(where: environment.contains) }

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
