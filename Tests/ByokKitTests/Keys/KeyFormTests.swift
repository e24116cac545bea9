import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

@Suite struct KeyFormTests {
  private func flaw(_ text: String) -> KeyForm? { KeyForm.flaw(of: Array(text.utf8).span) }

  @Test(arguments: [
    ("op://vault/item/field", KeyForm.reference), ("${OPENAI_API_KEY}", .reference),
    ("$OPENAI_API_KEY", .reference), ("$env:OPENAI_API_KEY", .reference),
    ("%OPENAI_API_KEY%", .reference),
    ("$(pass_show_openai)", .reference), ("sk-${SUFFIX}", .reference), ("{{secret}}", .reference),
    ("vault:secret/data/x#key", .reference),
    ("arn:aws:secretsmanager:eu-west-1:1:secret:x", .reference),
    ("ref+awsssm://x", .reference), ("os.environ/OPENAI_API_KEY", .reference),
    ("~/.keys/openai", .reference),
    ("ENC[AES256_GCM,data:q83vZ2k=]", .ciphertext), ("encrypted:BJ6zR0mVw1Qk8t", .ciphertext),
    ("vault:v1:8SDd3WHDOjf7mq69CyCqYjBXAiQQAVZRkFM13ok481zoCmHnSeDX9vyf2w==", .ciphertext),
    ("your_api_key_here", .placeholder), ("<your-key>", .placeholder),
    ("YOUR-OPENAI-API-KEY", .placeholder),
    ("changeme", .placeholder), ("null", .placeholder), ("None", .placeholder),
    ("xxx", .placeholder),
    ("undefined", .placeholder), ("sk-...", .placeholder), ("sk-0123****cdef", .placeholder),
    ("sk-ant-xxx", .placeholder), ("sk-xxxxxxxxxxxx", .placeholder), ("REPLACE_ME", .placeholder),
    ("'sk-0123456789'", .quoted), ("\"sk-0123456789\"", .quoted), ("`sk-0123456789`", .quoted),
    ("\"sk-0123456789", .quoted), ("OPENAI_API_KEY=sk-0123456789", .assignment),
    ("openai-api-key=sk-0123456789", .assignment), ("export OPENAI_API_KEY=sk-012", .assignment),
    ("Bearer sk-0123456789", .header), ("authorization: Bearer sk-0123456789", .header),
    ("x-api-key: sk-0123456789", .header), (" \n'sk-0123456789'\n", .quoted),
    ("https://api.openai.com/v1", .address),
    ("{\"access_token\":\"x\"}", .json), ("[1]", .json),
  ])
  func `what is no key is told by its form`(text: String, form: KeyForm) {
    #expect(flaw(text) == form)
  }

  @Test(arguments: [
    "", "x", "hello", "Zx9$w:Qe==Rt7-yU3/iO1+pA5", "sk-proj-Qm4Zt81LkXw05nBvC7yRaEjh", "EMPTY",
    "lm-studio",
    "sk-1234", "$", "a$b", "$a!b", "ABSKQmVkcm9ja0FQSUtleS1hYmM=", "MTIzNDU2Nzg5MA==", "not-needed",
    "key=", "abc=defghijk", "AQ.Ab8RN6_x-y", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
  ])
  func `what may be a key is let pass`(text: String) {
    #expect(flaw(text) == nil)
  }

  /// A key of each pattern of the table.
  private static let samples = Provider.builtIn.flatMap { provider in
    provider.keyPatterns.map { (provider.id, $0.sample) }
  }

  @Test(arguments: samples)
  func `no key of a provider is taken for something else`(id: String, key: String) throws {
    #expect(flaw(key) == nil)
    let provider = try ProviderList(Configuration()).find(id)
    let secret = try StoreFixture.secret(key)
    #expect(KeyScreening(provider).refusal(of: secret, from: "a test") == nil)
    #expect(KeyScreening(provider).otherOwner(of: secret) == nil)
    #expect(KeyScreening(provider).note(on: secret) == nil)
  }

  @Test(arguments: samples)
  func `no key that tells its provider is claimed by another`(id: String, key: String) throws {
    let owners = KeyGuess.certainOwners(of: Array(key.utf8).span).map(\.id)
    #expect(owners.isEmpty || owners == [id])
  }

  @Test(arguments: ForeignKey.all)
  func `a secret of another sort is nobody's key`(row: ForeignKey) throws {
    let key = row.prefix + "0123456789abcdefghijklmnopqrstuvwxyz"
    let found = ForeignKey.matching(Array(key.utf8).span)
    #expect(found?.prefix == row.prefix)
    #expect(KeyGuess.candidates(for: Array(key.utf8).span).isEmpty)
    #expect(KeyGuess.candidates(for: Array(key.utf8).span, byBeginning: true).isEmpty)
    let failure = try #require(throws: ByokError.self) {
      _ = try KeyGuess.owner(of: try StoreFixture.secret(key))
    }
    #expect(failure.message.hasSuffix(row.name))
    #expect(ForeignKey.matching(Array(row.prefix.utf8).span) == nil)
  }

  @Test(arguments: [
    ("openai", "sk-admin-0123456789abcdefghij", "an admin key of OpenAI"),
    (
      "anthropic", "sk-ant-oat01-0123456789abcdefghij",
      "an OAuth token of Claude Code, not an API key"
    ),
    ("openai", "sk-lf-0123456789abcdefghij", "a key of Langfuse"),
  ])
  func `another sort is refused unless it is forced`(id: String, key: String, name: String) throws {
    let provider = try ProviderList(Configuration()).find(id)
    let secret = try StoreFixture.secret(key)
    let refusal = KeyScreening(provider).refusal(of: secret, from: "'k'")
    #expect(refusal?.message == "the key from 'k' looks like \(name)")
    #expect(refusal?.kind == .usage)
    #expect(KeyScreening(provider, isForced: true).refusal(of: secret, from: "'k'") == nil)
    #expect(KeyScreening(provider, takesAny: true).refusal(of: secret, from: "'k'") == nil)
  }

  @Test func `a provider of the user's own takes any key`() throws {
    let own = Provider(id: "mine", name: "Mine", baseURL: "https://a.b", dialect: OpenAIChat.self)
    let secret = try StoreFixture.secret("gsk_" + String(repeating: "0a", count: 26))
    #expect(KeyScreening(own).otherOwner(of: secret) == nil)
    #expect(KeyScreening(own).note(on: secret) == nil)
    let reference = try StoreFixture.secret("op://a/b/c")
    #expect(KeyScreening(own).refusal(of: reference, from: "'k'")?.kind == .usage)
  }

  @Test func `a key that begins otherwise is noted`() throws {
    let openai = try ProviderList(Configuration()).find("openai")
    let note = KeyScreening(openai).note(on: try StoreFixture.secret("hello"))
    #expect(note?.hasPrefix("keys of OpenAI usually begin with sk-") == true)
  }

  @Test func `a refusal never quotes`() throws {
    let openai = try ProviderList(Configuration()).find("openai")
    for text in [
      "op://canary/canary/x", "'sk-canary'", "OPENAI_API_KEY=canary", "sk-admin-canary-canary",
    ] {
      let refusal = KeyScreening(openai).refusal(of: try StoreFixture.secret(text), from: "'k'")
      #expect(refusal != nil && !"\(String(describing: refusal))".contains("canary"))
    }
  }
}

extension KeyPattern {
  /// The shortest key that looks like this.
  var sample: String {
    prefix
      + runs.map { run in
        String(String(repeating: "0a", count: 64).prefix(run.count.lowerBound))
      }.joined(separator: separator)
  }
}
