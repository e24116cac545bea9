import ByokTestSupport
import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

@Suite struct LastChecksTests {
  private let store: StoreFixture

  init() throws {
    store = try StoreFixture()
  }

  private func inventory() -> KeyInventory {
    KeyInventory(
      environment: store.environment, keystore: store.access, defaults: DefaultKey(),
      providers: ProviderList(Configuration()))
  }

  private func keep(_ key: KeyFacts, _ verdict: KeyVerdict = .valid) throws {
    try LastChecks.keep(
      [
        KeyCheckResult(
          key: key, finding: KeyFinding(verdict), milliseconds: 1,
          checkedAt: Timestamp(seconds: 1_800_000_000))
      ], store.locations, clock: store.clock.clock)
  }

  private func environmentKey(
    _ identity: String = "0123456789abcdef", at base: String = "https://a.example/token/v1"
  ) -> KeyFacts {
    KeyFacts(
      provider: "openai", label: nil, source: .environment, variable: "OPENAI_API_KEY",
      baseURL: base, kind: "api-key", fingerprint: nil, lastFour: nil, identity: identity)
  }

  private func put(_ bytes: [UInt8], at path: FilePath) throws {
    guard let folder = try PrivateDirectory.open(holding: path, create: true) else {
      throw SupportFailure("there is no folder for \(path.text)")
    }
    _ = try AtomicFile.replace(path, in: folder, with: bytes.span)
  }

  private func text() throws -> String {
    let bytes = try PrivateDirectory.read(
      store.locations.lastChecks(), privacy: .ownerOnly, limit: 1 << 20)
    return String(decoding: try #require(bytes), as: UTF8.self)
  }

  @Test func `a sealed key is known by its entry's id, which a new key changes`() throws {
    try store.add("openai/weak", "hunter2", at: 1_700_000_000)
    let inventory = inventory()
    let facts = try #require(try inventory.facts().first)
    #expect(facts.fingerprint == nil, "a short key is not to be guessed from what is shown")
    try keep(facts, .rejected)
    #expect(LastChecks.read(store.locations)[facts]?.verdict == .rejected)
    let digest = Sealing.fingerprint(of: try StoreFixture.secret("hunter2"))
    #expect(try !text().contains(digest))
    // Within the same second.
    try store.add("openai/weak", "hunter3", at: 1_700_000_000)
    let other = try #require(try inventory.facts().first)
    #expect(LastChecks.read(store.locations)[other] == nil)
  }

  @Test func `a key of the environment is known by a digest of this machine's`() throws {
    let key = environmentKey()
    try keep(key)
    #expect(LastChecks.read(store.locations)[key]?.verdict == .valid)
    let text = try text()
    #expect(text.hasPrefix("byok-checks 2\nopenai OPENAI_API_KEY environment "))
    #expect(!text.contains("0123456789abcdef"))
    #expect(!text.contains("token"))
    let last = LastChecks.read(store.locations)
    #expect(last[environmentKey("fedcba9876543210")] == nil)
    #expect(last[environmentKey(at: "https://a.example/other/v1")] == nil)
  }

  @Test func `another machine knows nothing of it`() throws {
    try keep(environmentKey())
    let path = try store.locations.machineKey()
    try put([UInt8](repeating: 7, count: 32), at: path)
    #expect(LastChecks.read(store.locations)[environmentKey()] == nil)
  }

  @Test(arguments: [[], [1, 2, 3], [UInt8](repeating: 0, count: 33)])
  func `a key of the machine that is none is made anew`(content: [UInt8]) throws {
    let path = try store.locations.machineKey()
    try put(content, at: path)
    try keep(environmentKey())
    #expect(LastChecks.read(store.locations)[environmentKey()]?.verdict == .valid)
    let bytes = try PrivateDirectory.read(path, privacy: .ownerOnly, limit: 64)
    #expect(bytes?.count == 32)
  }

  @Test func `the file of an older byok, which had digests of keys, is emptied`() throws {
    let path = try store.locations.lastChecks()
    let old = "byok-checks 1\nopenai weak keystore 0123456789abcdef valid 1800000000 {}\n"
    try put(Array(old.utf8), at: path)
    _ = LastChecks.read(store.locations)
    #expect(try text() == "byok-checks 2\n")
  }
}
