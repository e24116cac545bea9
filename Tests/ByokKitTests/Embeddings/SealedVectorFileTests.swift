import ByokKitTestSupport
import ByokTestSupport
import Foundation
import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct SealedVectorFileTests {
  private static let keys = ["a", "b", "c", "d"].map { ContentHash(of: Array($0.utf8).span) }

  private let home: TemporaryFolder
  private let root: ConversationRoot
  private let file: VectorFile

  init() throws {
    home = try TemporaryFolder()
    root = try ConversationRoot(dataKey: Secret(randomBytes: 32))
    file = try Self.file(home.path, [root])
  }

  private static func file(
    _ home: String, _ roots: [ConversationRoot]?
  ) throws(ByokError) -> VectorFile {
    try VectorFile(
      VectorSpace(model: "p/m"), Locations(Environment([:]), home: home), clock: .system,
      roots: roots)
  }

  private func bytes() throws -> [UInt8] { try readFile(file.path.text, limit: 1 << 20) }

  private func write(_ bytes: [UInt8]) throws {
    try Data(bytes).write(to: URL(filePath: file.path.text))
  }

  @Test func `vectors are sealed, apart from those in clear`() throws {
    #expect(try file.read() == nil)
    try file.append(Array(Self.keys[0..<2]), [[3, 4], [0, -2]])
    try file.append([Self.keys[2]], [[1, 0]])
    let contents = try #require(try file.read())
    #expect((contents.count, contents.dimensions) == (3, 2))
    #expect(contents.vector(at: 0) == [0.6, 0.8])
    #expect(contents.keys == [Self.keys[0]: 0, Self.keys[1]: 1, Self.keys[2]: 2])
    #expect(contents.nearest(to: [1, 0], among: [0, 1, 2], count: 1).map(\.index) == [2])
    #expect(try Self.file(home.path, nil).read() == nil)
    let sealed = try Data(bytes())
    for secret in [Self.keys[0].bytes, Array("p/m".utf8), VectorText.bytes(of: [0.6, 0.8])] {
      #expect(sealed.firstRange(of: secret) == nil)
    }
  }

  @Test func `other dimensions are refused, also by the end of the file alone`() throws {
    try file.append([Self.keys[0]], [[3, 4]])
    let failure = #expect(throws: ByokError.self) { try file.append([Self.keys[1]], [[3, 4, 5]]) }
    #expect(failure?.kind == .damaged)
    #expect(try file.read()?.count == 1)
  }

  @Test func `a former root opens it, and goes on with it; another keystore does not`() throws {
    try file.append([Self.keys[0]], [[3, 4]])
    let newer = try ConversationRoot(dataKey: Secret(randomBytes: 32))
    let after = try Self.file(home.path, [newer, root])
    try after.append([Self.keys[1]], [[0, 1]])
    #expect(try after.read()?.count == 2)
    let failure = #expect(throws: ByokError.self) {
      _ = try Self.file(home.path, [newer]).read()
    }
    #expect(failure?.kind == .locked)
    #expect(throws: ByokError.self) {
      try Self.file(home.path, [newer]).append([Self.keys[2]], [[0, 1]])
    }
  }

  @Test func `a changed byte is noticed, or cuts off the end; no vector is another`() throws {
    try file.append(Array(Self.keys[0..<2]), [[3, 4], [0, -2]])
    try file.append([Self.keys[2]], [[1, 0]])
    let whole = try bytes()
    let vectors = try #require(try file.read())
    for place in 0..<whole.count {
      var changed = whole
      changed[place] ^= 0x11
      try write(changed)
      guard let contents = (try? file.read()) ?? nil else { continue }
      #expect(contents.count < 3, "\(place)")
      for number in 0..<contents.count {
        #expect(contents.key(at: number) == vectors.key(at: number))
        #expect(contents.vector(at: number) == vectors.vector(at: number))
      }
    }
  }

  @Test func `a file that was cut off keeps its whole batches, and goes on`() throws {
    try file.append(Array(Self.keys[0..<2]), [[3, 4], [0, -2]])
    let first = try bytes().count
    try file.append([Self.keys[2]], [[1, 0]])
    let whole = try bytes()
    for size in first..<whole.count {
      try write(Array(whole[..<size]))
      #expect(try file.read()?.count == 2, "\(size)")
      try file.append([Self.keys[3]], [[1, 0]])
      let contents = try #require(try file.read())
      #expect(contents.count == 3)
      #expect(contents.key(at: 2) == Self.keys[3])
    }
    for size in stride(from: 1, to: first, by: 7) {
      try write(Array(whole[..<size]))
      #expect(throws: ByokError.self) { _ = try file.read() }
      #expect(throws: ByokError.self) { try file.append([Self.keys[3]], [[1, 0]]) }
    }
  }
}
