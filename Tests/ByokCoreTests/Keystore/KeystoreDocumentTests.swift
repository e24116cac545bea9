import Testing

@testable import ByokCore

@Suite struct KeystoreDocumentTests {
  @Test func `a text made by hand is read`() throws {
    let (document, covered, mac) = try KeystoreDocument.parse(StoreText.bytes(), path: "store")
    #expect(document.storeID == StoreText.zeros(22))
    #expect(document.sequence == 3)
    #expect(document.slots.map(\.number) == [1, 2])
    #expect(document.slots[0].method == .keyFile(id: "0123abcd", isBound: false))
    #expect(
      document.slots[1].method
        == .passphrase(operations: 3, kibibytes: 131_072, salt: [UInt8](repeating: 0, count: 16)))
    #expect(document.entries.map(\.name.text) == ["groq/default", "groq/work"])
    #expect(covered == StoreText.bytes().count - 44)
    #expect(mac == [UInt8](repeating: 0, count: 32))
  }

  @Test func `an entry's line is read field by field`() throws {
    let document = try KeystoreDocument.parse(StoreText.bytes(), path: "store").document
    let name = KeyName(provider: "groq", label: "work")
    let entry = try #require(document[name])
    #expect(entry.origins == ["https://api.groq.com", "http://127.0.0.1:8080"])
    #expect(entry.kind == "api-key")
    #expect(entry.created == Timestamp(seconds: 1_700_000_000))
    #expect(entry.updated == Timestamp(seconds: 1_700_000_001))
    #expect(entry.sealed == [UInt8](repeating: 0, count: 104))
    #expect(String(decoding: entry.line, as: UTF8.self) == StoreText.lines[6])
    let head = String(decoding: entry.head, as: UTF8.self)
    #expect(head + StoreText.sealed == StoreText.lines[6])
  }

  @Test(
    arguments: [
      DefectTable.lines, DefectTable.slots, DefectTable.names, DefectTable.origins,
      DefectTable.entries,
    ].joined())
  func `a defect is refused with line, column and rule`(defect: Defect) {
    let failure = StoreText.failure(defect.bytes)
    #expect(failure == defect.expected)
    #expect(failure?.kind == .damaged)
  }

  @Test func `the tables of defects are no fewer than planned`() {
    let count =
      DefectTable.lines.count + DefectTable.slots.count + DefectTable.names.count
      + DefectTable.origins.count + DefectTable.entries.count
    #expect(count >= 150)
  }

  @Test(arguments: ["5", "6", "10", "999999999999999999"])
  func `a newer version is told as such`(version: String) {
    var lines = StoreText.lines
    lines[0] = "byok-keystore \(version)"
    lines[3] = "slot of a form that nobody knows yet"
    #expect(StoreText.failure(StoreText.bytes(lines)) == .keystoreTooNew("store"))
  }

  @Test(arguments: [
    StoreText.key("a"), StoreText.key("0"), StoreText.key("a._-"),
    StoreText.key(String(repeating: "a", count: 64)),
    StoreText.key("a", String(repeating: "p", count: 64)), StoreText.key("a", "0-"),
    StoreText.key("a", kind: "oauth"), StoreText.key("a", kind: String(repeating: "k", count: 32)),
    StoreText.key("a", created: "0", updated: "0"),
    StoreText.key("a", created: "999999999999999999", updated: "1"),
    StoreText.key("a", "groq", "https://a.b:1"), StoreText.key("a", "groq", "https://a:65535"),
    StoreText.key("a", "groq", "http://localhost:1"), StoreText.key("a", "groq", "http://[::1]"),
    StoreText.key("a", "groq", "http://127.255.0.1"),
    StoreText.key("a", "groq", "https://10.0.0.1"),
    StoreText.key("a", "groq", "https://xn--bcher-kva.example"),
  ])
  func `what the grammar allows is written back byte for byte`(key: String) throws {
    try expectSame(StoreText.bytes(keys: [key]))
  }

  @Test(arguments: [
    "a", "0", "ci", "keyfile", "passphrase", "a._-", String(repeating: "a", count: 64),
  ])
  func `a slot's name is read and written back byte for byte`(name: String) throws {
    var lines = StoreText.lines
    lines[0] = "byok-keystore 2"
    lines[3] = StoreText.slot("1", name: name)
    try expectSame(StoreText.bytes(lines))
    let document = try KeystoreDocument.parse(StoreText.bytes(lines), path: "store").document
    #expect(document.slots.map(\.title) == [.init(1, name: name), .init(2)])
    #expect(document.slots[0].method == .keyFile(id: "0123abcd", isBound: false))
    let head = "slot 1 keyfile 0123abcd \(name) \(StoreText.zeros(22)) "
    #expect(String(decoding: document.slots[0].head, as: UTF8.self) == head)
  }

  @Test func `a store without keys or with eight slots is written back byte for byte`() throws {
    try expectSame(StoreText.bytes(keys: []))
    let slots = (1...4).map { StoreText.slot("\($0)") } + (5...8).map { StoreText.passphrase($0) }
    try expectSame(StoreText.bytes(StoreText.lines(slots: slots)))
    let sparse = ["3", "17", "999999999999999999"].map { StoreText.slot($0) }
    try expectSame(StoreText.bytes(StoreText.lines(slots: sparse)))
  }

  @Test(arguments: [("1", "8192"), ("10", "1048576"), ("9", "8193")])
  func `the limits of stretching are within the grammar`(passes: String, memory: String) throws {
    var lines = StoreText.lines
    lines[4] = StoreText.passphrase(2, passes, memory)
    try expectSame(StoreText.bytes(lines))
  }

  private func expectSame(_ bytes: [UInt8]) throws {
    let (document, covered, mac) = try KeystoreDocument.parse(bytes, path: "store")
    let written = document.authenticated
    #expect(covered == written.count)
    #expect(written + Array((Base64.encode(mac) + "\n").utf8) == bytes)
  }

  /// Every edit of one byte either breaks a rule or is another text that is written back the same.
  @Test func `no single changed byte parses to a text that is written differently`() throws {
    let original = StoreText.bytes()
    var accepted = 0
    for index in original.indices {
      for byte in Array("\n\r\t \0+-_,.:/0129aAzZ\u{7F}".utf8) + [0x80, 0xFF]
      where byte != original[index] {
        var bytes = original
        bytes[index] = byte
        guard let parsed = try? KeystoreDocument.parse(bytes, path: "store") else { continue }
        accepted += 1
        let written =
          parsed.document.authenticated + Array((Base64.encode(parsed.mac) + "\n").utf8)
        let isSame = written == bytes
        #expect(isSame, "byte \(byte) at \(index)")
      }
    }
    #expect(accepted > 1000)
  }

  @Test func `setting an entry keeps the order and replaces the one of its name`() throws {
    var document = KeystoreDocument(storeID: StoreText.zeros(22), slots: [])
    for (label, provider) in [
      ("b", "groq"), ("default", "openai"), ("a", "groq"), ("z", "anthropic"), ("a-b", "groq"),
    ] {
      document.set(try entry(StoreText.key(label, provider)))
    }
    let replacement = try entry(StoreText.key("a", "groq", kind: "other"))
    document.set(replacement)
    #expect(
      document.entries.map(\.name.text) == [
        "anthropic/z", "groq/a", "groq/a-b", "groq/b", "openai/default",
      ])
    #expect(document[replacement.name] == replacement)
    document.remove(replacement.name)
    #expect(document[replacement.name] == nil)
    #expect(document.entries.count == 4)
  }

  private func entry(_ line: String) throws -> KeyEntry {
    try KeyEntry(line: Array(line.utf8)[...])
  }
}

