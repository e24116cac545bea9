import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

@Suite struct ExportedKeysTests {
  @Test(arguments: [
    ("KEY=openai", "KEY", "openai", nil), ("_k9=openai/work", "_k9", "openai", "work"),
    ("a=x/y", "a", "x", "y"),
  ])
  func `a variable of one's own is named before its key`(
    _ word: String, _ variable: String, _ provider: String, _ label: String?
  ) throws {
    let assignment = try #require(KeyAssignment(argument: word))
    #expect(assignment.variable == variable)
    #expect(assignment.key.provider == provider)
    #expect(assignment.key.label == label)
  }

  @Test(arguments: [
    "", "=", "KEY", "KEY=", "=openai", "9K=openai", "K-Y=openai", "KÄY=openai", "K Y=openai",
    "KEY=openai/", "KEY=openai/a/b", "KEY=Open AI", "KEY=sk-0123456789abcdef",
  ])
  func `other words are refused`(_ word: String) {
    #expect(KeyAssignment(argument: word) == nil)
  }

  private static func exported(
    _ store: StoreFixture, _ add: (inout ExportedKeys) throws -> Void
  ) throws -> ExportedKeys {
    var exported = ExportedKeys(
      KeyLookup(environment: store.environment, keystore: store.access, defaults: DefaultKey()),
      ProviderList(Configuration()), Console())
    try add(&exported)
    return exported
  }

  @Test func `of several providers with one variable, its owner is given`() throws {
    let store = try StoreFixture()
    try store.add("zai-coding/default", "coding-0123456789", base: "https://api.z.ai/api/coding")
    let alone = try Self.exported(store) { try $0.addAll() }
    #expect(alone.lines.map(\.name) == ["ZAI_API_KEY", "ZAI_CODING_BASE_URL"])
    try store.add("zai/default", "global-0123456789", base: "https://api.z.ai/api/paas/v4")
    let both = try Self.exported(store) { try $0.addAll() }
    #expect(both.lines.map(\.name) == ["ZAI_API_KEY"])
    var kind: ByokError.Kind?
    do {
      _ = try Self.exported(store) {
        for id in ["zai", "zai-coding"] { try $0.add(try #require(KeyReference(argument: id))) }
      }
    } catch let error as ByokError {
      kind = error.kind
    }
    #expect(kind == .usage)
  }

  @Test func `all keys but those kept are withheld on demand`() throws {
    let store = try StoreFixture(["GROQ_API_KEY": "gsk_1", "XAI_API_KEY": "xai-1"])
    let exported = try Self.exported(store) {
      try $0.add(try #require(KeyReference(argument: "groq")))
    }
    #expect(exported.lines.isEmpty)
    #expect(!exported.withheld(isOnly: false).contains("XAI_API_KEY="))
    let withheld = exported.withheld(isOnly: true)
    #expect(withheld.contains("XAI_API_KEY=") && withheld.contains("OPENAI_API_KEY="))
    #expect(!withheld.contains("GROQ_API_KEY="))
    #expect(withheld.contains("BYOK_PASSPHRASE"))
  }

  @Test func `without any key there is nothing to give`() throws {
    #expect(throws: ByokError(.noKey, "no keys yet", hint: "byok keys add openai")) {
      try Self.exported(try StoreFixture()) { try $0.addAll() }
    }
  }
}
