internal import ByokCore

extension AnthropicMessages {
  /// The limit of a reply, which the API demands, for models whose own is not known.
  static let fallbackLimit = 8192
  /// The fewest tokens that a model may be given to think with.
  static let leastBudget = 1024

  static func body(for request: ChatRequest) throws(ByokError) -> [UInt8] {
    let settings = request.settings
    let limit = settings.maxTokens ?? request.facts?.maxOutputTokens ?? fallbackLimit
    var body: [String: JSONValue] = [
      "model": .string(request.model), "max_tokens": .integer(limit),
      "messages": .array(messages(of: request)),
    ]
    body["system"] = request.system.map(JSONValue.string)
    if request.streams { body["stream"] = .bool(true) }
    body["temperature"] = settings.temperature.map(JSONValue.number)
    body["top_p"] = settings.topP.map(JSONValue.number)
    if !settings.stop.isEmpty {
      body["stop_sequences"] = .array(settings.stop.map(JSONValue.string))
    }
    body.merge(tools(of: request)) { $1 }
    var output: [String: JSONValue] = [:]
    switch try thinking(of: request, limit: limit) {
    case .unsaid: break
    case .disabled: body["thinking"] = .object(["type": .string("disabled")])
    case .adaptive(let effort):
      body["thinking"] = .object(["type": .string("adaptive")])
      output["effort"] = .string(effort)
    case .budget(let tokens):
      body["thinking"] = .object([
        "type": .string("enabled"), "budget_tokens": .integer(tokens),
      ])
    }
    output["format"] = request.schema.map {
      .object(["type": .string("json_schema"), "schema": $0.schema])
    }
    if !output.isEmpty { body["output_config"] = .object(output) }
    return try JSONValue.object(body).json()
  }

  /// What a request says about thinking.
  private enum Thinking {
    case unsaid, disabled
    case adaptive(effort: String)
    case budget(Int)
  }

  private static func thinking(
    of request: ChatRequest, limit: Int
  ) throws(ByokError) -> Thinking {
    guard let level = request.settings.reasoning else { return .unsaid }
    if level == .none {
      let thinks = request.facts?.mayThink ?? true
      return thinks ? .disabled : .unsaid
    }
    guard request.settings.temperature == nil, request.settings.topP == nil else {
      let option = request.settings.temperature == nil ? "--top-p" : "--temperature"
      throw ByokError(
        .usage, "\(request.model) takes no \(option) while it thinks",
        hint: "leave out \(option) or --reasoning")
    }
    if chooses(howMuchToThink: request) {
      return .adaptive(effort: level == .minimal ? "low" : level.rawValue)
    }
    guard limit > leastBudget else {
      throw ByokError(
        .usage, "\(request.model) thinks with \(leastBudget) tokens or more, of --max-tokens",
        hint: "--max-tokens \(4 * leastBudget), or leave out --reasoning")
    }
    let asked = level.thinkingTokens(within: request.facts?.reasoning?.budget)
    // Some of the limit is left for the answer.
    return .budget(max(leastBudget, min(asked, limit / 4 * 3)))
  }

  /// Whether the model itself chooses how much to think, by a level of effort: Claude 4.6 and later.
  private static func chooses(howMuchToThink request: ChatRequest) -> Bool {
    if let options = request.facts?.reasoning, !options.levels.isEmpty, options.budget == nil {
      return true
    }
    return version(of: request.model).map { $0 >= (4, 6) } ?? false
  }

  /// The version of a Claude model: `(4, 6)` for `claude-opus-4-6` and for `claude-opus-4.6-fast`.
  static func version(of model: String) -> (major: Int, minor: Int)? {
    let words = model.lowercased().split { !$0.isLetter && !$0.isNumber }
    guard let name = words.firstIndex(of: "claude") else { return nil }
    let behind = words[(name + 1)...].drop { Int($0) == nil }
    // A date is no version.
    let numbers = behind.prefix { $0.utf8.count <= 2 }.prefix { Int($0) != nil }.compactMap {
      Int($0)
    }
    guard let major = numbers.first else { return nil }
    return (major, numbers.dropFirst().first ?? 0)
  }
}
