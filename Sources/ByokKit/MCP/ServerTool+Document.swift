package import ByokCore

extension ServerTool {
  /// The members for JSON.
  package var document: JSONValue {
    var members: [String: JSONValue] = [
      "server": .string(server), "name": .string(name), "description": .string(description),
      "input_schema": inputSchema, "hints": hints.document, "tokens": .integer(tokens),
    ]
    members["output_schema"] = outputSchema
    return .object(members)
  }

  /// Reads such members; `nil` where one is missing.
  init?(document: JSONValue) {
    guard let server = document["server"]?.string, let name = document["name"]?.string,
      let schema = document["input_schema"]
    else { return nil }
    self.init(
      server: server, name: name, description: document["description"]?.string ?? "",
      inputSchema: schema, outputSchema: document["output_schema"],
      hints: ToolHints(document: document["hints"]))
  }

  /// How a person names it, such as `git/git_log`.
  package var shownName: String { Sanitizer.oneLine("\(server)/\(name)", limit: 200) }

  /// What it does, for a listing.
  package var shownDescription: String { Sanitizer.oneLine(description, limit: 200) }

  /// What the server claims of how it behaves, in a few words.
  package var shownHints: String { hints.text }

  /// About how many tokens its definition takes.
  package var tokens: Int {
    let size = name.utf8.count + description.utf8.count + inputSchema.compactText.utf8.count
    return (size + ChatEstimate.bytesPerToken - 1) / ChatEstimate.bytesPerToken
  }
}

extension ToolHints {
  fileprivate var text: String {
    let words = [
      (isReadOnly, "read-only", "writes"), (isDestructive, "destructive", ""),
      (isIdempotent, "idempotent", ""), (isOpenWorld, "open-world", "closed"),
    ].map { claim, yes, no in claim.map { $0 ? yes : no } ?? "" }
    return words.filter { !$0.isEmpty }.joined(separator: ", ")
  }

  fileprivate init(document: JSONValue?) {
    self.init(
      isReadOnly: document?["read_only"]?.flag, isDestructive: document?["destructive"]?.flag,
      isIdempotent: document?["idempotent"]?.flag, isOpenWorld: document?["open_world"]?.flag)
  }

  fileprivate var document: JSONValue {
    let claims = [
      ("read_only", isReadOnly), ("destructive", isDestructive), ("idempotent", isIdempotent),
      ("open_world", isOpenWorld),
    ]
    return .object(
      Dictionary(
        uniqueKeysWithValues: claims.compactMap { name, claim in
          claim.map { (name, .bool($0)) }
        }))
  }
}

extension ToolAnswer {
  /// Whether the tool failed.
  package var hasFailed: Bool { isError }

  /// The answer for a person, with a note in place of each file.
  package var shownText: String {
    content.map { piece in
      switch piece {
      case .text(let text): text
      case .file(let file): "[\(file.name): \(file.mediaType), \(file.bytes.count) bytes]"
      }
    }.joined(separator: "\n")
  }

  /// The members for JSON.
  package var document: JSONValue {
    var members: [String: JSONValue] = [
      "content": .array(content.map(\.document)), "is_error": .bool(isError),
    ]
    members["structured"] = structured
    return .object(members)
  }
}

extension ChatMessage.Content {
  fileprivate var document: JSONValue {
    switch self {
    case .text(let text): .object(["type": .string("text"), "text": .string(text)])
    case .file(let file):
      .object([
        "type": .string("file"), "name": .string(file.name), "mime_type": .string(file.mediaType),
        "data": .string(Base64.encodeStandard(file.bytes)),
      ])
    }
  }
}

extension Attachment {
  /// Its bytes; none for one at an address.
  fileprivate var bytes: [UInt8] {
    guard case .bytes(let bytes) = source else { return [] }
    return bytes
  }
}
