import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

/// Texts of passages, when their files have changed since.
@Suite struct PassageTests {
  private static func text(_ fixture: IndexFixture, _ query: String) throws -> (Passage, String?) {
    let index = try fixture.open()
    var passages = index.search(query, limit: 1)
    let texts = index.texts(of: &passages)
    return (try #require(passages.first), texts[0])
  }

  @Test func `a text is that of the file, with its place`() throws {
    let long = String(repeating: "filler ", count: 200)
    let fixture = try IndexFixture(["a.md": "# One\n\n\(long)\n\n# Two\n\napple pie\n"])
    try fixture.update()
    let (passage, text) = try Self.text(fixture, "apple")
    #expect(passage.firstLine == 5 && passage.lastLine == 7 && passage.heading == "Two")
    #expect(text == "# Two\n\napple pie\n")
    #expect(passage.path == fixture.root + "/a.md" && passage.page == 0)
    #expect((passage.scores.lexical ?? 0) > 0 && passage.scores.vector == nil)
  }

  @Test func `a passage that has moved is found by its hash`() throws {
    let long = String(repeating: "filler ", count: 200)
    let fixture = try IndexFixture(["a.md": "# Two\n\n\(long)apple pie\n"])
    try fixture.update()
    try fixture.write("a.md", "# Zero\n\n\(long)\n\n# Two\n\n\(long)apple pie\n")
    let (passage, text) = try Self.text(fixture, "apple")
    #expect(passage.firstLine == 5)
    #expect(text?.hasSuffix("apple pie\n") == true)
  }

  @Test func `of a passage that has changed, that is taken which is at its lines`() throws {
    let fixture = try IndexFixture(["a.md": "apple pie\n"])
    try fixture.update()
    try fixture.write("a.md", "apple cake with cream\n")
    #expect(try Self.text(fixture, "apple").1 == "apple cake with cream\n")
  }

  @Test func `of a file that is gone, empty, a link or no text, there is none`() throws {
    let fixture = try IndexFixture(["a.md": "apple pie\n"])
    try fixture.update()
    try fixture.write("a.md", "")
    #expect(try Self.text(fixture, "apple").1 == nil)
    try fixture.write("a.md", bytes: [0, 1, 2])
    #expect(try Self.text(fixture, "apple").1 == nil)
    try fixture.remove("a.md")
    #expect(try Self.text(fixture, "apple").1 == nil)
    try fixture.write("b.md", "apple pie\n")
    try FileManager.default.createSymbolicLink(
      atPath: fixture.root + "/a.md", withDestinationPath: "b.md")
    #expect(try Self.text(fixture, "apple").1 == nil)
  }

  @Test func `all chunks are handed out for embeddings, but for files that have changed`() throws {
    let fixture = try IndexFixture(["a.md": "# T\n\napple", "b.md": "banana", "c.md": "cherry"])
    try fixture.update()
    try fixture.write("c.md", "changed")
    let index = try fixture.open()
    var texts: [String] = []
    let changed = try index.forEachChunk { number, hash, heading, text in
      #expect(index.file.hash(ofChunk: number) == hash)
      #expect(ContentHash(of: Array(text.utf8).span) == hash)
      texts.append("\(heading)|\(text)")
    }
    #expect(texts == ["T|# T\n\napple", "|banana"])
    #expect(changed == [fixture.root + "/c.md"])
    let banana = ContentHash(of: Array("banana".utf8).span)
    var count = 0
    #expect(try index.forEachChunk(where: { $0 == banana }) { _, _, _, _ in count += 1 } == [])
    #expect(count == 1)
  }
}

/// Indexes that are sealed with the keystore.
@Suite struct SealedIndexTests {
  @Test func `nothing of a sealed index is in clear`() throws {
    let fixture = try IndexFixture(["a.md": "# Secretheading\n\nconfidentialword"], sealed: true)
    try fixture.store.update { _ in }
    try fixture.update()
    #expect(try fixture.found("confidentialword") == ["a.md"])
    let bytes = try fixture.bytes()[...]
    #expect(bytes.starts(with: Array("byok-index 1 ".utf8)))
    for word in ["confidentialword", "secretheading", "Secretheading", "a.md"] {
      #expect(!bytes.contains(Array(word.utf8)))
    }
    try fixture.write("b.md", "more")
    #expect(try fixture.update().added == 1)
    #expect(try fixture.found("more") == ["b.md"])
  }

  @Test func `without the key it cannot be read or written`() throws {
    let fixture = try IndexFixture(["a.md": "apple"], sealed: true)
    #expect(throws: ByokError.noKeystore) { try fixture.update() }
    try fixture.store.update { _ in }
    try fixture.update()
    try FileManager.default.removeItem(atPath: try fixture.store.unlockKeyPath)
    let failure = #expect(throws: ByokError.self) { try fixture.open() }
    #expect(failure?.kind == .locked)
  }

  @Test func `sealed by another keystore, or damaged, it is built anew`() throws {
    let fixture = try IndexFixture(["a.md": "apple"], sealed: true)
    try fixture.store.update { _ in }
    try fixture.update()
    var bytes = try fixture.bytes()
    bytes[bytes.count / 2] ^= 1
    let path = try fixture.indexes().file(fixture.definition.name).text
    try StoreFixture.write(bytes, to: path)
    #expect(throws: ByokError.notBuilt(fixture.definition.name)) { try fixture.open() }
    #expect(try fixture.update().isNew)
    try FileManager.default.removeItem(atPath: try fixture.store.path)
    try fixture.store.update { _ in }
    #expect(throws: ByokError.notBuilt(fixture.definition.name)) { try fixture.open() }
    #expect(try fixture.update().isNew)
    #expect(try fixture.found("apple") == ["a.md"])
  }
}
