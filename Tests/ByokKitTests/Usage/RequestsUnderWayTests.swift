import ByokTestSupport
import Foundation
import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct RequestsUnderWayTests {
  private let folder: TemporaryFolder
  private let log: UsageLog

  init() throws {
    folder = try TemporaryFolder()
    log = UsageLog(path: FilePath(folder.path("usage.jsonl"), home: folder.path))
  }

  private func record(_ model: String) -> UsageLog.Record {
    var record = UsageLog.Record(
      time: "2026-11-30T20:00:00Z", provider: "openai", model: model, key: "work",
      inputTokens: 7, outputTokens: 9, cost: 0.25, status: RequestsUnderWay.status,
      milliseconds: 0)
    record.token = "editor"
    return record
  }

  private func begin(_ model: String, _ requests: RequestsUnderWay) -> Int {
    requests.begin(record(model)) { Issue.record("\($0)") }
  }

  private var files: [String] {
    let all = try? FileManager.default.contentsOfDirectory(atPath: folder.path("under-way"))
    return all ?? []
  }

  private var lines: [JSONValue] {
    let text = (try? String(contentsOfFile: folder.path("usage.jsonl"), encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap { JSONValue(Array($0.utf8)) }
  }

  /// What is reported about the requests of brokers that were killed.
  private func noted() -> [String] {
    var told: [String] = []
    log.noteAbandoned { told.append($0) }
    return told
  }

  @Test func `what has an end is left out, what a killed broker had under way is noted once`() {
    var requests: RequestsUnderWay? = RequestsUnderWay(log)
    if let requests {
      let first = begin("a", requests)
      _ = begin("b", requests)
      let third = begin("c", requests)
      _ = begin("d", requests)
      requests.end(first)
      requests.end(third)
      // Its broker runs: nobody takes them.
      #expect(noted().isEmpty && lines.isEmpty)
    }
    // As the kernel does for a process that is killed.
    requests = nil
    #expect(noted() == ["a broker was killed: 2 requests noted by estimate"])
    #expect(lines == [record("b").document, record("d").document])
    #expect(files.isEmpty)
    #expect(noted().isEmpty)
    #expect(lines.count == 2)
  }

  @Test func `a broker that ends in order leaves nothing`() {
    let requests = RequestsUnderWay(log)
    requests.end(begin("a", requests))
    #expect(files.count == 1)
    requests.close()
    #expect(files.isEmpty)
    requests.end(begin("b", requests))
    #expect(files.count == 1)
    requests.close()
    #expect(files.isEmpty && lines.isEmpty && noted().isEmpty)
  }

  @Test func `a file does not grow without end`() throws {
    let requests = RequestsUnderWay(log)
    for _ in 0..<2000 { requests.end(begin("a", requests)) }
    let name = try #require(files.first)
    let path = folder.path("under-way/\(name)")
    let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
    #expect(try #require(size) < 80 << 10)
    requests.close()
  }

  @Test func `nor one of a broker that always has something under way`() throws {
    var requests: RequestsUnderWay? = RequestsUnderWay(log)
    if let requests {
      _ = begin("a", requests)
      for _ in 0..<6000 { requests.end(begin("b", requests)) }
      let last = begin("c", requests)
      let name = try #require(files.first)
      #expect(files.count == 1)
      let path = folder.path("under-way/\(name)")
      let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
      #expect(try #require(size) < 1 << 20)
      #expect(noted().isEmpty)
      requests.end(last)
    }
    requests = nil
    #expect(noted() == ["a broker was killed: 1 request noted by estimate"])
    #expect(lines == [record("a").document])
  }

  @Test func `a line that is cut off takes no other with it`() throws {
    try FileManager.default.createDirectory(
      atPath: folder.path("under-way"), withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    let whole = #"{"begin":1,"model":"m","ms":0,"provider":"p","status":137,"time":"t"}"# + "\n"
    let path = folder.path("under-way/abc")
    try Data((whole + #"{"begin":2,"mod"#).utf8).write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    #expect(noted() == ["a broker was killed: 1 request noted by estimate"])
    #expect(lines.map { $0["model"]?.text } == ["m"])
  }

  @Test func `what others could have written is not taken`() throws {
    try FileManager.default.createDirectory(
      atPath: folder.path("under-way"), withIntermediateDirectories: true,
      attributes: [.posixPermissions: 0o700])
    let path = folder.path("under-way/abc")
    try Data(#"{"begin":1,"model":"m","provider":"p","status":0,"time":"t"}"#.utf8)
      .write(to: URL(fileURLWithPath: path))
    try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: path)
    #expect(noted().count == 1)
    #expect(lines.isEmpty)
    #expect(files == ["abc"])
  }
}
