internal import ByokCore

/// The output items of a reply of the Responses API, in their order.
///
/// Source: <https://platform.openai.com/docs/guides/reasoning>, "Keeping reasoning items in context".
struct OpenAIResponsesTurn: TurnBuilder {
  static let dialect = OpenAIResponses.name

  private var items: [(place: Int, item: JSONValue)] = []
  /// What the whole reply says that it put out.
  private var output: [JSONValue] = []

  mutating func take(_ piece: JSONValue) {
    if let output = (piece["response"] ?? piece)["output"]?.elements { self.output = output }
    guard piece["type"]?.text == "response.output_item.done", let item = piece["item"] else {
      return
    }
    let place = piece["output_index"]?.count ?? (items.last?.place ?? -1) + 1
    let next = items.firstIndex { $0.place > place } ?? items.endIndex
    items.insert((place, item), at: next)
  }

  var content: JSONValue? {
    var content = items.isEmpty ? output : items.map(\.item)
    // Where a reply was cut off, thinking without what it led to is refused.
    while content.last?["type"]?.text == "reasoning" { content.removeLast() }
    return content.isEmpty ? nil : .array(content)
  }
}
