import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

/// Conversations stay readable whatever happens to the keystore's data key.
@Suite struct ConversationKeysTests {
  private let fixture: ConversationFixture

  init() throws { fixture = try ConversationFixture() }

  private func name(_ text: String) throws -> ConversationName {
    try ConversationFixture.name(text)
  }

  private func rekey() throws {
    let access = fixture.store.access
    try Keystore.update(access, create: false) { (keystore) throws(ByokError) in
      let rewrap = SlotRewrap(access: access)
      try keystore.rekey(removing: nil) { (slot, key, document) throws(ByokError) in
        try rewrap.rewrap(slot, key, document)
      }
    }
  }

  private func turns(_ text: String) throws -> Int? {
    try fixture.open().conversation(named: name(text))?.turns.count
  }

  private func firstLine() throws -> String { try fixture.store.lines()[0] }

  @Test func `a new data key leaves them readable, and new ones are sealed with it`() throws {
    let old = try fixture.make("old", turns: 1)
    for _ in 0..<3 { try rekey() }
    #expect(try firstLine() == KeystoreDocument.rootsVersion)
    #expect(try turns("old") == 1)
    let store = try fixture.open()
    #expect(store.roots.count == 4)
    _ = try store.append(ConversationFixture.turn(2), to: old)
    #expect(try turns("old") == 2)
    _ = try fixture.make("new", turns: 1)
    #expect(try store.list().items.map(\.name.text).sorted() == ["new", "old"])
    #expect(try Set(store.list().items.map(\.root)).count == 2)
    #expect(try store.last()?.name.text == "new")
  }

  @Test func `without conversations a new data key leaves nothing behind`() throws {
    try fixture.store.add("groq", "gsk-one")
    try rekey()
    #expect(try firstLine() != KeystoreDocument.rootsVersion)
  }

  @Test func `what is sealed with another data key leaves no root behind`() throws {
    _ = try fixture.make("old", turns: 1)
    try rekey()
    _ = try fixture.open().reseal(fixture.store.access)
    // Another keystore in the same place: nothing here is sealed with it.
    for file in [try fixture.store.path, try fixture.store.locations.rollbackRecord().text] {
      try FileManager.default.removeItem(atPath: file)
    }
    try fixture.store.add("groq", "gsk-one")
    try rekey()
    #expect(try firstLine() != KeystoreDocument.rootsVersion)
    _ = try MemoryNotes(fixture.open()).add("metric units")
    try rekey()
    #expect(try firstLine() == KeystoreDocument.rootsVersion)
    #expect(try MemoryNotes(fixture.open()).all().map(\.text) == ["metric units"])
  }

  @Test func `a keystore that keeps as many roots as it may says what to do`() throws {
    _ = try fixture.make("old", turns: 1)
    for _ in 0..<Keystore.rootLimit { try rekey() }
    #expect(try turns("old") == 1)
    do {
      try rekey()
      Issue.record("one more is kept")
    } catch {
      #expect((error as? ByokError)?.hints == ["byok conversations reseal"])
    }
    #expect(try fixture.open().reseal(fixture.store.access).forgetsRoots)
    try rekey()
    #expect(try turns("old") == 1)
  }

  @Test func `sealing anew makes old roots unnecessary`() throws {
    let files = [
      StoredAttachment(name: "a.png", mediaType: "image/png", content: .bytes([1, 2, 3]))
    ]
    let store = try fixture.open()
    let fresh = store.newConversation(try name("old"))
    _ = try store.append(ConversationFixture.turn(1, files: files), to: fresh)
    _ = try MemoryNotes(store).add("metric units")
    try rekey()
    let result = try fixture.open().reseal(fixture.store.access)
    #expect(result == .init(files: 3, failed: 0, forgetsRoots: true))
    #expect(try firstLine() != KeystoreDocument.rootsVersion)
    let sealed = try fixture.open()
    #expect(sealed.roots.count == 1)
    let conversation = try #require(try sealed.conversation(named: name("old")))
    let attachment = try #require(conversation.turns.first?.messages.first?.attachments.first)
    #expect(try sealed.bytes(of: attachment) == [1, 2, 3])
    #expect(try MemoryNotes(sealed).all().map(\.text) == ["metric units"])
    #expect(try sealed.last()?.name.text == "old")
    #expect(try sealed.reseal(fixture.store.access) == .init())
  }

  @Test func `the roots stay where something cannot be sealed anew`() throws {
    let conversation = try fixture.make("old", turns: 1)
    let path = try #require(conversation.file).text
    var bytes = try StoreFixture.bytes(path)
    bytes[bytes.count - 60] ^= 1
    try StoreFixture.write(bytes, to: path)
    try rekey()
    let result = try fixture.open().reseal(fixture.store.access)
    #expect(result.failed == 1 && !result.forgetsRoots)
    #expect(try firstLine() == KeystoreDocument.rootsVersion)
  }

