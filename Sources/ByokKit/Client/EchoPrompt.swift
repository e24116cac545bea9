internal import ByokCore

/// A request as `echo` reads it: of a long conversation, only its last messages are looked at.
struct EchoRequest {
  private let body: [UInt8]
  private(set) var model = ""
  private(set) var isStream = false
  /// Whether tools may be called.
  private(set) var hasTools = false
  /// Where the messages are.
  private(set) var messages: [Range<Int>] = []

  /// - Parameter body: The body of an `openai-chat` request; `nil` for any other.
  init?(_ body: [UInt8]) {
    self.body = body
    let bytes = body.span
    var reader = JSONReader(bytes, .lossy)
    do throws(JSONFlaw) {
      guard try reader.openObject(bytes) else { return nil }
      while try reader.nextMember(bytes) {
        if reader.isNamed("model", bytes) {
          model = try reader.text(bytes) ?? ""
        } else if reader.isNamed("stream", bytes) {
          isStream = try reader.bool(bytes) == true
        } else if reader.isNamed("tools", bytes) {
          hasTools = try reader.hasValue(bytes)
        } else if reader.isNamed("messages", bytes) {
          guard try reader.openArray(bytes) else { return nil }
          while try reader.nextElement(bytes) {
            let start = reader.position
            try reader.skip(bytes)
            messages.append(start..<reader.position)
          }
        } else {
          try reader.skip(bytes)
        }
      }
      try reader.finish(bytes)
    } catch {
      return nil
    }
    guard !messages.isEmpty else { return nil }
  }

  /// A message.
  func value(_ range: Range<Int>) -> JSONValue { JSONValue(Array(body[range])) ?? .null }
}

/// What `echo` makes of the last messages of a conversation.
struct EchoPrompt {
  /// A call of a tool.
  struct Call {
    let index: Int
    let id: String
    let name: String
    let arguments: String

    var document: JSONValue {
      .object([
        "index": .integer(index), "id": .string(id), "type": .string("function"),
        "function": .object(["name": .string(name), "arguments": .string(arguments)]),
      ])
    }
  }

  private(set) var text: String
  private(set) var calls: [Call] = []

  init(_ request: EchoRequest) {
    var last: [JSONValue] = []
    for message in request.messages.reversed() {
      let value = request.value(message)
      guard last.isEmpty || value["role"]?.text == "tool" else { break }
      last.insert(value, at: 0)
      if value["role"]?.text != "tool" { break }
    }
    text = last.map { $0["content"].map(Self.text) ?? "" }.joined(separator: "\n")
    guard request.hasTools else { return }
    let made = request.messages.map(request.value).reduce(0) {
      $0 + ($1["tool_calls"]?.elements?.count ?? 0)
    }
    var lines: [Substring] = []
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      guard let words = Self.words(of: line) else {
        lines.append(line)
        continue
      }
      calls.append(
        Call(
          index: calls.count, id: "call_\(made + calls.count + 1)", name: words.name,
          arguments: words.arguments))
    }
    if !calls.isEmpty { text = lines.joined(separator: "\n") }
  }

  /// The call that a line asks for: `#call SERVER/TOOL {…}`.
  private static func words(of line: Substring) -> (name: String, arguments: String)? {
    let words = line.split(separator: " ", maxSplits: 2)
    guard words.count >= 2, words[0] == "#call" else { return nil }
    let names = words[1].split(separator: "/", maxSplits: 1).map(String.init)
    let name = names.count == 2 ? ToolName.of(names[1], server: names[0]) : names[0]
    return (name, words.count == 3 ? String(words[2]) : "{}")
  }

  private static func text(_ content: JSONValue) -> String {
    content.text ?? (content.elements ?? []).compactMap { $0["text"]?.text }.joined()
  }
}
