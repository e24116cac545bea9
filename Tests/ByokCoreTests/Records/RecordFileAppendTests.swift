import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore

/// Several writers, and what an interrupted one left.
@Suite struct RecordFileAppendTests {
  private let folder: TemporaryFolder
  private let root: ConversationRoot
  private let file: RecordFile

  private static let batch = ["question", "answer", "end"].map { Array($0.utf8) }

  init() throws {
    folder = try TemporaryFolder()
    root = try ConversationRoot(dataKey: Secret(randomBytes: 32))
    file = RecordFile(
      FilePath("\(folder.path)/a.conv"), .conversation, roots: [root], clock: .system)
  }

  private func directory() throws -> OpenFile { try RecordFileTests.directory(of: file) }

  private func write(_ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(filePath: file.path.text))
  }

  private func bytes() throws -> [UInt8] {
    try [UInt8](Data(contentsOf: URL(filePath: file.path.text)))
  }

  @Test func `the second of two writers learns that the file has grown`() throws {
    let folder = try directory()
    let state = try #require(try file.create([Self.batch], root, in: folder)).state
    guard case .done = try file.append(Self.batch, after: state, in: folder),
      case .changed = try file.append(Self.batch, after: state, in: folder)
    else {
      Issue.record("both are written")
      return
    }
    guard case .contents(let contents) = try file.read(in: folder) else { return }
    #expect(contents.batches.count == 2 && contents.flaw == nil)
  }

  @Test func `a file that another has taken the place of is not appended to`() throws {
    let folder = try directory()
    let state = try #require(try file.create([Self.batch], root, in: folder)).state
    _ = try file.create([Self.batch], root, in: folder, replacing: true)
    guard case .changed = try file.append(Self.batch, after: state, in: folder) else {
      Issue.record("it is written")
      return
    }
    try file.remove(in: folder)
    guard case .changed = try file.append(Self.batch, after: state, in: folder) else {
      Issue.record("it is written")
      return
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: self.folder.path).isEmpty)
  }

  @Test func `who holds the lock for too long stops nobody for ever`() throws {
    let folder = try directory()
    let clock = SteppingClock().clock
    let patient = RecordFile(file.path, .conversation, roots: [root], clock: clock)
    let state = try #require(try file.create([Self.batch], root, in: folder)).state
    let holder = try OpenFile(changing: file.path.name, below: folder)
    #expect(try holder.locks(isExclusive: true))
    guard case .busy(let failure) = try patient.append(Self.batch, after: state, in: folder) else {
      Issue.record("it is written")
      return
    }
    #expect(failure.message.hasSuffix("for 10 s"))
    _ = holder.descriptor
  }

  @Test func `what was cut off is removed by the next writer, at every length`() throws {
    let folder = try directory()
    let state = try #require(try file.create([Self.batch], root, in: folder)).state
    let before = try bytes()
    _ = try file.append(Self.batch, after: state, in: folder)
    let after = try bytes()
    for size in stride(from: before.count + 1, to: after.count, by: 5) {
      try write(Array(after[..<size]))
      guard case .contents(let torn) = try file.read(in: folder) else { return }
      #expect(torn.isTorn && torn.state == state)
      guard case .done(_, true, true) = try file.append(Self.batch, after: torn.state, in: folder),
        case .contents(let contents) = try file.read(in: folder)
      else {
        Issue.record("nothing is written after \(size) bytes")
        return
      }
      #expect(contents.batches == [Self.batch, Self.batch] && !contents.isTorn)
    }
  }

  @Test func `a new file takes no other's place, and is sealed anew as a whole`() throws {
    let folder = try directory()
    #expect(try file.create([Self.batch], root, in: folder) != nil)
    #expect(try file.create([Self.batch], root, in: folder) == nil)
    let newer = try ConversationRoot(dataKey: Secret(randomBytes: 32))
    let target = RecordFile(
      file.path.sibling("b.conv"), .conversation, roots: [newer, root], clock: .system)
    #expect(try file.reseal(as: target, newer, in: folder))
    guard case .missing = try file.read(in: folder),
      case .contents(let contents) = try target.read(in: folder)
    else {
      Issue.record("it is not moved")
      return
    }
    #expect(contents.batches == [Self.batch] && contents.header.root == newer.id)
  }

  @Test func `sealing anew that was cut off is finished, and what went on since stays`() throws {
    let folder = try directory()
    let newer = try ConversationRoot(dataKey: Secret(randomBytes: 32))
    let target = RecordFile(
      file.path.sibling("b.conv"), .conversation, roots: [newer, root], clock: .system)
    _ = try file.create([Self.batch], root, in: folder)
    let made = try #require(try target.create([Self.batch], newer, in: folder))
    _ = try target.append(Self.batch, after: made.state, in: folder)
    #expect(try file.reseal(as: target, newer, in: folder))
    guard case .contents(let contents) = try target.read(in: folder) else { return }
    #expect(contents.batches.count == 2)
    // Of two that differ, both stay.
    _ = try file.create([Self.batch + Self.batch], root, in: folder)
    #expect(try !file.reseal(as: target, newer, in: folder))
    guard case .contents = try file.read(in: folder) else {
      Issue.record("it is removed")
      return
    }
  }
}
