import ByokTestSupport
import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

@Suite struct LastUsesTests {
  private let folder: TemporaryFolder
  private let log: UsageLog

  init() throws {
    folder = try TemporaryFolder()
    log = UsageLog(path: FilePath(folder.path("usage.jsonl")))
  }

  private func append(_ key: String?, _ time: String, provider: String = "openai") throws {
    try log.append(
      UsageLog.Record(
        time: time, provider: provider, model: "a \"quoted\" {\"provider\":\"x\"} m", key: key,
        inputTokens: 1, outputTokens: nil, cost: 0.5, status: 0, milliseconds: 17))
  }

  private func time(_ key: String, of provider: String = "openai") -> String? {
    let key = LastUses.Key(provider: provider, name: key)
    return LastUses(log, of: [key]).time(of: key)
  }

  @Test func `the latest time of each key counts`() throws {
    try append("work", "2026-11-23T07:35:13Z")
    try append("work", "2026-11-23T09:00:00Z")
    try append("work", "2026-11-23T08:00:00Z")
    try append("work", "2027-01-01T00:00:00Z", provider: "groq")
    try append(nil, "2028-01-01T00:00:00Z")
    try append("OPENAI_API_KEY", "2026-11-24T00:00:00Z")
    #expect(time("work") == "2026-11-23T09:00:00Z")
    #expect(time("work", of: "groq") == "2027-01-01T00:00:00Z")
    #expect(time("OPENAI_API_KEY") == "2026-11-24T00:00:00Z")
    #expect(time("other") == nil)
  }

  @Test func `without a log nothing is known`() throws {
    #expect(time("work") == nil)
    try folder.write("", to: "usage.jsonl")
    #expect(time("work") == nil)
  }

  @Test func `a log that others can write is not believed`() throws {
    try append("work", "2026-11-23T07:35:13Z")
    try StoreFixture.setMode(0o622, of: log.path.text)
    #expect(time("work") == nil)
  }

  @Test(arguments: [
    #"{"key":"work","provider":"openai","time":"2030-01-01T00:00:00Z""#,
    #"{"key":"work","provi{"key":"work","provider":"openai","time":"2030-01-01T00:00:00Z"}"#,
    #"{"key":"work","provider":"openai","time":"2030-01-01T00:00:00Z"}x"#,
    #"{"key":"work","provider":"openai","time":"2030-01-01T00:00:00Z"},"#,
    #"{"key":"work","provider":"openai","time":"2030-01-01 00:00:00Z"}"#,
    #"{"key":"work","provider":"openai","time":"yesterday"}"#,
    #"{"key":"work","provider":"openai","ms":,"time":"2030-01-01T00:00:00Z"}"#,
    #"{"a":{"key":"work","provider":"openai","time":"2030-01-01T00:00:00Z"}}"#,
    #"["key","work","provider","openai","time","2030-01-01T00:00:00Z"]"#,
    #"x{"key":"work","provider":"openai","time":"2030-01-01T00:00:00Z"}"#,
    #"{"key":"work","time":"2030-01-01T00:00:00Z"}"#, "{", "{}", "\u{FF}", "\"", #"{"\"#,
  ])
  func `a torn or foreign line is skipped`(line: String) throws {
    try append("work", "2026-11-23T07:35:13Z")
    let good = try StoreFixture.bytes(log.path.text)
    let bytes = Array("\(line)\n".utf8) + good + Array("\n\(line)".utf8)
    try StoreFixture.write(bytes, to: log.path.text)
    #expect(time("work") == "2026-11-23T07:35:13Z")
  }

  /// A log of three pieces, whose first line alone names the key `old`.
  private func appendLongLog() throws {
    try append("old", "2026-11-23T07:35:13Z")
    for _ in 0..<1000 { try append("work", "2026-11-23T08:00:00Z") }
    #expect(try StoreFixture.bytes(log.path.text).count > 128 << 10)
  }

  @Test func `a use is found however long ago it was`() throws {
    try appendLongLog()
    #expect(time("old") == "2026-11-23T07:35:13Z")
    #expect(time("work") == "2026-11-23T08:00:00Z")
    #expect(time("other") == nil)
  }

  @Test func `of several keys each is found`() throws {
    try appendLongLog()
    let keys = (["old", "work"] + (0..<10).map { "k\($0)" }).map {
      LastUses.Key(provider: "openai", name: $0)
    }
    let uses = LastUses(log, of: keys)
    #expect(
      keys.map { uses.time(of: $0) }
        == ["2026-11-23T07:35:13Z", "2026-11-23T08:00:00Z"] + Array(repeating: nil, count: 10))
  }
}
