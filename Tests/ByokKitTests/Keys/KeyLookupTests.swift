import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

@Suite struct KeyLookupTests {
  private static let own = LookupCase.own
  private static let env = "the key in ACME_API_KEY | "
  private static let seal = "the sealed key acme/default | "

  static let found: [(LookupCase, String)] = [
    (.variable("variable") { _ in }, env + own + " | from-env"),
    (
      LookupCase("second variable") { $0.variables["ACME_KEY"] = "second" },
      "the key in ACME_KEY | " + own + " | second"
    ),
    (
      .variable("first of two variables") { $0.variables["ACME_KEY"] = "second" },
      env + own + " | from-env"
    ),
    (
      .variable("empty variable") {
        $0.variables = ["ACME_API_KEY": "", "ACME_KEY": "second"]
      }, "the key in ACME_KEY | " + own + " | second"
    ),
    (
      .variable("white space around") { $0.variables["ACME_API_KEY"] = " from-env\n" },
      env + own + " | from-env"
    ),
    (
      .variable("variable and its address") {
        $0.variables["ACME_BASE_URL"] = "https://gate.example/x/"
      }, env + "https://gate.example/x | from-env"
    ),
    (
      .variable("variable and this machine's address") {
        $0.variables["ACME_BASE_URL"] = "http://127.0.0.1:8080"
      }, env + "http://127.0.0.1:8080 | from-env"
    ),
    (
      .variable("variable, option of the same origin") {
        $0.option = "https://api.acme.example/v2"
      }, env + "https://api.acme.example/v2 | from-env"
    ),
    (
      .variable("variable, its address, option of the same origin") {
        $0.variables["ACME_BASE_URL"] = "https://gate.example/x"
        $0.option = "https://GATE.example:443/y"
      }, env + "https://gate.example/y | from-env"
    ),
    (
      .sealed("variable before keystore") { $0.variables["ACME_API_KEY"] = "from-env" },
      env + own + " | from-env"
    ),
    (.sealed("sealed") { _ in }, seal + own + " | sealed-default"),
    (
      .sealed("label before variable") {
        $0.variables["ACME_API_KEY"] = "from-env"
        $0.label = "default"
      }, seal + own + " | sealed-default"
    ),
    (
      .sealed("another label") {
        $0.sealed.append(("work", own))
        $0.label = "work"
      }, "the sealed key acme/work | " + own + " | sealed-work"
    ),
    (
      .sealed("default among several") { $0.sealed.append(("a", own)) },
      seal + own + " | sealed-default"
    ),
    (
      LookupCase("the only label") { $0.sealed = [("work", own)] },
      "the sealed key acme/work | " + own + " | sealed-work"
    ),
    (
      .sealed("the first among several") { $0.sealed = [("work", own), ("default", own)] },
      "the sealed key acme/work | " + own + " | sealed-work"
    ),
    (
      LookupCase("bound elsewhere, option") {
        $0.sealed = [("default", "https://gate.example:8443/v9")]
        $0.option = "https://gate.example:8443/v9"
      }, seal + "https://gate.example:8443/v9 | sealed-default"
    ),
    (
      LookupCase("bound elsewhere, variable's address") {
        $0.sealed = [("default", "https://gate.example:8443/v9")]
        $0.variables["ACME_BASE_URL"] = "https://gate.example:8443/v9"
      }, seal + "https://gate.example:8443/v9 | sealed-default"
    ),
    (
      .sealed("blank variables") {
        $0.variables = ["ACME_API_KEY": " ", "ACME_KEY": "\t\n", "ACME_BASE_URL": " "]
      }, seal + own + " | sealed-default"
    ),
    (
      .sealed("sealed, option of the same origin") {
        $0.option = "https://api.acme.example:443/v2"
      },
      seal + "https://api.acme.example/v2 | sealed-default"
    ),
    (
      .sealed("sealed, variable's address of the same origin") {
        $0.variables["ACME_BASE_URL"] = "https://api.acme.example/v3"
      }, seal + "https://api.acme.example/v3 | sealed-default"
    ),
    (
      .sealed("sealed, option before the variable's address") {
        $0.variables["ACME_BASE_URL"] = "https://elsewhere.example"
        $0.option = "https://api.acme.example/v2"
      }, seal + "https://api.acme.example/v2 | sealed-default"
    ),
    (
      LookupCase("none needed") { $0.worksWithoutKey = true }, "no key | " + own + " | "
    ),
    (
      LookupCase("none needed, elsewhere") {
        $0.worksWithoutKey = true
        $0.option = "https://gpu.example/v1"
      }, "no key | https://gpu.example/v1 | "
    ),
    (
      LookupCase("none on this machine") { $0.ownBase = "http://localhost:1234/v1" },
      "no key | http://localhost:1234/v1 | "
    ),
    (
      LookupCase("none, option on this machine") { $0.option = "http://[::1]:9" },
      "no key | http://[::1]:9 | "
    ),
    (
      LookupCase("none, variable's address on this machine") {
        $0.variables["ACME_BASE_URL"] = "http://127.9.9.9"
      }, "no key | http://127.9.9.9 | "
    ),
    (.plain("plain http, without a key") { _ in }, "no key | http://gpu.example:8000/v1 | "),
    (
      .plain("plain http by a variable, without a key") {
        $0.variables["ACME_BASE_URL"] = "http://other.example"
      }, "no key | http://other.example | "
    ),
    (
      .plain("plain http by the option, without a key") { $0.option = "http://gpu.example/v2" },
      "no key | http://gpu.example/v2 | "
    ),
  ]