  @Test func `a recovery of the keystore keeps the roots`() throws {
    _ = try fixture.make("old", turns: 2)
    try fixture.store.add("groq", "gsk-one")
    try rekey()
    var lines = try fixture.store.lines()
    let place = try #require(lines.firstIndex { $0.hasPrefix("key ") })
    lines[place] += "A"
    try fixture.store.write(lines)
    #expect(try Keystore.recover(fixture.store.access) { (_) throws(ByokError) in } != nil)
    #expect(try turns("old") == 2)
  }

  @Test func `another keystore's conversation is said to be that`() throws {
    _ = try fixture.make("old", turns: 1)
    for file in [try fixture.store.path, try fixture.store.locations.rollbackRecord().text] {
      try FileManager.default.removeItem(atPath: file)
    }
    try fixture.store.add("groq", "gsk-one")
    let store = try fixture.open()
    let listing = try store.list()
    #expect(listing.items.isEmpty && listing.foreign == 1 && listing.damaged.isEmpty)
    #expect(try turns("old") == nil)
    #expect(
      try store.missing(name("old")).hints.last == "1 conversation is sealed with another keystore")
    // A new one may have the name.
    _ = try fixture.make("old", turns: 2)
    #expect(try turns("old") == 2)
  }
}

/// Attachments are kept once, as long as a conversation refers to them.
@Suite struct ConversationAttachmentTests {
  private let fixture: ConversationFixture

  init() throws { fixture = try ConversationFixture() }

  private func file(_ bytes: [UInt8]) -> StoredAttachment {
    StoredAttachment(name: "a.png", mediaType: "image/png", content: .bytes(bytes))
  }

  private func keep(_ name: String, _ bytes: [UInt8]) throws -> ConversationStore.Kept {
    let store = try fixture.open()
    let fresh = store.newConversation(try ConversationFixture.name(name))
    return try store.append(ConversationFixture.turn(1, files: [file(bytes)]), to: fresh)
  }

  @Test func `the same file is kept once, and goes with the last that refers to it`() throws {
    let content = Array("the same picture".utf8)
    _ = try keep("a", content)
    _ = try keep("b", content)
    _ = try keep("c", [7])
    #expect(try fixture.files("conversations/blobs").count == 2)
    let store = try fixture.open()
    try store.remove([ConversationFixture.name("a")])
    #expect(try fixture.files("conversations/blobs").count == 2)
    let read = try #require(try store.conversation(named: ConversationFixture.name("b")))
    let attachment = try #require(read.turns[0].messages[0].attachments.first)
    #expect(attachment.size == content.count)
    #expect(try store.bytes(of: attachment) == content)
    try store.remove([ConversationFixture.name("b")])
    #expect(try fixture.files("conversations/blobs").count == 1)
    #expect(try store.bytes(of: attachment) == nil)
    try store.remove([ConversationFixture.name("c")])
    #expect(try fixture.files("conversations/blobs").isEmpty)
  }

  @Test func `what is too large is only named`() throws {
    let kept = try keep("a", [UInt8](repeating: 1, count: ConversationStore.attachmentLimit + 1))
    #expect(kept.attachmentsNotKept == ["a.png"] && kept.notes.count == 1)
    let attachment = try #require(kept.conversation.turns[0].messages[0].attachments.first)
    #expect(attachment.content == .absent && attachment.size == 1 << 20 + 1)
    let fits = try keep("b", [UInt8](repeating: 1, count: ConversationStore.attachmentLimit))
    #expect(fits.attachmentsNotKept.isEmpty)
  }

  @Test func `a damaged one is said to be damaged, and kept anew with the next`() throws {
    let kept = try keep("a", [1, 2, 3])
    let file = try #require(try fixture.files("conversations/blobs").first)
    let path = "\(fixture.store.folder.path)/conversations/blobs/\(file)"
    var bytes = try StoreFixture.bytes(path)
    bytes[bytes.count - 30] ^= 1
    try StoreFixture.write(bytes, to: path)
    let attachment = try #require(kept.conversation.turns[0].messages[0].attachments.first)
    do {
      _ = try fixture.open().bytes(of: attachment)
      Issue.record("it is read")
    } catch {
      #expect((error as? ByokError)?.kind == .damaged)
    }
    _ = try keep("b", [1, 2, 3])
    #expect(try fixture.open().bytes(of: attachment) == [1, 2, 3])
  }
}
