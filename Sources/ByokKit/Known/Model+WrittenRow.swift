internal import ByokCore

extension Model {
  /// The line of a ``ModelTable``, without its end: what is not known is left out.
  ///
  /// - Throws: A failure when it cannot be written.
  func row() throws(ByokError) -> [UInt8] {
    var members: [String: JSONValue] = ["name": .string(name)]
    members["context"] = contextWindow.map(JSONValue.integer)
    members["output"] = maxOutputTokens.map(JSONValue.integer)
    if !isOutputLimitCertain { members["output_may_be_more"] = .bool(true) }
    members["price"] = price?.member
    let takes = input.subtracting(.text).words
    if !takes.isEmpty { members["takes"] = .array(takes.map(JSONValue.string)) }
    members["tools"] = callsTools.map(JSONValue.bool)
    members["schema"] = hasStructuredOutput.map(JSONValue.bool)
    members["temperature"] = takesTemperature.map(JSONValue.bool)
    if reasoning != nil { members["thinks"] = .object([:]) }
    members["released"] = released.map(JSONValue.string)
    if status == .deprecated { members["status"] = .string("deprecated") }
    members["retires"] = retires.map(JSONValue.string)
    members["as_of"] = priceAsOf.map(JSONValue.string)
    members["source"] = priceSource.map(JSONValue.string)
    // The name is first, by which rows are found.
    let head = Array(#"{"model":"#.utf8) + (try JSONValue.string("\(provider)/\(id)").json())
    return head + [UInt8(ascii: ",")] + (try JSONValue.object(members).json().dropFirst())
  }
}

extension Model.Price {
  fileprivate var member: JSONValue {
    var members = rates.members
    if !tiers.isEmpty {
      members["tiers"] = .array(
        tiers.map { tier in
          var row = tier.rates.members
          row["over"] = .integer(tier.over)
          return .object(row)
        })
    }
    return .object(members)
  }
}

extension Model.Rates {
  fileprivate var members: [String: JSONValue] {
    var members: [String: JSONValue] = ["in": .number(input), "out": .number(output)]
    members["cached"] = cached.map(JSONValue.number)
    members["write"] = cacheWrite.map(JSONValue.number)
    members["audio"] = audio.map(JSONValue.number)
    return members
  }
}
