internal import CCurl

/// Certificate authorities that the user trusts besides the system's.
package struct ExtraAuthorities: Sendable {
  /// The file in PEM form.
  let path: String
  /// The option or configuration key that names it.
  let source: String
  /// What is in it; `nil` for what is there when it is needed.
  let certificates: [UInt8]?

  package init(_ path: String, from source: String, certificates: [UInt8]? = nil) {
    (self.path, self.source, self.certificates) = (path, source, certificates)
  }
}

/// Which certificate authorities one request trusts.
///
/// The system's, or those of `SSL_CERT_FILE` instead, and those of `SSL_CERT_DIR` and the user's own
/// in addition. With a key that is kept for one address, the variables have no effect.
struct TrustedAuthorities {
  private let file: String?
  /// The folder that `SSL_CERT_DIR` names.
  let folder: String?
  private let extra: ExtraAuthorities?
  /// Which variables are set and have no effect, as a clause; `nil` for none.
  let ignored: String?

  private static let limit = 16 << 20

  init(_ environment: Environment, obeysVariables: Bool, _ extra: ExtraAuthorities?) {
    self.extra = extra
    guard !obeysVariables else {
      file = environment.value("SSL_CERT_FILE")
      (folder, ignored) = (environment.value("SSL_CERT_DIR"), nil)
      return
    }
    let set = ["SSL_CERT_FILE", "SSL_CERT_DIR"].filter { environment.value($0) != nil }
    (file, folder) = (nil, nil)
    let names = set.joined(separator: " and ") + (set.count == 1 ? " is" : " are")
    ignored = set.isEmpty ? nil : "\(names) ignored, as the key is sealed or another tool's"
  }

  /// The failure to trust a server, with the variables that would have changed it.
  func explain(_ failure: TransportFailure) -> TransportFailure {
    guard let ignored else { return failure }
    return TransportFailure(
      cause: failure.cause, message: "\(failure.message); \(ignored)", wasSent: failure.wasSent)
  }

  /// Whether the environment decides about the folder of authorities.
  ///
  /// libcurl has a default for the folder besides that for the file: Debian's is `/etc/ssl/certs`,
  /// where all of the system's authorities are. With `SSL_CERT_FILE`, they must not count.
  var decidesFolder: Bool { file != nil || folder != nil }

  /// The certificates to hand to libcurl in PEM form; empty where its own default will do.
  ///
  /// - Returns: All that are trusted.
  /// - Throws: When a named file cannot be read.
  func certificates() throws(TransportFailure) -> [UInt8] {
    guard file != nil || extra != nil else { return [] }
    let system = try (file ?? Self.systemFile).map { (path) throws(TransportFailure) in
      try Self.read(path)
    }
    return (system ?? []) + [UInt8(ascii: "\n")] + (try own() ?? [])
  }

  private func own() throws(TransportFailure) -> [UInt8]? {
    guard let extra else { return nil }
    if let certificates = extra.certificates { return certificates }
    return try Self.read(extra.path)
  }

  /// The authorities, and where that is from, in words.
  var text: String {
    let named = file.map { "\($0.quoted) (SSL_CERT_FILE)" }
    let system = named ?? Self.systemFile.map { "\($0.quoted) (the system's)" }
    let systemFolder = decidesFolder ? nil : Self.systemFolder
    let all = [
      system, folder.map { "\($0.quoted) (SSL_CERT_DIR)" },
      systemFolder.map { "\($0.quoted) (the system's)" },
      extra.map { "\($0.path.quoted) (\($0.source))" },
    ]
    let known = all.compactMap(\.self)
    return known.isEmpty ? "none" : known.joined(separator: ", ")
  }

  // Only a loaded libcurl knows; the request reports why it is not loaded.

  private static var systemFile: String? {
    guard unsafe ccurl_load() == nil else { return nil }
    return unsafe ccurl_default_ca_file().map { unsafe String(cString: $0) }
  }

  private static var systemFolder: String? {
    guard unsafe ccurl_load() == nil else { return nil }
    return unsafe ccurl_default_ca_folder().map { unsafe String(cString: $0) }
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
