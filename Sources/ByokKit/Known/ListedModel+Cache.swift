internal import ByokCore

/// A row of the cache.
extension ListedModel {
  /// Reads a row; `nil` where it is none.
  init?(cached row: JSONValue) {
    guard let id = row["id"]?.text, let aliases = row["aliases"]?.elements,
      let answersChats = row["answersChats"]?.flag
    else { return nil }
    self.init(id: id, aliases: aliases.compactMap(\.text), answersChats: answersChats)
    (name, released) = (row["name"]?.text, row["released"]?.text)
    contextWindow = row["contextWindow"]?.integer
    maxOutputTokens = row["maxOutputTokens"]?.integer
    inputPrice = row["inputPrice"]?.double
    outputPrice = row["outputPrice"]?.double
    cachedPrice = row["cachedPrice"]?.double
    (hasStructuredOutput, successor) = (row["hasStructuredOutput"]?.flag, row["successor"]?.text)
    modalities = row["modalities"]?.elements?.compactMap(\.text)
    (callsTools, thinks) = (row["callsTools"]?.flag, row["thinks"]?.flag)
    (isDeprecated, retires) = (row["isDeprecated"]?.flag, row["retires"]?.text)
  }

  /// The row; what is not known is left out.
  var cached: JSONValue {
    var row: [String: JSONValue] = [
      "id": .string(id), "aliases": .array(aliases.map(JSONValue.string)),
      "answersChats": .bool(answersChats),
    ]
    row["name"] = name.map(JSONValue.string)
    row["released"] = released.map(JSONValue.string)
    row["contextWindow"] = contextWindow.map(JSONValue.integer)
    row["maxOutputTokens"] = maxOutputTokens.map(JSONValue.integer)
    row["inputPrice"] = inputPrice.map(JSONValue.number)
    row["outputPrice"] = outputPrice.map(JSONValue.number)
    row["cachedPrice"] = cachedPrice.map(JSONValue.number)
    row["hasStructuredOutput"] = hasStructuredOutput.map(JSONValue.bool)
    row["successor"] = successor.map(JSONValue.string)
    row["modalities"] = modalities.map { .array($0.map(JSONValue.string)) }
    row["callsTools"] = callsTools.map(JSONValue.bool)
    row["thinks"] = thinks.map(JSONValue.bool)
    row["isDeprecated"] = isDeprecated.map(JSONValue.bool)
    row["retires"] = retires.map(JSONValue.string)
    return .object(row)
  }
}
