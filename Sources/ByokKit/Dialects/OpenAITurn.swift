internal import ByokCore

/// The assistant's message of a Chat Completions reply, whatever members the provider gives it.
///
/// Source: <https://platform.openai.com/docs/api-reference/chat-streaming>; that unknown members have
/// to be sent back: <https://openrouter.ai/docs/use-cases/reasoning-tokens>,
/// <https://api-docs.deepseek.com/guides/thinking_mode>, <https://ai.google.dev/gemini-api/docs/openai>.
struct OpenAITurn: TurnBuilder {
  static let dialect = OpenAIChat.name

  private var message = JSONAssembly()
  private var calls: [JSONAssembly] = []
  private var places = ToolCallIndex()
  private var hasMessage = false
  private var alternatives = Alternatives()

  mutating func take(_ piece: JSONValue) {
    let choices = (piece["choices"]?.elements ?? []).enumerated()
      .map { (number: $1["index"]?.integer ?? $0, choice: $1) }
    for (number, choice) in choices.sorted(by: { $0.number < $1.number }) {
      guard var members = (choice["delta"] ?? choice["message"])?.members, !members.isEmpty else {
        continue
      }
      let hasText = members["content"]?.text != nil || members["refusal"]?.text != nil
      let isAnswer = alternatives.isAnswer(number, hasText: hasText)
      guard isAnswer || !hasText else { continue }
      hasMessage = true
      let calls = members.removeValue(forKey: "tool_calls")?.elements ?? []
      if !calls.isEmpty, alternatives.isCaller(number) { for call in calls { take(call: call) } }
      message.add(members)
    }
  }

  private mutating func take(call: JSONValue) {
    var piece = ToolCallChunk()
    (piece.index, piece.id) = (call["index"]?.integer, call["id"]?.text)
    piece.function = ToolCallChunk.Function(name: call["function"]?["name"]?.text)
    let place = places.place(of: piece)
    while calls.count <= place { calls.append(JSONAssembly()) }
    var members = call.members
    members["index"] = nil
    calls[place].add(members)
  }

  var content: JSONValue? {
    guard hasMessage else { return nil }
    var members = message.members
    if members["role"]?.text == nil { members["role"] = .string("assistant") }
    if !calls.isEmpty { members["tool_calls"] = .array(calls.map { .object($0.members) }) }
    return .object(members)
  }
}

/// An object that is put together from its pieces.
///
/// Strings grow, and so do arrays, in which objects of one `index` are pieces of one object.
struct JSONAssembly: Sendable {
  /// An element of an array.
  private enum Element {
    case whole(JSONValue)
    case assembled(index: Int, type: String?, JSONAssembly)
  }

  private var texts: [String: String] = [:]
  private var lists: [String: [Element]] = [:]
  private var objects: [String: JSONAssembly] = [:]
  private var others: [String: JSONValue] = [:]

  /// Strings that come whole, and by some providers in every piece.
  private static let wholes: Set<String> = ["role", "id", "type", "name", "format"]
  /// Objects that come in pieces.
  private static let parted: Set<String> = ["function", "function_call"]

  /// Adds a piece.
  mutating func add(_ members: [String: JSONValue]) {
    for (name, value) in members {
      switch value {
      case .string(let text): add(text, to: name)
      case .array(let elements): add(elements, to: name)
      case .object(let members) where Self.parted.contains(name):
        objects[name, default: JSONAssembly()].add(members)
      case .null: others[name] = others[name] ?? (name == "content" ? .null : nil)
      default: others[name] = value
      }
    }
  }

  private mutating func add(_ text: String, to name: String) {
    if Self.wholes.contains(name) {
      if !text.isEmpty || others[name] == nil { others[name] = .string(text) }
    } else if lists[name] == nil {
      texts[name, default: ""] += text
    } else if !text.isEmpty {
      lists[name]?.append(.whole(Self.part(text)))
    }
  }

  private mutating func add(_ elements: [JSONValue], to name: String) {
    // A content of parts may go on with plain text, and the other way round.
    if lists[name] == nil, let text = texts.removeValue(forKey: name), !text.isEmpty {
      lists[name] = [.whole(Self.part(text))]
    }
    for element in elements {
      guard let index = element["index"]?.integer else {
        lists[name, default: []].append(.whole(element))
        continue
      }
      add(element, at: index, to: name)
    }
    if lists[name] == nil { lists[name] = [] }
  }

  private mutating func add(_ element: JSONValue, at index: Int, to name: String) {
    let type = element["type"]?.text
    let place = lists[name]?.lastIndex { old in
      guard case .assembled(index, let oldType, _) = old else { return false }
      return type == nil || type == oldType
    }
    guard let place, case .assembled(_, let oldType, var assembly)? = lists[name]?[place] else {
      var assembly = JSONAssembly()
      assembly.add(element.members)
      lists[name, default: []].append(.assembled(index: index, type: type, assembly))
      return
    }
    // Two owners of the text would copy it for every piece.
    lists[name]?[place] = .whole(.null)
    assembly.add(element.members)
    lists[name]?[place] = .assembled(index: index, type: oldType, assembly)
  }

  private static func part(_ text: String) -> JSONValue {
    .object(["type": .string("text"), "text": .string(text)])
  }

  /// The object so far.
  var members: [String: JSONValue] {
    var members = others
    for (name, text) in texts { members[name] = .string(text) }
    for (name, object) in objects { members[name] = .object(object.members) }
    for (name, list) in lists {
      members[name] = .array(
        list.map { element in
          switch element {
          case .whole(let value): value
          case .assembled(_, _, let assembly): .object(assembly.members)
          }
        })
    }
    return members
  }
}
