import ByokTestSupport
import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

@Suite struct KeyBindingTests {
  @Test func `a key of a built-in provider may be bound elsewhere`() throws {
    let provider = try #require(Provider.builtIn.first { $0.id == "groq" })
    let store = try StoreFixture()
    try store.add("groq/gate", "gsk_0123456789abcdefghij", base: "https://gate.example/v1")
    let key = try KeyLookup(
      environment: store.environment, keystore: store.access, defaults: DefaultKey()
    ).find(for: provider, label: nil, baseURL: nil)
    #expect(key.base.text == "https://gate.example/v1")
  }

  @Test func `no key goes over plain http to another machine`() {
    let own = "http://gpu.example:8000"
    let refused = { (origin: String) in
      "the key in ACME_API_KEY is not sent to \(origin): a key is sent over plain http only to this"
        + " machine; nothing was sent"
    }
    let cases: [(LookupCase, ByokError.Kind, String)] = [
      (.plain("variable") { $0.variables["ACME_API_KEY"] = "k" }, .noKey, refused(own)),
      (
        .plain("variable, its address") {
          $0.ownBase = LookupCase.own
          $0.variables = ["ACME_API_KEY": "k", "ACME_BASE_URL": "http://other.example"]
        }, .noKey, refused("http://other.example")
      ),
      (
        .plain("variable, option") {
          $0.ownBase = LookupCase.own
          $0.variables["ACME_API_KEY"] = "k"
          $0.option = "http://other.example"
        }, .noKey,
        "the key in ACME_API_KEY is for https://api.acme.example and is not sent to"
          + " http://other.example; nothing was sent"
      ),
      (
        .plain("sealed, option") {
          $0.sealed = [("default", LookupCase.own)]
          $0.option = "http://api.acme.example/v1"
        }, .noKey,
        "the sealed key acme/default is for https://api.acme.example and is not sent to"
          + " http://api.acme.example; nothing was sent"
      ),
      (
        .plain("sealed, variable's address") {
          $0.sealed = [("default", LookupCase.own)]
          $0.variables["ACME_BASE_URL"] = own
        }, .usage,
        "ACME_BASE_URL is not a base URL that byok uses: plain http is allowed only for this machine"
      ),
    ]
    for (row, kind, message) in cases {
      let failure = row.failure()
      #expect(failure?.kind == kind, "\(row.testDescription)")
      #expect(failure?.message == message, "\(row.testDescription)")
    }
  }
}
