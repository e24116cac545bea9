package import ByokCore

/// A conversation as it is kept, or one that is to begin with the next turn.
package struct StoredConversation: Sendable {
  /// What it is called.
  package private(set) var name: ConversationName
  /// When it began; `nil` for one that has not.
  package let created: Timestamp?
  /// What it was begun with: the conversation, and how many of its turns.
  package let origin: Origin?
  /// What was kept, in that order.
  private(set) var events: [Event] = []
  /// The instructions that it was begun with.
  let firstSystem: String?
  /// What is asked of the model before all; `nil` for nothing.
  package private(set) var system: String?
  /// The turns that count, the oldest first.
  package private(set) var turns: [StoredTurn] = []
  /// What stands for the first turns, if they are too long to send; the last one counts.
  package private(set) var summary: Summary?
  /// Why turns are missing at its end; `nil` for a sound one.
  package var damage: ByokError?
  /// Whether its last turn was cut off while it was written, and is not there.
  package internal(set) var isTorn = false
  /// How far the file has been read; `nil` for one that has none yet.
  var state: RecordFile.State?
  /// The file that holds it.
  var file: FilePath?

  /// Where a conversation comes from.
  package struct Origin: Equatable, Sendable {
    package let name: String
    package let turns: Int
  }

  /// A text in place of turns.
  package struct Summary: Equatable, Sendable {
    /// How many turns it stands for, from the first on.
    package let upTo: Int
    package let text: String

    package init(upTo: Int, text: String) {
      (self.upTo, self.text) = (upTo, text)
    }
  }

  /// What is kept of a conversation.
  enum Event: Equatable, Sendable {
    case turn(StoredTurn)
    /// The last turns that count do not any more.
    case undo(Int)
    case summary(Summary)
    /// Another name; of no other consequence here.
    case rename
  }

  init(
    _ name: ConversationName, system: String? = nil, created: Timestamp? = nil,
    origin: Origin? = nil
  ) {
    (self.name, self.created, self.origin) = (name, created, origin)
    (firstSystem, self.system) = (system, system)
  }

  /// Whether it is not kept yet: the next turn makes its file.
  package var isNew: Bool { state == nil }

  /// The bytes of its file.
  package var size: Int { state?.size ?? 0 }

  /// All turns, with those that were taken back.
  package var allTurns: [StoredTurn] {
    events.compactMap { event in
      if case .turn(let turn) = event { turn } else { nil }
    }
  }

  /// When something was last said.
  package var lastUsed: Timestamp? { turns.last { $0.at != nil }?.at ?? created }

  /// What replied last, as users write it.
  package var model: String? { turns.last { $0.model != nil }?.model }

  /// Adds what was kept next.
  mutating func take(_ event: Event) {
    events.append(event)
    switch event {
    case .turn(let turn):
      turns.append(turn)
      for message in turn.messages where message.role == .system { system = message.text }
    case .undo(let count):
      turns.removeLast(min(count, turns.count))
      if let summary, summary.upTo > turns.count { self.summary = nil }
    case .summary(let new):
      if new.upTo <= turns.count { summary = new }
    case .rename: break
    }
  }

  /// Its first turns as the beginning of another conversation, which is not kept yet.
  func beginning(of name: ConversationName, turns count: Int) -> StoredConversation {
    var other = StoredConversation(
      name, system: firstSystem, origin: Origin(name: self.name.text, turns: count))
    for turn in turns.prefix(count) { other.take(.turn(turn)) }
    if let summary, summary.upTo <= count { other.take(.summary(summary)) }
    return other
  }

  /// The names of the sealed files that its turns refer to, also those of turns that were taken back.
  var keptFiles: Set<String> {
    Set(
      allTurns.flatMap(\.messages).flatMap(\.attachments).compactMap { attachment in
        if case .kept(let file) = attachment.content { file } else { nil }
      })
  }
}
