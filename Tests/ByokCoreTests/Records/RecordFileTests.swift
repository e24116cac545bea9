import ByokTestSupport
import Foundation
import Testing

@testable import ByokCore

/// A file of three batches: what was written is read, and whatever else is there is noticed.
@Suite struct RecordFileTests {
  private let folder: TemporaryFolder
  private let root: ConversationRoot
  private let file: RecordFile
  /// The sizes of the file after each batch.
  private let sizes: [Int]

  private static let batches = [
    ["head", "end"], ["question one", "answer one", "end"],
    ["question two", String(repeating: "answer two ", count: 40), "end"],
  ].map { $0.map { Array($0.utf8) } }

  init() throws {
    folder = try TemporaryFolder()
    root = try ConversationRoot(dataKey: Secret(randomBytes: 32))
    file = RecordFile(
      FilePath("\(folder.path)/a.conv"), .conversation, roots: [root], clock: .system)
    var sizes: [Int] = []
    let directory = try Self.directory(of: file)
    var state = try #require(try file.create([Self.batches[0]], root, in: directory)).state
    sizes.append(state.size)
    for batch in Self.batches.dropFirst() {
      guard case .done(let next, false, true) = try file.append(batch, after: state, in: directory)
      else { throw SupportFailure("it is not appended") }
      state = next
      sizes.append(state.size)
    }
    self.sizes = sizes
  }

  static func directory(of file: RecordFile) throws -> OpenFile {
    guard let folder = try PrivateDirectory.open(holding: file.path) else {
      throw SupportFailure("no folder")
    }
    return folder
  }

  private func bytes() throws -> [UInt8] {
    try [UInt8](Data(contentsOf: URL(filePath: file.path.text)))
  }

  private func contents(_ bytes: [UInt8]) throws -> RecordFile.Contents? {
    guard case .contents(let contents) = try file.contents(of: bytes) else { return nil }
    return contents
  }

  @Test func `what is written is read`() throws {
    let contents = try #require(try contents(bytes()))
    #expect(contents.batches == Self.batches)
    #expect(!contents.isTorn && contents.flaw == nil && contents.state.size == sizes[2])
    let attributes = try FileManager.default.attributesOfItem(atPath: file.path.text)
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
  }

  @Test func `the end alone gives the last record and the size of the file`() throws {
    let directory = try Self.directory(of: file)
    var memory: Secret?
    let end = try #require(try file.readEnd(in: directory, memory: &memory))
    #expect(end.text == Array("end".utf8) && end.size == sizes[2])
    #expect(end.state == (try contents(bytes()))?.state)
  }

  @Test func `nothing of it is in clear`() throws {
    let bytes = try bytes()
    for word in ["question", "answer", "head", "end"] {
      #expect(!bytes[...].contains(Array(word.utf8)))
    }
  }

  @Test func `each wrong bit is damage of its batch, and those before it are read`() throws {
    let good = try bytes()
    let header = RecordHeader.size(.conversation)
    for position in good.indices {
      for bit in 0..<8 {
        var bad = good
        bad[position] ^= 1 << bit
        let reading = try file.contents(of: bad)
        guard position >= header else {
          guard case .flawed = reading else {
            // The salt and the id are in form still, and open nothing.
            guard case .contents(let contents) = reading else { throw SupportFailure("missing") }
            #expect(contents.batches.isEmpty && contents.flaw == .record(0))
            continue
          }
          continue
        }
        guard case .contents(let contents) = reading else { throw SupportFailure("no contents") }
        let whole = sizes.count { $0 <= position }
        #expect(contents.batches == Array(Self.batches[..<whole]), "bit \(bit) of \(position)")
        #expect(contents.flaw != nil && !contents.isTorn, "bit \(bit) of byte \(position)")
      }
    }
  }

  @Test func `a file that ends early has the batches that are whole`() throws {
    let good = try bytes()
    for size in sizes[0]..<good.count {
      let contents = try #require(try contents(Array(good[..<size])))
      let whole = sizes.count { $0 <= size }
      #expect(contents.batches == Array(Self.batches[..<whole]), "\(size) bytes")
      #expect(contents.isTorn == !sizes.contains(size) && contents.flaw == nil, "\(size) bytes")
      #expect(contents.state.size == sizes[whole - 1])
    }
    for size in 0..<sizes[0] {
      switch try file.contents(of: Array(good[..<size])) {
      case .flawed(.header): #expect(size < RecordHeader.size(.conversation))
      case .contents(let contents): #expect(contents.batches.isEmpty && contents.flaw != nil)
      default: Issue.record("\(size) bytes")
      }
    }
  }

  @Test func `what a disk lost of the last batch is zeros, and no damage`() throws {
    let good = try bytes()
    for size in stride(from: sizes[1], to: sizes[2], by: 7) {
      let blank = Array(good[..<size]) + [UInt8](repeating: 0, count: good.count - size)
      let contents = try #require(try contents(blank))
      #expect(contents.batches == Array(Self.batches[..<2]), "\(size) bytes")
      #expect(contents.isTorn && contents.flaw == nil, "\(size) bytes")
    }
  }

  @Test func `records that are dropped, doubled, exchanged or another file's are damage`() throws {
    let good = try bytes()
    let (one, two) = (sizes[0]..<sizes[1], sizes[1]..<sizes[2])
    let head = Array(good[..<sizes[0]])
    #expect(try contents(head + good[two])?.flaw == .record(2))
    #expect(try contents(head + good[two] + good[one])?.flaw == .record(2))
    let doubled = try #require(try contents(good + good[two]))
    #expect(doubled.batches == Self.batches && doubled.flaw == .record(8))
    // Another file of the same root, whose records have the same numbers.
    let other = RecordFile(
      file.path.sibling("b.conv"), .conversation, roots: [root], clock: .system)
    let directory = try Self.directory(of: file)
    _ = try other.create(Self.batches, root, in: directory)
    let foreign = try [UInt8](Data(contentsOf: URL(filePath: other.path.text)))
    #expect(foreign.count == good.count)
    let spliced = try #require(try contents(Array(good[..<sizes[1]]) + foreign[two]))
    #expect(spliced.batches.count == 2 && spliced.flaw == .record(5))
  }

  @Test func `junk after the end is no turn`() throws {
    let contents = try #require(try contents(bytes() + [1, 2, 3]))
    #expect(contents.batches == Self.batches && contents.isTorn && contents.flaw == nil)
  }

  @Test func `another root opens nothing, and a newer version is said to be newer`() throws {
    let stranger = try ConversationRoot(dataKey: Secret(randomBytes: 32))
    let other = RecordFile(file.path, .conversation, roots: [stranger], clock: .system)
    guard case .flawed(.root) = try other.contents(of: bytes()) else {
      Issue.record("it is opened")
      return
    }
    var newer = try bytes()
    newer[18] = UInt8(ascii: "2")
    guard case .flawed(.newer) = try file.contents(of: newer) else {
      Issue.record("it is read")
      return
    }
    let memory = RecordFile(file.path, .memory, roots: [root], clock: .system)
    guard case .flawed(.header) = try memory.contents(of: bytes()) else {
      Issue.record("it is taken for memory notes")
      return
    }
  }
}
