package import ByokCore

/// A conversation as programs read it, and as it is imported again.
///
/// `{"name", "created_at", "last_used_at", "model", "system", "origin": {"name", "turns"},
/// "summary": {"upto", "text"}, "turns": [{"turn", "messages": [{"role", "text", …}]}]}`; what is not
/// known is `null`.
package enum ConversationDocument {
  /// The document of a conversation.
  package static func of(
    _ conversation: StoredConversation, _ turns: [(number: Int, turn: StoredTurn)]
  ) -> JSONValue {
    var members: [String: JSONValue] = [
      "name": .string(conversation.name.text),
      "created_at": .string(conversation.created),
      "last_used_at": .string(conversation.lastUsed),
      "model": conversation.model.map(JSONValue.string) ?? .null,
      "system": conversation.system.map(JSONValue.string) ?? .null,
      "origin": .null, "summary": .null,
      "turns": .array(
        turns.map { number, turn in
          .object([
            "turn": .integer(number), "messages": .array(turn.messages.map(\.document)),
          ])
        }),
    ]
    if let origin = conversation.origin {
      members["origin"] = .object([
        "name": .string(origin.name), "turns": .integer(origin.turns),
      ])
    }
    if let summary = conversation.summary {
      members["summary"] = .object([
        "upto": .integer(summary.upTo), "text": .string(summary.text),
      ])
    }
    return .object(members)
  }

  /// The messages as `byok chat --messages` reads them; attachments are left out.
  package static func messages(_ conversation: StoredConversation) -> JSONValue {
    let system = conversation.system.map { [message("system", $0)] } ?? []
    let others = conversation.turns.flatMap(\.messages).compactMap { each -> JSONValue? in
      switch each.role {
      case .system: nil
      case .user, .assistant: message(each.role.rawValue, each.text)
      // What a tool answered is known to the reply.
      case .tool: nil
      }
    }
    return .array(system + others)
  }

  private static func message(_ role: String, _ text: String) -> JSONValue {
    .object(["role": .string(role), "content": .string(text)])
  }
}

extension ConversationDocument {
  /// Reads a document, or messages.
  ///
  /// - Parameters:
  ///   - bytes: The JSON text.
  ///   - source: What messages call it.
  /// - Returns: The instructions and the turns, at least one.
  /// - Throws: A usage error that names the place.
  package static func read(
    _ bytes: [UInt8], from source: String
  ) throws(ByokError) -> (system: String?, turns: [StoredTurn]) {
    let document = try JSONValue(strict: bytes, from: source, hint: hint)
    let result: (system: String?, turns: [StoredTurn])
    if let turns = document["turns"]?.elements {
      result = (document["system"]?.string, try self.turns(turns, from: source))
    } else if let messages = document.elements {
      result = try self.turns(ofMessages: messages, from: source)
    } else {
      throw ByokError(.usage, "\(source) is neither an export nor an array of messages", hint: hint)
    }
    guard !result.turns.isEmpty else {
      throw ByokError(.usage, "\(source) has no message of a user", hint: hint)
    }
    return result
  }

  private static let hint = "such as [{\"role\": \"user\", \"content\": \"Hello\"}]"

  private static func turns(
    _ elements: [JSONValue], from source: String
  ) throws(ByokError) -> [StoredTurn] {
    var turns: [StoredTurn] = []
    for (index, element) in elements.enumerated() {
      let messages = element["messages"]?.elements ?? []
      let known = messages.compactMap(StoredMessage.init).map(withoutKeptFiles)
      guard !known.isEmpty, known.count == messages.count else {
        throw ByokError(.usage, "\(source).turns[\(index)] holds something that is no message")
      }
      turns.append(StoredTurn(known))
    }
    return turns
  }

  /// The message without references to files that are kept elsewhere.
  private static func withoutKeptFiles(_ message: StoredMessage) -> StoredMessage {
    var message = message
    for place in message.attachments.indices {
      if case .kept = message.attachments[place].content {
        message.attachments[place].content = .absent
      }
    }
    return message
  }

  private static func turns(
    ofMessages elements: [JSONValue], from source: String
  ) throws(ByokError) -> (system: String?, turns: [StoredTurn]) {
    var (system, turns): (String?, [StoredTurn]) = (nil, [])
    for (index, element) in elements.enumerated() {
      let place = "\(source)[\(index)]"
      guard let text = text(element["content"]) else {
        throw ByokError(.usage, "\(place).content must be a string or a list of texts", hint: hint)
      }
      switch element["role"]?.string {
      case "system", "developer":
        guard turns.isEmpty else {
          throw ByokError(.usage, "\(place) is a system message, which must come first")
        }
        system = system.map { "\($0)\n\n\(text)" } ?? text
      case "user":
        // Two in a row are one turn, as if they were sent at once.
        if turns.last?.messages.last?.role == .user {
          turns[turns.count - 1].messages.append(StoredMessage(.user, text))
        } else {
          turns.append(StoredTurn([StoredMessage(.user, text)]))
        }
      case "assistant":
        guard !turns.isEmpty else {
          throw ByokError(.usage, "\(place): the first message must be a user's", hint: hint)
        }
        turns[turns.count - 1].messages.append(StoredMessage(.assistant, text))
      default:
        throw ByokError(.usage, "\(place).role must be system, user or assistant", hint: hint)
      }
    }
    return (system, turns)
  }

  private static func text(_ content: JSONValue?) -> String? {
    if let text = content?.string { return text }
    guard let parts = content?.elements else { return nil }
    let texts = parts.compactMap { $0["type"]?.string == "text" ? $0["text"]?.string : nil }
    return texts.count == parts.count ? texts.joined() : nil
  }
}

extension JSONValue {
  /// A moment; `null` where it is not known.
  fileprivate static func string(_ time: Timestamp?) -> JSONValue {
    time.map { .string($0.rfc3339) } ?? .null
  }
}

extension ConversationStore.Item {
  /// What `conversations list --json` prints of it.
  package var document: JSONValue {
    .object([
      "name": .string(name.text), "turns": .integer(turns), "size": .integer(size),
      "model": model.map(JSONValue.string) ?? .null, "created_at": .string(created),
      "last_used_at": .string(lastUsed),
    ])
  }
}
