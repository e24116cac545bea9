import ByokTestSupport
import Foundation
import Testing

import ByokKitTestSupport
@testable import ByokCore
@testable import ByokKit

/// A store of conversations with a keystore of its own.
struct ConversationFixture {
  let store = StoreFixture.make()
  let screen: Screen

  init() throws {
    screen = try Screen()
  }

  /// A fresh process.
  var session: Session { session(store.clock.clock) }

  private func session(_ clock: Clock) -> Session {
    Session(
      console: screen.console, environment: store.environment, clock: clock,
      transport: FakeTransport([]))
  }

  func open(_ clock: Clock? = nil) throws -> ConversationStore {
    let session = session(clock ?? store.clock.clock)
    guard let conversations = try ConversationStore.open(session, create: true) else {
      throw SupportFailure("no store")
    }
    return conversations
  }

  static func name(_ text: String) throws -> ConversationName {
    guard let name = ConversationName(argument: text) else {
      throw SupportFailure("'\(text)' is no name")
    }
    return name
  }

  static func turn(_ number: Int, files: [StoredAttachment] = []) -> StoredTurn {
    var question = StoredMessage(.user, "question \(number)")
    question.attachments = files
    var answer = StoredMessage(.assistant, "answer \(number)", at: Timestamp(seconds: number))
    (answer.model, answer.provider) = ("m\(number)", "p")
    return StoredTurn([question, answer])
  }

  /// A conversation of that many turns.
  func make(_ name: String, turns: Int) throws -> StoredConversation {
    let conversations = try open()
    var conversation = conversations.newConversation(try Self.name(name), system: "be brief")
    for number in 1...turns {
      conversation = try conversations.append(Self.turn(number), to: conversation).conversation
    }
    return conversation
  }

  /// The files of the folder.
  func files(_ folder: String = "conversations") throws -> [String] {
    try FileManager.default.contentsOfDirectory(
      atPath: "\(store.folder.path)/\(folder)"
    ).sorted()
  }
}

extension StoreFixture {
  fileprivate static func make() -> StoreFixture {
    do { return try StoreFixture() } catch { preconditionFailure("no folder: \(error)") }
  }
}

@Suite struct ConversationStoreTests {
  private let fixture: ConversationFixture

  init() throws { fixture = try ConversationFixture() }

  private func name(_ text: String) throws -> ConversationName {
    try ConversationFixture.name(text)
  }

  private func read(_ text: String) throws -> StoredConversation? {
    try fixture.open().conversation(named: name(text))
  }

  private func failure(_ body: () throws(ByokError) -> Void) -> ByokError? {
    do throws(ByokError) {
      try body()
      return nil
    } catch {
      return error
    }
  }

  @Test func `turns are read as they were kept`() throws {
    let kept = try fixture.make("trip", turns: 3)
    let conversation = try #require(try read("trip"))
    #expect(conversation.turns == (1...3).map { ConversationFixture.turn($0) })
    #expect(conversation.system == "be brief" && conversation.damage == nil)
    #expect(conversation.model == "p/m3" && conversation.lastUsed == Timestamp(seconds: 3))
    #expect(conversation.turns == kept.turns && conversation.size == kept.size)
    #expect(try read("other") == nil)
  }

  @Test func `the first use makes a keystore, and says so once`() throws {
    _ = try fixture.open()
    _ = try fixture.open()
    let told = fixture.screen.errors.split(separator: "\n").filter { $0.contains("new keystore") }
    #expect(told.count == 1)
  }

