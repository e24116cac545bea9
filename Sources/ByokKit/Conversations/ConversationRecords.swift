internal import ByokCore

/// The records of a conversation's file: JSON objects, whose first member says what they are.
///
/// A file begins with `{"head": …}`. A batch is one or more messages, or one `undo`, `summary` or
/// `rename`, and ends with `{"end": …}`, which says what a list shows, so that a list opens no other.
enum ConversationRecords {
  /// The record at the end of each batch.
  struct End: Equatable {
    var name: String
    /// The name that it had before: a file that has not been moved yet is all right.
    var formerName: String?
    /// How many turns count.
    var turns: Int
    var created: Timestamp
    var at: Timestamp?
    var model: String?
    /// How many sealed files its turns refer to.
    var files: Int

    var document: JSONValue {
      var members: [String: JSONValue] = [
        "name": .string(name), "turns": .integer(turns), "created": .string(created.rfc3339),
      ]
      members["was"] = formerName.map(JSONValue.string)
      members["at"] = at.map { .string($0.rfc3339) }
      members["model"] = model.map(JSONValue.string)
      if files > 0 { members["files"] = .integer(files) }
      return .object(["end": .object(members)])
    }

    init(
      _ conversation: StoredConversation, name: ConversationName? = nil, formerName: String? = nil,
      created: Timestamp
    ) {
      self.name = (name ?? conversation.name).text
      self.formerName = formerName
      turns = conversation.turns.count
      self.created = created
      at = conversation.lastUsed
      model = conversation.model
      files = conversation.keptFiles.count
    }

    init?(_ text: [UInt8]) {
      guard let end = JSONValue(text)?["end"], let name = end["name"]?.string,
        let turns = end["turns"]?.integer,
        let created = end["created"]?.string.flatMap(Timestamp.init(rfc3339:))
      else { return nil }
      (self.name, self.turns, self.created) = (name, turns, created)
      formerName = end["was"]?.string
      at = end["at"]?.string.flatMap(Timestamp.init(rfc3339:))
      model = end["model"]?.string
      files = end["files"]?.integer ?? 0
    }
  }

  /// The first record.
  static func head(_ conversation: StoredConversation, created: Timestamp) -> JSONValue {
    var members: [String: JSONValue] = ["created": .string(created.rfc3339)]
    members["system"] = conversation.firstSystem.map(JSONValue.string)
    if let origin = conversation.origin {
      members["origin"] = .object([
        "name": .string(origin.name), "turns": .integer(origin.turns),
      ])
    }
    return .object(["head": .object(members)])
  }

  /// The records of what is kept, without the end.
  static func documents(_ event: StoredConversation.Event) -> [JSONValue] {
    switch event {
    case .turn(let turn): turn.messages.map(\.document)
    case .undo(let count): [.object(["undo": .integer(count)])]
    case .summary(let summary):
      [
        .object([
          "summary": .object([
            "upto": .integer(summary.upTo), "text": .string(summary.text),
          ])
        ])
      ]
    case .rename: [.object(["rename": .bool(true)])]
    }
  }

  /// Reads a conversation from the batches of its file.
  ///
  /// - Returns: The conversation, and what its last record says; `nil` where they are none.
  static func read(
    _ batches: [[[UInt8]]], named name: ConversationName
  ) -> (conversation: StoredConversation, end: End)? {
    guard let last = batches.last?.last, let end = End(last), let first = batches.first?.first,
      let head = JSONValue(first)?["head"],
      let created = head["created"]?.string.flatMap(Timestamp.init(rfc3339:))
    else { return nil }
    let origin = head["origin"].flatMap { origin in
      origin["name"]?.string.flatMap { name in
        origin["turns"]?.integer.map { StoredConversation.Origin(name: name, turns: $0) }
      }
    }
    var conversation = StoredConversation(
      name, system: head["system"]?.string, created: created, origin: origin)
    for (index, batch) in batches.enumerated() {
      let records = batch.dropFirst(index == 0 ? 1 : 0).dropLast()
      if let event = event(records) { conversation.take(event) }
    }
    return (conversation, end)
  }

  /// What a batch keeps; `nil` for nothing that this version knows.
  private static func event(_ records: ArraySlice<[UInt8]>) -> StoredConversation.Event? {
    let messages = records.compactMap(StoredMessage.init(record:))
    if !messages.isEmpty { return .turn(StoredTurn(messages)) }
    guard let first = records.first.flatMap({ JSONValue($0) }) else { return nil }
    if let count = first["undo"]?.integer, count > 0 { return .undo(count) }
    if let summary = first["summary"], let upTo = summary["upto"]?.integer,
      let text = summary["text"]?.string
    {
      return .summary(.init(upTo: upTo, text: text))
    }
    return first["rename"] != nil ? .rename : nil
  }
}
