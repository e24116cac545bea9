import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

/// Which indexes there are.
@Suite struct IndexStoreTests {
  @Test func `a definition is the same after writing and reading`() throws {
    let fixture = try IndexFixture()
    let indexes = fixture.indexes()
    var definition = fixture.definition
    (definition.includes, definition.excludes) = (["*.md"], ["old/", "x y"])
    (definition.isSealed, definition.takesSecrets) = (true, true)
    (definition.maxFiles, definition.maxBytes) = (7, 8)
    definition.encoding = .latin1
    definition.embedding = .init(model: "openai/text-embedding-3-small", dimensions: 256)
    #expect(try indexes.definitions() == [])
    try indexes.set(definition, isNew: true)
    #expect(try indexes.definitions() == [definition])
    #expect(throws: ByokError.indexExists(definition.name)) {
      try indexes.set(definition, isNew: true)
    }
    definition.embedding = nil
    try indexes.set(definition, isNew: false)
    #expect(try indexes.definition(definition.name) == definition)
  }

  @Test func `an index is removed with its files, and the tree stays`() throws {
    let fixture = try IndexFixture(["a.md": "apple"])
    let indexes = fixture.indexes()
    try indexes.set(fixture.definition, isNew: true)
    try fixture.update()
    try indexes.remove(fixture.definition.name)
    #expect(try indexes.definitions() == [])
    #expect(
      !FileManager.default.fileExists(atPath: try indexes.file(fixture.definition.name).folder))
    #expect(FileManager.default.fileExists(atPath: fixture.root + "/a.md"))
    let failure = #expect(throws: ByokError.self) { try indexes.remove(fixture.definition.name) }
    #expect(failure?.kind == .usage)
  }

  @Test(arguments: [
    "", "[]", "{}", #"{"indexes": []}"#, #"{"indexes": {"a": {}}}"#,
    #"{"indexes": {"A B": {"paths": ["/x"], "created_at": "2026-01-01T00:00:00Z"}}}"#,
    #"{"indexes": {"a": {"paths": ["x"], "created_at": "2026-01-01T00:00:00Z"}}}"#,
    #"{"indexes": {"a": {"paths": [], "created_at": "2026-01-01T00:00:00Z"}}}"#,
  ])
  func `definitions that byok did not write are damaged`(text: String) throws {
    let fixture = try IndexFixture()
    let path = try fixture.store.locations.indexes().text
    try StoreFixture.write(Array(text.utf8), to: path)
    try StoreFixture.setMode(0o600, of: path)
    let failure = #expect(throws: ByokError.self) { try fixture.indexes().definitions() }
    #expect(failure?.kind == .damaged)
  }

  @Test(arguments: ["a", "my-docs", "a.b_c", "0"])
  func `some texts are names`(text: String) {
    #expect(IndexName(argument: text)?.text == text)
  }

  @Test(arguments: [
    "", "A", "a b", "../x", "a/b", ".", "-x", "sk-proj-" + String(repeating: "a1B2", count: 12),
  ])
  func `others are not`(text: String) {
    #expect(IndexName(argument: text) == nil)
  }
}
