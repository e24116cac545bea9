import ByokKitTestSupport
import ByokTestSupport
import Foundation
import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct BrokerPlanTests {
  private func route(_ id: String, _ key: String, _ source: KeySource) throws -> BrokerRoute {
    let provider = try ProviderList(Configuration()).find(id)
    let chosen = ChosenKey(
      secret: try Secret(copying: Array(key.utf8).span), source: source, base: try provider.base())
    return try BrokerRoute(provider, chosen, FakeTransport([]))
  }

  @Test func `a plan is read as it was written`() throws {
    let token = try BrokerToken.make()
    let text = token.withBytes { String(decoding: Array(copying: $0), as: UTF8.self) }
    let digest = token.withBytes { TokenDigest(of: $0) }
    var limits = BrokerLimits()
    (limits.maxCost, limits.maxRequests, limits.models) = (Dollars(amount: 1.5), 7, ["a*", "b"])
    (limits.perMinute, limits.parallel, limits.expiry) = (60, 4, 1_800_000_000.5)
    limits.allowsFiles = true
    let routes = [
      try route("openai", "key-one", .keystore(KeyName(provider: "openai", label: "work"))),
      try route("ollama", "", .notNeeded),
      try route("anthropic", "key-two", .environment(variable: "ANTHROPIC_API_KEY")),
    ]
    var plan = BrokerPlan(KnownToken(name: "exec", digest: digest, limits: limits), routes)
    plan.isVerbose = true
    let session = Session(
      console: .silent, environment: Environment([:]), clock: .system, transport: FakeTransport([]))
    let content = try plan.content(session.keystore.memory)
    let written = content.withBytes { String(decoding: Array(copying: $0), as: UTF8.self) }
    #expect(!written.contains(text))
    let read = try BrokerPlan(content, session, Configuration())
    #expect(read.token == plan.token)
    #expect(read.isVerbose && !read.hasSummary)
    #expect(read.routes.map(\.source) == routes.map(\.source))
    #expect(read.routes.map(\.base) == routes.map(\.base))
    var keys: [String] = []
    for route in read.routes {
      route.withKey { keys.append(String(decoding: Array(copying: $0), as: UTF8.self)) }
    }
    #expect(keys == ["key-one", "", "key-two"])
  }

  @Test func `what is no plan is refused`() throws {
    let session = Session(
      console: .silent, environment: Environment([:]), clock: .system, transport: FakeTransport([]))
    let all = #"00000045{"name":"a","digest":"","limits":{},"routes":[]}"#
    for text in ["", "a", "00000001", "99999999{}", "00000002{}", "-0000001{}", all] {
      let content = try Secret(copying: Array(text.utf8).span)
      #expect(throws: ByokError.self) {
        try BrokerPlan(content, session, Configuration())
      }
    }
  }

  @Test func `tokens are new each time, and told by a digest`() throws {
    var seen: Set<String> = []
    for _ in 0..<100 {
      let token = try BrokerToken.make()
      let text = token.withBytes { String(decoding: Array(copying: $0), as: UTF8.self) }
      #expect(text.hasPrefix("byok_") && text.utf8.count == 48)
      let letters = text.utf8.dropFirst(5)
      #expect(
        letters.allSatisfy { byte in
          ASCII.isLetter(byte) || ASCII.isDigit(byte) || "-_".utf8.contains(byte)
        })
      #expect(seen.insert(text).inserted)
      let digest = TokenDigest(of: Array(text.utf8).span)
      #expect(TokenDigest(text: digest.text) == digest)
      #expect(TokenDigest(of: Array(text.dropLast().utf8).span) != digest)
    }
    for text in ["", "a", "zz", String(repeating: "a", count: 62)] {
      #expect(TokenDigest(text: text) == nil)
    }
  }

  @Test func `variables hold the token and the address in every spelling`() throws {
    let fixture = try StoreFixture(holding: [
      "openai/default": "sk-0123456789abcdefghij", "groq/default": "gsk_0123456789abcdefghij",
    ])
    try fixture.add("anthropic/default", "sk-ant-0123456789", base: "https://api.anthropic.com/v1")
    try fixture.add("groq/two", "gsk_1123456789abcdefghij", base: "https://api.groq.com/openai/v1")
    var session = Session(
      console: .silent,
      environment: Environment([
        "BYOK_HOME": fixture.folder.path, "NO_PROXY": "example.com",
        "COPY": "x sk-0123456789abcdefghij",
      ]), clock: .system, transport: FakeTransport([]))
    session.takesSignals = false
    let lookup = KeyLookup(
      environment: session.environment, keystore: fixture.access,
      defaults: DefaultKey(Configuration()))
    var brokered = BrokeredKeys(lookup, Configuration(), session)
    for name in ["openai", "anthropic", "groq/two"] {
      try brokered.add(try #require(KeyReference(argument: name)))
    }
    let addresses = try brokered.addresses(at: "http://127.0.0.1:9")
    let lines = Dictionary(uniqueKeysWithValues: addresses.map { ($0.name, $0.value) })
    #expect(lines["OPENAI_BASE_URL"] == "http://127.0.0.1:9/openai/v1")
    #expect(lines["OPENAI_API_BASE"] == "http://127.0.0.1:9/openai/v1")
    #expect(lines["OPENAI_API_BASE_URL"] == "http://127.0.0.1:9/openai/v1")
    #expect(lines["ANTHROPIC_BASE_URL"] == "http://127.0.0.1:9/anthropic")
    #expect(lines["ANTHROPIC_API_URL"] == "http://127.0.0.1:9/anthropic")
    #expect(lines["ANTHROPIC_API_BASE"] == "http://127.0.0.1:9/anthropic")
    #expect(lines["GROQ_BASE_URL"] == "http://127.0.0.1:9/groq")
    #expect(lines["GROQ_API_BASE"] == "http://127.0.0.1:9/groq/openai/v1")
    #expect(lines["BYOK_BROKER"] == "http://127.0.0.1:9")
    #expect(lines["NO_PROXY"] == "example.com,127.0.0.1,localhost,::1")
    #expect(lines["no_proxy"] == "127.0.0.1,localhost,::1")
    #expect(brokered.tokenVariables == ["OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GROQ_API_KEY"])
    #expect(brokered.copies == ["COPY"])
    let withheld = try brokered.withheld(isOnly: false)
    for name in ["OPENAI_API_KEY=", "ANTHROPIC_AUTH_TOKEN=", "COPY=", "BYOK_PASSPHRASE"] {
      #expect(withheld.contains(name))
    }
    #expect(!withheld.contains("MISTRAL_API_KEY="))
    #expect(try brokered.withheld(isOnly: true).contains("MISTRAL_API_KEY="))
    #expect(throws: ByokError.self) {
      try brokered.add(try #require(KeyReference(argument: "openai/work")))
    }
    #expect(throws: ByokError.self) {
      try brokered.add(try #require(KeyReference(argument: "gemini-cli")))
    }
  }
}
