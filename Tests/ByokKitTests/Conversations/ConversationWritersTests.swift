import ByokTestSupport
import Dispatch
import Foundation
import Synchronization
import Testing

@testable import ByokCore
@testable import ByokKit

/// Many who go on with one conversation at once.
@Suite struct ConversationWritersTests {
  private static let count = 50

  @Test func `of fifty who go on with one conversation no turn is lost`() throws {
    let fixture = try ConversationFixture()
    _ = try fixture.make("trip", turns: 2)
    let store = try fixture.open(.system)
    let name = try ConversationFixture.name("trip")
    let failures = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: Self.count) { number in
      do {
        guard let conversation = try store.conversation(named: name) else {
          throw SupportFailure("it is gone")
        }
        _ = try store.append(ConversationFixture.turn(100 + number), to: conversation)
      } catch {
        failures.withLock { $0.append("\(error)") }
      }
    }
    #expect(failures.withLock { $0 } == [])
    let items = try store.list().items
    var found: Set<String> = []
    for item in items {
      let conversation = try #require(try store.conversation(named: item.name))
      #expect(conversation.damage == nil && !conversation.isTorn)
      // Each begins as the one that was read, whatever of it was there then.
      #expect(
        conversation.turns.prefix(2) == [1, 2].map { ConversationFixture.turn($0) }[...])
      for turn in conversation.turns.dropFirst(2) { found.insert(turn.messages[0].text) }
    }
    #expect(found == Set((0..<Self.count).map { "question \(100 + $0)" }))
    #expect(try fixture.files().allSatisfy { !$0.contains(".tmp.") })
  }

  @Test func `of twenty who begin one conversation each has one`() throws {
    let fixture = try ConversationFixture()
    let store = try fixture.open(.system)
    let fresh = store.newConversation(try ConversationFixture.name("trip"))
    let names = Mutex<Set<String>>([])
    DispatchQueue.concurrentPerform(iterations: 20) { number in
      guard let kept = try? store.append(ConversationFixture.turn(number), to: fresh) else {
        return
      }
      names.withLock { _ = $0.insert(kept.conversation.name.text) }
    }
    let expected = Set(["trip"] + (2...20).map { "trip~\($0)" })
    #expect(names.withLock { $0 } == expected)
    #expect(try Set(store.list().items.map(\.name.text)) == expected)
  }
}
