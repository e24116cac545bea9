internal import Glibc
internal import Synchronization

/// A variable that a library obeys and byok does not mean.
///
/// It has no effect in byok, which takes it out of the environment before a library can read it, and
/// is given back to the programs that byok runs.
package struct LibraryVariable: Sendable {
  package let name: String
  /// The library that reads it.
  package let library: Library
  /// What the library does with it, in words that follow its name.
  package let effect: String

  private init(_ name: String, _ library: Library, _ effect: String) {
    (self.name, self.library, self.effect) = (name, library, effect)
  }

  /// The libraries that a request loads.
  package enum Library: String, CaseIterable, Sendable {
    case tls = "TLS"
    case curl = "libcurl"
    case openSSL = "OpenSSL"
    case gnuTLS = "GnuTLS"
    case glibc = "glibc"
  }

  /// The variable with which the user wants the ones of ``isForFIPS`` obeyed.
  package static let consent = "BYOK_OPENSSL_CONF"

  /// Whether a configuration of OpenSSL with a FIPS provider needs it.
  package var isForFIPS: Bool {
    ["OPENSSL_CONF", "OPENSSL_CONF_INCLUDE", "OPENSSL_MODULES"].contains(name)
  }

  /// All, as the libraries' documentation has them.
  ///
  /// Variables of the dynamic loader and of `malloc` are not here: they are obeyed before the first
  /// statement of the program. What is read only by what byok never asks for, such as Kerberos, LDAP
  /// and debug builds, is not here either.
  package static let all: [Self] = [
    Self("SSLKEYLOGFILE", .tls, "names a file for the secrets of each connection"),
    Self("CURL_SSL_BACKEND", .curl, "chooses another TLS library"),
    Self("CURL_HOME", .curl, "names a folder of configuration files"),
    Self("CURL_CA_BUNDLE", .curl, "names certificate authorities; byok reads SSL_CERT_FILE"),
    Self("NETRC", .curl, "names a file of passwords"),
    Self("QLOGDIR", .curl, "names a folder for records of connections"),
    Self("OPENSSL_CONF", .openSSL, "names a configuration, which can load code"),
    Self("OPENSSL_CONF_INCLUDE", .openSSL, "names a folder of configurations"),
    Self("OPENSSL_MODULES", .openSSL, "names a folder of code (providers)"),
    Self("OPENSSL_ENGINES", .openSSL, "names a folder of code (engines)"),
    Self("OPENSSL_TRACE", .openSSL, "prints internals"),
    Self("OSSL_QFILTER", .openSSL, "chooses what is recorded of connections"),
    Self("CTLOG_FILE", .openSSL, "names a file of trusted certificate logs"),
    Self("RANDFILE", .openSSL, "names a file of random numbers"),
    Self("OPENSSL_ia32cap", .openSSL, "turns off instructions that prevent timing attacks"),
    Self("OPENSSL_armcap", .openSSL, "does the same on Arm"),
    Self("OPENSSL_ppccap", .openSSL, "does the same on POWER"),
    Self("OPENSSL_s390xcap", .openSSL, "does the same on Z"),
    Self("OPENSSL_riscvcap", .openSSL, "does the same on RISC-V"),
    Self("GNUTLS_SYSTEM_PRIORITY_FILE", .gnuTLS, "names a file that can allow weak encryption"),
    Self("GNUTLS_SYSTEM_PRIORITY_FAIL_ON_INVALID", .gnuTLS, "decides about errors in that file"),
    Self("GNUTLS_DEBUG_LEVEL", .gnuTLS, "prints internals"),
    Self("GNUTLS_CPUID_OVERRIDE", .gnuTLS, "turns off instructions that prevent timing attacks"),
    Self("GNUTLS_FORCE_FIPS_MODE", .gnuTLS, "turns FIPS mode on or off"),
    Self("GNUTLS_SKIP_FIPS_INTEGRITY_CHECKS", .gnuTLS, "skips checks of FIPS mode"),
    Self("GNUTLS_NO_IMPLICIT_INIT", .gnuTLS, "skips the library's setup"),
    Self("GNUTLS_NO_EXPLICIT_INIT", .gnuTLS, "skips the library's setup"),
    Self("NETTLE_FAT_OVERRIDE", .gnuTLS, "turns off instructions that prevent timing attacks"),
    Self("NETTLE_FAT_VERBOSE", .gnuTLS, "prints internals"),
    Self("P11_KIT_DEBUG", .gnuTLS, "prints internals"),
    Self("P11_KIT_STRICT", .gnuTLS, "ends the process after some errors"),
    Self("HOSTALIASES", .glibc, "names a file of aliases for hosts"),
    Self("LOCALDOMAIN", .glibc, "appends domains to names of hosts"),
    Self("RES_OPTIONS", .glibc, "sets options of name lookup"),
    Self("RESOLV_HOST_CONF", .glibc, "names a configuration file of name lookup"),
    Self("RESOLV_MULTI", .glibc, "overrides that configuration"),
    Self("RESOLV_REORDER", .glibc, "overrides that configuration"),
    Self("RESOLV_ADD_TRIM_DOMAINS", .glibc, "overrides that configuration"),
    Self("RESOLV_OVERRIDE_TRIM_DOMAINS", .glibc, "overrides that configuration"),
    Self("GCONV_PATH", .glibc, "names folders of code (character sets)"),
    Self("LOCPATH", .glibc, "names a folder of locales"),
    Self("NLSPATH", .glibc, "names files of messages"),
    Self("TZ", .glibc, "can name a file with a time zone; byok uses UTC"),
    Self("TZDIR", .glibc, "names a folder of time zones"),
  ]

  private static func isConsentGiven(in environment: Environment) -> Bool {
    environment.value(consent) == "1"
  }

  /// One that was taken out of the environment.
  private struct Taken {
    let name: String
    /// The address of its line, which lasts as long as the process.
    let line: UInt
  }

  private static let taken = Mutex<[Taken]>([])

  /// Takes them out of the environment of this process, which has no other thread yet.
  static func takeAll() {
    let obeysFIPS = isConsentGiven(in: .process)
    for variable in all where !(obeysFIPS && variable.isForFIPS) {
      guard let value = unsafe getenv(variable.name) else { continue }
      let line = UInt(bitPattern: value) - UInt(variable.name.utf8.count + 1)
      taken.withLock { $0.append(Taken(name: variable.name, line: line)) }
      unsafe unsetenv(variable.name)
    }
  }

  /// Hands each line that was taken to `body`, where the process was given it.
  static func forEachLine(_ body: (UnsafeMutablePointer<CChar>) -> Void) {
    for taken in taken.withLock(\.self) {
      if let line = unsafe UnsafeMutablePointer<CChar>(bitPattern: taken.line) {
        unsafe body(line)
      }
    }
  }

  /// Whether it is set, and has no effect.
  package func isIgnored(in environment: Environment) -> Bool {
    if environment.fixed == nil {
      return Self.taken.withLock { $0.contains { $0.name == name } }
    }
    return environment.contains(name) && !isObeyed(in: environment)
  }

  /// Whether it is set, and obeyed because the user wants that.
  package func isObeyed(in environment: Environment) -> Bool {
    isForFIPS && Self.isConsentGiven(in: environment) && environment.contains(name)
  }
}
