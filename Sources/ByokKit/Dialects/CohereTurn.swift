internal import ByokCore

/// The assistant's message of a reply of Cohere's.
///
/// Source: <https://docs.cohere.com/v2/reference/chat>, `AssistantMessage`.
struct CohereTurn: TurnBuilder {
  static let dialect = Cohere.name

  /// A piece of content: a text or thinking.
  private struct Part {
    package let index: Int?
    package let type: String
    package var text: String
  }

  private var plan = ""
  private var parts: [Part] = []
  private var calls: [(index: Int, call: JSONAssembly)] = []

  mutating func take(_ piece: JSONValue) {
    let index = piece["index"]?.integer
    guard let message = (piece["delta"] ?? piece)["message"] else { return }
    plan += message["tool_plan"]?.text ?? ""
    for part in Self.list(message["content"]) { add(part, at: index) }
    for (place, call) in Self.list(message["tool_calls"]).enumerated() {
      add(call, at: index ?? place)
    }
  }

  /// A list, or the one thing that an event is about.
  private static func list(_ value: JSONValue?) -> [JSONValue] {
    value.map { $0.elements ?? [$0] } ?? []
  }

  private mutating func add(_ part: JSONValue, at index: Int?) {
    for type in ["thinking", "text"] {
      guard let text = part[type]?.text else { continue }
      if index != nil, let last = parts.indices.last, parts[last].index == index,
        parts[last].type == type
      {
        parts[last].text += text
      } else {
        parts.append(Part(index: index, type: type, text: text))
      }
    }
  }

  private mutating func add(_ call: JSONValue, at index: Int) {
    let place = calls.firstIndex { $0.index == index } ?? calls.count
    if place == calls.count { calls.append((index, JSONAssembly())) }
    calls[place].call.add(call.members)
  }

  var content: JSONValue? {
    var members: [String: JSONValue] = [:]
    if !plan.isEmpty { members["tool_plan"] = .string(plan) }
    if !calls.isEmpty { members["tool_calls"] = .array(calls.map { Self.whole($0.call) }) }
    if !parts.isEmpty {
      members["content"] = .array(
        parts.map { .object(["type": .string($0.type), $0.type: .string($0.text)]) })
    }
    guard !members.isEmpty else { return nil }
    members["role"] = .string("assistant")
    return .object(members)
  }

  /// A call; one without arguments has none of them in a stream, but must have some in a request.
  private static func whole(_ call: JSONAssembly) -> JSONValue {
    var members = call.members
    var function = members["function"]?.members ?? [:]
    if function["arguments"]?.text == nil { function["arguments"] = .string("{}") }
    members["function"] = .object(function)
    return .object(members)
  }
}
