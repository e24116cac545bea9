internal import ByokCore

/// The content blocks of a reply of Anthropic's, in their order.
///
/// Source: <https://docs.anthropic.com/en/docs/build-with-claude/extended-thinking>, "Preserving
/// thinking blocks".
struct AnthropicTurn: TurnBuilder {
  static let dialect = AnthropicMessages.name

  /// A block, and what was added to its members.
  private struct Block {
    package var members: [String: JSONValue]
    package var texts: [String: String] = [:]
    var citations: [JSONValue] = []
    package var json = ""

    /// The block as a request takes it; `nil` for a text that is empty.
    package var whole: JSONValue? {
      var members = members
      for (name, text) in texts {
        members[name] = .string((members[name]?.string ?? "") + text)
      }
      if !citations.isEmpty {
        members["citations"] = .array((members["citations"]?.elements ?? []) + citations)
      }
      if let input = JSONValue(Array(json.utf8)) { members["input"] = input }
      if members["type"]?.text == "tool_use", members["input"] == nil {
        members["input"] = .object([:])
      }
      return AnthropicTurn.isEmptyText(members) ? nil : .object(members)
    }
  }

  private var blocks: [Block] = []
  /// The latest block of each number.
  private var places: [Int: Int] = [:]

  mutating func take(_ piece: JSONValue) {
    let index = piece["index"]?.integer ?? 0
    switch piece["type"]?.text {
    case "content_block_start":
      if let block = piece["content_block"] { begin(block, at: index) }
    case "content_block_delta":
      if let delta = piece["delta"] { add(delta, at: index) }
    default:
      for block in piece["content"]?.elements ?? [] { begin(block, at: blocks.count) }
    }
  }

  private mutating func begin(_ block: JSONValue, at index: Int) {
    places[index] = blocks.count
    blocks.append(Block(members: block.members))
  }

  private mutating func add(_ delta: JSONValue, at index: Int) {
    guard let type = delta["type"]?.text else { return }
    // Some gateways leave out how a block begins.
    if places[index] == nil, type == "text_delta" || type == "thinking_delta" {
      begin(.object(["type": .string(String(type.dropLast(6)))]), at: index)
    }
    guard let place = places[index] else { return }
    switch type {
    case "input_json_delta": blocks[place].json += delta["partial_json"]?.text ?? ""
    case "citations_delta": blocks[place].citations += [delta["citation"]].compactMap(\.self)
    default:
      for (name, value) in delta.members where name != "type" {
        if let text = value.string { blocks[place].texts[name, default: ""] += text }
      }
    }
  }

  private static func isEmptyText(_ block: [String: JSONValue]) -> Bool {
    block["type"]?.text == "text" && block["text"]?.text == nil
  }

  var content: JSONValue? {
    let content = blocks.compactMap(\.whole)
    return content.isEmpty ? nil : .array(content)
  }
}
