import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

/// A provider, what the environment and the keystore hold for it, and what a command asks for.
struct LookupCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  var variables: [String: String] = [:]
  /// Labels, secrets and addresses of the sealed keys.
  var sealed: [(label: String, base: String)] = []
  var label: String?
  var option: String?
  var ownBase = "https://api.acme.example/v1"
  var worksWithoutKey = false
  var allowsHTTP = false

  init(_ name: String, _ change: (inout LookupCase) -> Void = { _ in }) {
    testDescription = name
    change(&self)
  }

  static let own = "https://api.acme.example/v1"

  /// What is found: `SOURCE BASE SECRET`.
  func find() throws(ByokError) -> String {
    let store: StoreFixture
    do {
      store = try StoreFixture(variables)
      for key in sealed {
        try store.add("acme/\(key.label)", "sealed-\(key.label)", base: key.base)
      }
    } catch {
      throw ByokError(.failure, "the test is wrong: \(error)")
    }
    var provider = Provider(id: "acme", name: "Acme", baseURL: ownBase, dialect: OpenAIChat.self)
    provider.keyVariables = ["ACME_API_KEY", "ACME_KEY"]
    provider.worksWithoutKey = worksWithoutKey
    provider.allowsHTTP = allowsHTTP
    let lookup = KeyLookup(
      environment: store.environment, keystore: store.access, defaults: DefaultKey())
    let key = try lookup.find(for: provider, label: label, baseURL: option)
    let secret = StoreFixture.text(key.secret)
    return [key.source.text, key.base.text, secret].joined(separator: " | ")
  }

  /// What finding fails with.
  func failure() -> ByokError? {
    do throws(ByokError) {
      _ = try find()
      return nil
    } catch {
      return error
    }
  }

  /// A case with a sealed key of its own address.
  static func sealed(_ name: String, _ change: (inout LookupCase) -> Void) -> LookupCase {
    LookupCase(name) {
      $0.sealed = [("default", own)]
      change(&$0)
    }
  }

  /// A case of a provider that may be asked over plain `http`.
  static func plain(_ name: String, _ change: (inout LookupCase) -> Void) -> LookupCase {
    LookupCase(name) {
      ($0.ownBase, $0.worksWithoutKey, $0.allowsHTTP) = ("http://gpu.example:8000/v1", true, true)
      change(&$0)
    }
  }

  /// A case with a key in the environment.
  static func variable(_ name: String, _ change: (inout LookupCase) -> Void) -> LookupCase {
    LookupCase(name) {
      $0.variables["ACME_API_KEY"] = "from-env"
      change(&$0)
    }
  }
}
