package import ByokCore

/// A message of a conversation as it is kept.
///
/// As JSON: `role`, `text`, and if known `at`, `model`, `provider`, `usage`, `cost_usd`, `finish` and
/// `attachments`; `tool_calls` of a message that calls tools, and `name`, `tool_call_id` and `is_error`
/// of one that answers such a call; `sources`, the passages that a reply was to come from. Members that this version does not know stay as they are.
package struct StoredMessage: Equatable, Sendable {
  /// Who speaks.
  package enum Role: String, Sendable {
    case system, user, assistant, tool
  }

  package var role: Role
  package var text: String
  /// When it was sent, or its end arrived.
  package var at: Timestamp?
  /// What replied, by its provider's name for it.
  package var model: String?
  /// The provider's id.
  package var provider: String?
  /// The tokens, as `chat --json` prints them.
  package var usage: JSONValue?
  /// In USD.
  package var cost: Double?
  /// Why the reply ended, as `chat --json` prints it.
  package var finish: String?
  package var attachments: [StoredAttachment] = []
  /// The calls of tools that it makes.
  package var calls: [StoredCall] = []
  /// What the message of a tool answers.
  package var answer: StoredAnswer?
  /// What else is known of it, by name.
  package var other: [String: JSONValue] = [:]

  package init(_ role: Role, _ text: String, at: Timestamp? = nil) {
    (self.role, self.text, self.at) = (role, text, at)
  }

  /// As it is kept, and exported.
  package var document: JSONValue {
    var members = other
    members["role"] = .string(role.rawValue)
    members["text"] = .string(text)
    members["at"] = at.map { .string($0.rfc3339) }
    members["model"] = model.map(JSONValue.string)
    members["provider"] = provider.map(JSONValue.string)
    members["usage"] = usage
    members["cost_usd"] = cost.flatMap { $0.isFinite ? .number($0) : nil }
    members["finish"] = finish.map(JSONValue.string)
    if !attachments.isEmpty { members["attachments"] = .array(attachments.map(\.document)) }
    if !calls.isEmpty { members["tool_calls"] = .array(calls.map(\.document)) }
    if let answer { members.merge(answer.members) { $1 } }
    return .object(members)
  }

  /// Reads what was kept; `nil` where it is no message.
  package init?(_ document: JSONValue) {
    guard let record = try? document.json() else { return nil }
    self.init(record: record)
  }

  /// Reads a record; `nil` where it is no message.
  ///
  /// A conversation has hundreds.
  init?(record: [UInt8]) {
    let bytes = record.span
    var reader = JSONReader(bytes, .lossy)
    self.init(.user, "")
    var (hasRole, hasText) = (false, false)
    do throws(JSONFlaw) {
      guard try reader.openObject(bytes) else { return nil }
      while try reader.nextMember(bytes) {
        if reader.isNamed("role", bytes) {
          guard let role = try reader.text(bytes).flatMap(Role.init) else { return nil }
          (self.role, hasRole) = (role, true)
        } else if reader.isNamed("text", bytes) {
          guard let text = try reader.text(bytes) else { return nil }
          (self.text, hasText) = (text, true)
        } else {
          try take(&reader, bytes)
        }
      }
      try reader.finish(bytes)
    } catch {
      return nil
    }
    guard hasRole, hasText else { return nil }
    if role == .tool {
      answer = StoredAnswer(.object(other))
      if answer != nil { other = other.filter { !StoredAnswer.names.contains($0.key) } }
    }
  }

  private mutating func take(
    _ reader: inout JSONReader, _ bytes: Span<UInt8>
  ) throws(JSONFlaw) {
    if reader.isNamed("at", bytes) {
      at = try reader.text(bytes).flatMap(Timestamp.init(rfc3339:))
    } else if reader.isNamed("model", bytes) {
      model = try reader.text(bytes)
    } else if reader.isNamed("provider", bytes) {
      provider = try reader.text(bytes)
    } else if reader.isNamed("usage", bytes) {
      usage = try reader.valueIfAny(bytes)
    } else if reader.isNamed("cost_usd", bytes) {
      cost = try reader.double(bytes)
    } else if reader.isNamed("finish", bytes) {
      finish = try reader.text(bytes)
    } else if reader.isNamed("tool_calls", bytes) {
      calls = (try reader.value(bytes).elements ?? []).compactMap(StoredCall.init)
    } else if reader.isNamed("attachments", bytes) {
      attachments = (try reader.value(bytes).elements ?? []).compactMap(StoredAttachment.init)
    } else {
      let name = try bytes.text(reader.name, .lossy)
      other[name] = try reader.value(bytes)
    }
  }
}

/// A file that was sent with a message.
package struct StoredAttachment: Equatable, Sendable {
  /// Where its bytes are.
  package enum Content: Equatable, Sendable {
    /// Here: they are kept with the message, if they are not too many.
    case bytes([UInt8])
    /// In a sealed file of that name, beside the conversations.
    case kept(String)
    /// At an `https` address.
    case url(String)
    /// Nowhere: they were too many to be kept.
    case absent
  }

  /// The name that the user gave it, without folders.
  package var name: String
  /// Such as `image/png`.
  package var mediaType: String
  package var content: Content
  /// The size in bytes; `nil` of what is at an address.
  package var size: Int?
  /// Where the user had it; `nil` where that is not known.
  package var path: String?

  package init(name: String, mediaType: String, content: Content, path: String? = nil) {
    (self.name, self.mediaType, self.content, self.path) = (name, mediaType, content, path)
    if case .bytes(let bytes) = content { size = bytes.count }
  }

  /// As it is kept; bytes that are here are not.
  var document: JSONValue {
    var members: [String: JSONValue] = ["name": .string(name), "type": .string(mediaType)]
    members["bytes"] = size.map(JSONValue.integer)
    members["path"] = path.map(JSONValue.string)
    switch content {
    case .kept(let file): members["file"] = .string(file)
    case .url(let url): members["url"] = .string(url)
    case .bytes, .absent: break
    }
    return .object(members)
  }

  init?(_ document: JSONValue) {
    guard let name = document["name"]?.string, let type = document["type"]?.string else {
      return nil
    }
    let content: Content =
      if let file = document["file"]?.string, Self.isFileName(file) {
        .kept(file)
      } else if let url = document["url"]?.string {
        .url(url)
      } else {
        .absent
      }
    self.init(name: name, mediaType: type, content: content, path: document["path"]?.string)
    size = document["bytes"]?.integer
  }

  private static func isFileName(_ text: String) -> Bool {
    text.utf8.count == 32 && text.allSatisfy { $0.isHexDigit && !$0.isUppercase }
  }
}

/// What was asked and answered, written at once.
package struct StoredTurn: Equatable, Sendable {
  /// The user's message and the assistant's; changed instructions come before them.
  package var messages: [StoredMessage]

  package init(_ messages: [StoredMessage]) {
    self.messages = messages
  }

  /// When its last message was said.
  package var at: Timestamp? { messages.last { $0.at != nil }?.at }

  /// What replied, as users write it: `provider/model`.
  package var model: String? {
    guard let reply = messages.last(where: { $0.model != nil }), let model = reply.model else {
      return nil
    }
    return reply.provider.map { "\($0)/\(model)" } ?? model
  }
}