@Suite struct KeystoreLimitTests {
  @Test func `ten thousand keys are read, and one more is not`() {
    let keys = (10_001...20_001).map { StoreText.key("k\($0)") }
    #expect(StoreText.failure(StoreText.bytes(keys: Array(keys.dropLast()))) == nil)
    #expect(
      StoreText.failure(StoreText.bytes(keys: keys))
        == .keystoreSyntax(
          "store", line: 10_006, flaw: KeystoreFlaw(column: 1, rule: "more than 10000 keys")))
  }

  @Test func `a line may have 96 KiB and no more`() throws {
    // Of sealed texts of 64 · n + 40 bytes, none makes the line just 96 KiB long: two origins do.
    let sealed = StoreText.zeros(Base64.characterCount(forBytes: 64 * 1148 + 40))
    let short = StoreText.lines[5].replacing(StoreText.sealed, with: sealed)
    let missing = (96 << 10) - short.utf8.count
    let longest = short.replacing(
      " groq ", with: " groq https://\(StoreText.zeros(missing - 9).lowercased().chunkedHost),")
    #expect(longest.utf8.count == 96 << 10)
    #expect(StoreText.failure(StoreText.bytes(keys: [longest])) == nil)
    let longer = longest.replacing(" groq ", with: " groqq ")
    #expect(
      StoreText.failure(StoreText.bytes(keys: [longer]))
        == .keystoreSyntax(
          "store", line: 6, flaw: KeystoreFlaw(column: 1, rule: "the line is too long")))
  }
}

extension String {
  /// The same number of characters with a dot among them often enough for a host's name.
  fileprivate var chunkedHost: String {
    String(enumerated().map { $0.offset % 60 == 30 ? "." : $0.element })
  }
}
