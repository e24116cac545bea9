import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

@Suite struct UsageLogTests {
  private let folder: TemporaryFolder
  private let log: UsageLog

  init() throws {
    folder = try TemporaryFolder()
    log = UsageLog(path: FilePath(folder.path("usage.jsonl")))
  }

  private static func record(_ number: Int = 1) -> UsageLog.Record {
    UsageLog.Record(
      time: "2026-11-23T07:35:13Z", provider: "openai", model: "gpt-\(number)", key: "work",
      inputTokens: 3, outputTokens: 5, cost: 0.25, status: 0, milliseconds: 17)
  }

  private var lines: [String] {
    get throws {
      String(decoding: try StoreFixture.bytes(log.path.text), as: UTF8.self)
        .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
  }

  private static let line =
    #"{"cost_usd":0.25,"input_tokens":3,"key":"work","model":"gpt-1","ms":17,"output_tokens":5,"#
    + #""provider":"openai","status":0,"time":"2026-11-23T07:35:13Z"}"#

  @Test func `a request is one line`() throws {
    try log.append(Self.record())
    #expect(try lines == [Self.line, ""])
    try log.append(Self.record(2))
    #expect(try lines == [Self.line, Self.line.replacing("gpt-1", with: "gpt-2"), ""])
  }

  @Test func `the log is for the user alone`() throws {
    try log.append(Self.record())
    #expect(try StoreFixture.mode(of: log.path.text) == 0o600)
  }

  @Test func `missing folders are made`() throws {
    let log = UsageLog(path: FilePath(folder.path("a/b/usage.jsonl")))
    try log.append(Self.record())
    #expect(try StoreFixture.mode(of: folder.path("a/b")) == 0o700)
    #expect(try StoreFixture.mode(of: folder.path("a/b/usage.jsonl")) == 0o600)
  }

  @Test func `a log follows its folder's path`() throws {
    let log = UsageLog(path: FilePath(folder.path("a/usage.jsonl")))
    try log.append(Self.record())
    try FileManager.default.moveItem(atPath: folder.path("a"), toPath: folder.path("b"))
    try log.append(Self.record(2))
    #expect(try StoreFixture.bytes(folder.path("a/usage.jsonl")).count == Self.line.utf8.count + 1)
    try FileManager.default.removeItem(atPath: folder.path("a"))
    try log.append(Self.record(3))
    let text = String(
      decoding: try StoreFixture.bytes(folder.path("a/usage.jsonl")), as: UTF8.self)
    #expect(text == Self.line.replacing("gpt-1", with: "gpt-3") + "\n")
    #expect(try StoreFixture.mode(of: folder.path("a")) == 0o700)
  }

  @Test func `a folder that others may write to by now gets no line`() throws {
    let log = UsageLog(path: FilePath(folder.path("a/usage.jsonl")))
    try log.append(Self.record())
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o777], ofItemAtPath: folder.path("a"))
    #expect(throws: ByokError.self) { try log.append(Self.record(2)) }
    #expect(try StoreFixture.bytes(folder.path("a/usage.jsonl")).count == Self.line.utf8.count + 1)
  }

  @Test func `a folder that became unsafe gets no line`() throws {
    let log = UsageLog(path: FilePath(folder.path("a/usage.jsonl")))
    try log.append(Self.record())
    try FileManager.default.moveItem(atPath: folder.path("a"), toPath: folder.path("b"))
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("a"), withDestinationPath: folder.path("c"))
    try FileManager.default.createDirectory(
      atPath: folder.path("c"), withIntermediateDirectories: false)
    #expect(throws: ByokError.self) { try log.append(Self.record(2)) }
    #expect(!FileManager.default.fileExists(atPath: folder.path("c/usage.jsonl")))
  }

  @Test func `a line break in a name stays within the line`() throws {
    var record = Self.record()
    record.model = "a\nb\"c"
    try log.append(record)
    #expect(try lines.count == 2)
    #expect(try lines[0].contains(#""model":"a\nb\"c""#))
  }

  @Test func `a link in the log's place is refused`() throws {
    try folder.write("keep", to: "real")
    try FileManager.default.createSymbolicLink(
      atPath: log.path.text, withDestinationPath: folder.path("real"))
    #expect(throws: ByokError.self) { try log.append(Self.record()) }
    #expect(try StoreFixture.bytes(folder.path("real")) == Array("keep".utf8))
  }

  @Test func `a FIFO that nobody reads is refused without waiting`() throws {
    #expect(unsafe mkfifo(log.path.text, 0o600) == 0)
    #expect(throws: ByokError.self) { try log.append(Self.record()) }
  }

  @Test func `a FIFO that somebody reads is refused too`() throws {
    #expect(unsafe mkfifo(log.path.text, 0o600) == 0)
    let reader = try OpenFile(log.path.text, flags: O_RDONLY | O_NONBLOCK)
    #expect(throws: ByokError.notAFile(log.path.text)) { try log.append(Self.record()) }
    var byte: UInt8 = 0
    #expect(unsafe read(reader.descriptor, &byte, 1) == 0)
  }

  @Test(arguments: [0o622, 0o666, 0o602])
  func `a log that others can write is refused`(mode: Int) throws {
    try folder.write("", to: "usage.jsonl", mode: mode)
    #expect(throws: ByokError.self) { try log.append(Self.record()) }
    #expect(try lines == [""])
  }

  @Test func `a folder that others can write is refused`() throws {
    try StoreFixture.setMode(0o777, of: folder.path)
    #expect(
      throws: ByokError.writableByOthers(folder.path, mode: 0o777)
    ) { try log.append(Self.record()) }
    #expect(!FileManager.default.fileExists(atPath: log.path.text))
  }

  @Test func `lines of many writers at once stay whole`() throws {
    let log = log
    DispatchQueue.concurrentPerform(iterations: 8) { number in
      for _ in 0..<50 { try? log.append(Self.record(number)) }
    }
    let lines = try lines.dropLast()
    #expect(lines.count == 400)
    for number in 0..<8 {
      let line = Self.line.replacing("gpt-1", with: "gpt-\(number)")
      #expect(lines.count { $0 == line } == 50)
    }
  }
}