  @Test func `a locked keystore is refused before anything else`() throws {
    _ = try fixture.make("trip", turns: 1)
    try FileManager.default.removeItem(atPath: fixture.store.unlockKeyPath)
    #expect(
      failure { () throws(ByokError) in
        _ = try ConversationStore.open(fixture.session, create: true)
      }?.kind == .locked)
  }

  @Test func `who comes second goes on in a conversation of his own`() throws {
    _ = try fixture.make("trip", turns: 1)
    let store = try fixture.open()
    let (first, second) = (try read("trip"), try read("trip"))
    let one = try store.append(ConversationFixture.turn(2), to: try #require(first))
    let two = try store.append(ConversationFixture.turn(3), to: try #require(second))
    #expect(one.forkedFrom == nil && one.notes.isEmpty)
    #expect(two.forkedFrom?.text == "trip" && two.conversation.name.text == "trip~2")
    #expect(two.notes.count == 1)
    #expect(try read("trip")?.turns == [1, 2].map { ConversationFixture.turn($0) })
    let branch = try #require(try read("trip~2"))
    #expect(branch.turns == [1, 3].map { ConversationFixture.turn($0) })
    #expect(branch.origin == .init(name: "trip", turns: 1) && branch.system == "be brief")
    // It goes on as any other.
    let next = try store.append(ConversationFixture.turn(4), to: two.conversation)
    #expect(next.conversation.name.text == "trip~2" && next.forkedFrom == nil)
  }

  @Test func `two who begin one conversation have two`() throws {
    let store = try fixture.open()
    let fresh = store.newConversation(try name("trip"))
    _ = try store.append(ConversationFixture.turn(1), to: fresh)
    let second = try store.append(ConversationFixture.turn(2), to: fresh)
    #expect(second.conversation.name.text == "trip~2" && second.forkedFrom?.text == "trip")
  }

  @Test func `a turn of a conversation that was removed meanwhile is kept`() throws {
    let conversation = try fixture.make("trip", turns: 2)
    let store = try fixture.open()
    try store.remove([name("trip")])
    let kept = try store.append(ConversationFixture.turn(3), to: conversation)
    #expect(kept.conversation.name.text == "trip" && kept.conversation.turns.count == 3)
    #expect(try read("trip")?.turns.count == 3)
  }

  @Test func `a fork has the turns up to the one that is named`() throws {
    _ = try fixture.make("trip", turns: 3)
    let store = try fixture.open()
    let reference = try #require(ConversationReference(argument: "trip@2"))
    let fork = try store.fork(reference, as: name("rome"))
    #expect(fork.isNew && fork.turns.count == 2)
    _ = try store.append(ConversationFixture.turn(9), to: fork)
    #expect(try read("rome")?.turns == [1, 2, 9].map { ConversationFixture.turn($0) })
    #expect(
      failure { () throws(ByokError) in _ = try store.fork(reference, as: fork.name) }
        == .exists(fork.name))
    let late = try #require(ConversationReference(argument: "trip@4"))
    let new = try name("new")
    #expect(
      failure { () throws(ByokError) in _ = try store.fork(late, as: new) }?.message
        == "the conversation 'trip' has 3 turns, no turn 4")
  }

  @Test func `a turn that is taken back counts no more, and stays`() throws {
    _ = try fixture.make("trip", turns: 3)
    let store = try fixture.open()
    let undone = try store.undo(name("trip"))
    #expect(undone.turn == ConversationFixture.turn(3) && undone.conversation.turns.count == 2)
    let conversation = try #require(try read("trip"))
    #expect(conversation.turns.count == 2 && conversation.allTurns.count == 3)
    #expect(try store.list().items.map(\.turns) == [2])
    _ = try store.append(ConversationFixture.turn(4), to: conversation)
    #expect(try read("trip")?.turns == [1, 2, 4].map { ConversationFixture.turn($0) })
  }

  @Test func `a summary stands for turns as long as they are there`() throws {
    _ = try fixture.make("trip", turns: 3)
    let store = try fixture.open()
    let changed = try store.appendSummary(.init(upTo: 2, text: "short"), to: name("trip"))
    #expect(changed.summary == .init(upTo: 2, text: "short") && changed.turns.count == 3)
    #expect(try read("trip")?.summary?.text == "short")
    _ = try store.undo(name("trip"))
    #expect(try read("trip")?.summary?.upTo == 2)
    _ = try store.undo(name("trip"))
    #expect(try read("trip")?.summary == nil)
    let trip = try name("trip")
    #expect(
      failure { () throws(ByokError) in
        _ = try store.appendSummary(.init(upTo: 2, text: "x"), to: trip)
      }?.kind == .usage)
  }

  @Test func `a conversation of another name is the same one`() throws {
    _ = try fixture.make("trip", turns: 2)
    let store = try fixture.open()
    try store.rename(name("trip"), to: name("rome"))
    #expect(try read("trip") == nil)
    #expect(try read("rome")?.turns.count == 2)
    #expect(try store.last()?.name.text == "rome")
    #expect(try store.list().items.map(\.name.text) == ["rome"])
    try store.rename(name("rome"), to: name("trip"))
    #expect(try read("trip")?.turns.count == 2)
  }

  @Test func `a file that was moved to another's place is not taken for it`() throws {
    _ = try fixture.make("trip", turns: 1)
    let trip = try #require(try read("trip")?.file)
    let other = try fixture.make("rome", turns: 2)
    let rome = try #require(other.file)
    try StoreFixture.write(try StoreFixture.bytes(trip.text), to: rome.text)
    let store = try fixture.open()
    let name = try name("rome")
    #expect(
      failure { () throws(ByokError) in _ = try store.conversation(named: name) }?.kind == .damaged)
    #expect(try store.list().items.map(\.name.text) == ["trip"])
    #expect(try store.list().damaged == [rome])
  }

  @Test func `damage is named, and the turns before it are read`() throws {
    let conversation = try fixture.make("trip", turns: 7)
    let path = try #require(conversation.file).text
    let before = try fixture.make("six", turns: 6).size
    var bytes = try StoreFixture.bytes(path)
    bytes[before + 100] ^= 1
    try StoreFixture.write(bytes, to: path)
    let damaged = try #require(try read("trip"))
    #expect(damaged.turns.count == 6)
    #expect(
      damaged.damage?.message
        == "the conversation 'trip' is damaged at turn 7; the 6 turns before are readable")
    #expect(damaged.damage?.kind == .damaged)
    let store = try fixture.open()
    #expect(
      failure { () throws(ByokError) in try store.checkCanContinue(damaged) } == damaged.damage)
    // A turn that was asked for anyway is not lost.
    let kept = try store.append(ConversationFixture.turn(9), to: damaged)
    #expect(kept.conversation.name.text == "trip~2" && kept.conversation.turns.count == 7)
  }

  @Test func `a turn that was cut off is reported, and the next one takes its place`() throws {
    let conversation = try fixture.make("trip", turns: 2)
    let path = try #require(conversation.file).text
    try StoreFixture.write(try StoreFixture.bytes(path).dropLast(10), to: path)
    let torn = try #require(try read("trip"))
    #expect(torn.isTorn && torn.damage == nil && torn.turns.count == 1)
    #expect(try fixture.open().list().items.map(\.turns) == [1])
    let kept = try fixture.open().append(ConversationFixture.turn(5), to: torn)
    #expect(kept.removedTorn && kept.notes.count == 1)
    #expect(try read("trip")?.turns == [1, 5].map { ConversationFixture.turn($0) })
    #expect(try read("trip")?.isTorn == false)
  }

  @Test func `nothing in the folder is in clear`() throws {
    _ = try fixture.make("secret-trip", turns: 2)
    let folder = "\(fixture.store.folder.path)/conversations"
    for file in try fixture.files() {
      #expect(!file.contains("trip"))
      let bytes = try StoreFixture.bytes("\(folder)/\(file)")
      for word in ["secret-trip", "question", "answer", "brief"] {
        #expect(!bytes[...].contains(Array(word.utf8)))
      }
    }
  }
}
