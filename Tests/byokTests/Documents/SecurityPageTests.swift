import Testing

@testable import ByokCore
@testable import ByokKit
@testable import byok

@Suite struct SecurityPageTests {
  private static let words = ManualPageWords("security.7")

  @Test func `the page has the limits that the network enforces`() throws {
    for limit in [
      "Connecting \(Figures.duration(CurlTransfer.connectTimeout)),",
      "Until the first byte \(Figures.duration(CurlTransfer.firstByteTimeout)).",
      "Silence after that \(Figures.duration(CurlTransfer.idleTimeout)).",
      "Header \(Figures.size(CurlTransfer.headLimit)),",
      "\(CurlTransfer.interimLimit) interim",
      "Stream \(Figures.size(EventStreamParser.lineLimit)) per line,",
      "Reply \(Figures.size(ReplyReceiver.wholeLimit)) without streaming",
      "up to \(WebFetch.redirectLimit) redirects",
      "at most \(Figures.duration(SecretCommand.patience))",
    ] {
      #expect(try Self.words.contain(limit), "\(limit)")
    }
  }

  @Test func `the page has the variables that children do not get`() throws {
    #expect(
      SecretCommand.withheldVariables
        == ["BYOK_PASSPHRASE", "BYOK_UNLOCK_FILE=", "CREDENTIALS_DIRECTORY="])
    #expect(
      try Self.words.contain(
        "They do not get BYOK_PASSPHRASE or variables that begin with it, BYOK_UNLOCK_FILE,"
          + " CREDENTIALS_DIRECTORY."))
  }

  @Test func `the page has the variables that are ignored, and the one that changes that`() throws {
    for variable in LibraryVariable.all {
      #expect(try Self.words.contain("\(variable.name) \(variable.effect)"), "\(variable.name)")
    }
    #expect(
      try Self.words.contain(
        "set BYOK_OPENSSL_CONF=1: OPENSSL_CONF, OPENSSL_CONF_INCLUDE, OPENSSL_MODULES are then"
          + " obeyed."))
    #expect(try ManualPageWords("byok.1").contain("BYOK_OPENSSL_CONF If 1, OPENSSL_CONF is used,"))
  }

  @Test func `SSL_CERT_FILE replaces the system's authorities, says each page that names it`()
    throws
  {
    #expect(
      try Self.words.contain(
        "SSL_CERT_FILE names a file of authorities that replace those of the system."))
    #expect(
      try ManualPageWords("byok.1").contain(
        "SSL_CERT_FILE A file of certificate authorities that replaces the system's; ignored"))
    for page in Manual(CommandTable.index).pages where page.text.contains("SSL_CERT_FILE") {
      #expect(["byok", "byok-security"].contains(page.name))
    }
  }

  @Test func `pages of rules are in section 7, and every page names them`() throws {
    let page = try #require(Manual(CommandTable.index).page("security"))
    #expect(page.fileName == "byok-security.7")
    #expect(page.roff.contains("\n.TH BYOK-SECURITY 7 "))
    #expect(page.roff.contains("\"Miscellaneous\"\n"))
    for page in Manual(CommandTable.index).pages where page.section == 1 {
      #expect(page.text.contains("byok-security(7)"), "\(page.name)")
    }
  }
}
