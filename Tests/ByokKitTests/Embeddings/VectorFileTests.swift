import ByokKitTestSupport
import ByokTestSupport
import Foundation
import Testing

@testable import ByokCore
@testable import ByokKit

@Suite struct VectorFileTests {
  private static let keys = ["a", "b", "c", "d"].map { ContentHash(of: Array($0.utf8).span) }

  private static func file(
    _ home: String, _ model: String = "p/m"
  ) throws(ByokError) -> VectorFile {
    try VectorFile(
      VectorSpace(model: model), Locations(Environment([:]), home: home), clock: .system)
  }

  private static func write(_ bytes: [UInt8], to file: VectorFile) throws {
    try Data(bytes).write(to: URL(filePath: file.path.text))
  }

  private static func withHome(_ body: (String) throws -> Void) throws {
    let home = try TemporaryFolder()
    try body(home.path)
  }

  @Test func `vectors are kept with length 1, each under its text's key`() throws {
    try Self.withHome { home in
      let file = try Self.file(home)
      #expect(try file.read() == nil)
      try file.append(Array(Self.keys[0..<2]), [[3, 4], [0, -2]])
      try file.append([Self.keys[2]], [[1, 0]])
      let contents = try #require(try file.read())
      #expect((contents.count, contents.dimensions) == (3, 2))
      #expect(contents.vector(at: 0) == [0.6, 0.8])
      #expect(contents.vector(at: 1) == [0, -1])
      #expect(contents.keys == [Self.keys[0]: 0, Self.keys[1]: 1, Self.keys[2]: 2])
      #expect(try Self.file(home, "p/other").read() == nil)
    }
  }

  @Test func `a file that was cut off anywhere keeps its whole vectors, and goes on`() throws {
    try Self.withHome { home in
      let file = try Self.file(home)
      try file.append(Array(Self.keys[0..<2]), [[3, 4], [0, -2]])
      let whole = try readFile(file.path.text, limit: 1 << 20)
      for size in 0..<whole.count {
        try Self.write(Array(whole[..<size]), to: file)
        let count = size < 256 ? 0 : (size - 256) / 24
        #expect(try file.read()?.count ?? 0 == count, "\(size)")
        try file.append([Self.keys[3]], [[1, 0]])
        let contents = try #require(try file.read())
        #expect(contents.count == count + 1)
        #expect(contents.key(at: count) == Self.keys[3])
      }
    }
  }

  @Test func `only one embeds at a time`() throws {
    try Self.withHome { home in
      let space = VectorSpace(model: "p/m")
      let locations = Locations(Environment([:]), home: home)
      let file = try VectorFile(space, locations, clock: SteppingClock().clock)
      let lock = try file.lockForEmbedding()
      let failure = #expect(throws: ByokError.self) { _ = try file.lockForEmbedding() }
      #expect(failure?.message.hasPrefix("another byok has been writing") == true)
      withExtendedLifetime(lock) {}
    }
  }

  @Test func `vectors of other dimensions are refused`() throws {
    try Self.withHome { home in
      let file = try Self.file(home)
      try file.append([Self.keys[0]], [[3, 4]])
      let failure = #expect(throws: ByokError.self) {
        try file.append([Self.keys[1]], [[3, 4, 5]])
      }
      #expect(failure?.kind == .damaged)
      #expect(try file.read()?.count == 1)
    }
  }

  @Test func `bytes that are no vectors are none, and never a trap`() throws {
    try Self.withHome { home in
      let file = try Self.file(home)
      try file.append(Array(Self.keys[0..<2]), [[3, 4], [0, -2]])
      let whole = try readFile(file.path.text, limit: 1 << 20)
      for place in 0..<whole.count {
        var bytes = whole
        bytes[place] ^= 0xFF
        try Self.write(bytes, to: file)
        guard let contents = try file.read() else { continue }
        #expect(place >= 256)
        _ = contents.nearest(to: [1, 0], among: [0, 1, 2, -1], count: 5)
      }
    }
  }

  @Test(arguments: [1, 2, 7, 8, 9, 64, 100]) func `the nearest are found by looking at each`(
    _ dimensions: Int
  ) throws {
    try Self.withHome { home in
      var generator = SystemRandomNumberGenerator()
      let vectors = (0..<50).map { _ in
        (0..<dimensions).map { _ in Float.random(in: 0.1...1, using: &generator) }
      }
      let file = try Self.file(home)
      try file.append((0..<50).map { ContentHash($0, 0) }, vectors)
      let contents = try #require(try file.read())
      let query = VectorFile.scaled(vectors[17])
      let places = Array(0..<50)
      let found = contents.nearest(to: query, among: places, count: 10)
      let scores = vectors.map { vector in
        zip(VectorFile.scaled(vector), query).reduce(0) { $0 + $1.0 * $1.1 }
      }
      let best = scores.sorted(by: >).prefix(10)
      #expect(found.count == 10)
      for (one, other) in zip(found, best) { #expect(abs(one.score - other) < 1e-5) }
      #expect(contents.nearest(to: query, among: [17], count: 3).map(\.index) == [0])
      #expect(contents.nearest(to: query + [1], among: places, count: 3).isEmpty)
    }
  }
}