  @Test(arguments: found)
  func `a key is found with the one address it may go to`(
    row: LookupCase, expected: String
  ) throws {
    #expect(try row.find() == expected)
  }

  /// Never another scheme, host or port.
  static let elsewhere = [
    "https://evil.example/v1", "https://api.acme.example:8443/v1", "https://acme.example/v1",
    "https://api.acme.example.evil.example/v1", "http://127.0.0.1/v1", "http://localhost:443",
    "https://api.acme.example:80/v1", "https://api-acme.example",
  ]

  @Test(arguments: elsewhere)
  func `no key goes to another origin`(url: String) {
    let cases = [
      LookupCase.sealed("sealed, option") { $0.option = url },
      .sealed("sealed, variable's address") { $0.variables["ACME_BASE_URL"] = url },
      .sealed("label, option") { ($0.label, $0.option) = ("default", url) },
      .sealed("label, variable's address") {
        $0.label = "default"
        $0.variables["ACME_BASE_URL"] = url
      },
      .variable("variable, option") { $0.option = url },
      .sealed("both, option") {
        $0.variables["ACME_API_KEY"] = "from-env"
        $0.option = url
      },
      .sealed("sealed to this machine") {
        $0.sealed = [("default", "http://127.0.0.1:1234/v1")]
        $0.option = url
      },
    ]
    for row in cases {
      let failure = row.failure()
      #expect(failure?.kind == .noKey, "\(row.testDescription)")
      #expect(failure?.message.hasSuffix("; nothing was sent") == true, "\(row.testDescription)")
      #expect(failure?.hints.count == 1, "\(row.testDescription)")
    }
  }

  static let missing: [(LookupCase, ByokError.Kind, String)] = [
    (LookupCase("nothing"), .noKey, "no key for Acme"),
    (
      LookupCase("nothing, option") { $0.option = "https://gate.example" }, .noKey,
      "no key for Acme"
    ),
    (
      LookupCase("a label that is not there") { $0.label = "work" }, .noKey,
      "there is no sealed key 'acme/work'"
    ),
    (
      .variable("a label that is not there, and a variable") { $0.label = "work" }, .noKey,
      "there is no sealed key 'acme/work'"
    ),
    (
      LookupCase("bound to another address than the configuration's") {
        $0.sealed = [("default", "https://gate.example:8443/v9")]
      }, .noKey,
      "the sealed key acme/default is for https://gate.example:8443 and is not sent to"
        + " https://api.acme.example; nothing was sent"
    ),
    (
      .plain("plain http, and a key that is sealed for another address") {
        $0.sealed = [("default", own)]
      }, .noKey,
      "the sealed key acme/default is for https://api.acme.example and is not sent to"
        + " http://gpu.example:8000; nothing was sent"
    ),
    (
      .variable("a key with a line break") { $0.variables["ACME_API_KEY"] = "a\r\nX: y" }, .usage,
      "the key from ACME_API_KEY holds a line break at character 2"
    ),
    (
      .variable("white space alone") { $0.variables["ACME_API_KEY"] = " " }, .noKey,
      "no key for Acme"
    ),
    (
      .variable("plain http elsewhere") { $0.option = "http://api.acme.example/v1" }, .usage,
      "--base-url is not a base URL that byok uses: plain http is allowed only for this machine"
    ),
    (
      .variable("plain http elsewhere, from the environment") {
        $0.variables["ACME_BASE_URL"] = "http://api.acme.example/v1"
      }, .usage,
      "ACME_BASE_URL is not a base URL that byok uses: plain http is allowed only for this machine"
    ),
    (
      .sealed("plain http elsewhere, for a sealed key") {
        $0.variables["ACME_BASE_URL"] = "http://api.acme.example/v1"
      }, .usage,
      "ACME_BASE_URL is not a base URL that byok uses: plain http is allowed only for this machine"
    ),
  ]

  @Test(arguments: missing)
  func `what is missing or wrong is told`(
    row: LookupCase, kind: ByokError.Kind, message: String
  ) {
    let failure = row.failure()
    #expect(failure?.kind == kind)
    #expect(failure?.message == message)
  }
}
