package import ByokCore

extension Gemini {
  package static func path(for request: ChatRequest) -> String {
    let id = request.model
    let method = request.streams ? "streamGenerateContent?alt=sse" : "generateContent"
    for folder in ["models/", "tunedModels/"] where id.hasPrefix(folder) {
      return "/\(folder)\(String(id.dropFirst(folder.count)).percentEncoded):\(method)"
    }
    return "/models/\(id.percentEncoded):\(method)"
  }

  package static func body(for request: ChatRequest) throws(ByokError) -> [UInt8] {
    try JSONValue.object(members(for: request)).json()
  }

  /// The members of a request, which Code Assist wraps once more.
  package static func members(for request: ChatRequest) -> [String: JSONValue] {
    var body: [String: JSONValue] = ["contents": .array(contents(of: request))]
    body["systemInstruction"] = request.system.map {
      .object(["parts": .array([.object(["text": .string($0)])])])
    }
    body.merge(tools(of: request)) { $1 }
    let configuration = configuration(for: request)
    if !configuration.isEmpty { body["generationConfig"] = .object(configuration) }
    return body
  }

  private static func configuration(for request: ChatRequest) -> [String: JSONValue] {
    let settings = request.settings
    var fields: [String: JSONValue] = [:]
    fields["temperature"] = settings.temperature.map(JSONValue.number)
    fields["topP"] = settings.topP.map(JSONValue.number)
    fields["maxOutputTokens"] = settings.maxTokens.map(JSONValue.integer)
    fields["seed"] = settings.seed.map(JSONValue.integer)
    if !settings.stop.isEmpty {
      fields["stopSequences"] = .array(settings.stop.map(JSONValue.string))
    }
    if let schema = request.schema {
      fields["responseMimeType"] = .string("application/json")
      fields["responseJsonSchema"] = schema.schema
    }
    let thinking = GeminiThinking.configuration(
      settings.reasoning, model: request.model, options: request.facts?.reasoning)
    fields["thinkingConfig"] = thinking.map(JSONValue.object)
    return fields
  }
}

/// How reasoning is requested of Gemini's models.
///
/// Source: <https://ai.google.dev/gemini-api/docs/thinking>, read 2026-11-23: models up to 2.5 take
/// a number of tokens, later ones a level.
enum GeminiThinking {
  /// The `thinkingConfig`; `nil` where nothing is to be said.
  ///
  /// - Parameters:
  ///   - level: What the user asks for; `nil` for the model's own way, of which the thoughts are
  ///     still to be shown.
  ///   - model: The model's id.
  ///   - options: What the catalogue knows of the model.
  /// - Returns: The fields.
  static func configuration(
    _ level: ReasoningLevel?, model: String, options: ReasoningOptions?
  ) -> [String: JSONValue]? {
    guard let level else {
      // A model that does not think refuses to be asked for its thoughts.
      guard let options, options.budget != nil || !options.levels.isEmpty else { return nil }
      return ["includeThoughts": .bool(true)]
    }
    var fields: [String: JSONValue] = ["includeThoughts": .bool(level != .none)]
    if takesBudget(model, options) {
      fields["thinkingBudget"] = .integer(budget(level, model: model, options: options))
    } else {
      fields["thinkingLevel"] = .string(word(level, model: model, options: options))
    }
    return fields
  }

  private static func takesBudget(_ model: String, _ options: ReasoningOptions?) -> Bool {
    if let options, options.budget != nil || !options.levels.isEmpty {
      return options.budget != nil
    }
    return Gemini.generation(of: model).map { $0 < 3 } ?? false
  }

  private static func budget(
    _ level: ReasoningLevel, model: String, options: ReasoningOptions?
  ) -> Int {
    let bounds = options?.budget ?? knownBounds(model)
    // The least of a model that can be switched off is that of its thinking.
    if level == .none, options?.isSwitchable ?? !model.contains("-pro") { return 0 }
    return level.thinkingTokens(within: bounds)
  }

  /// The bounds of models that the catalogue does not list.
  private static func knownBounds(_ model: String) -> ReasoningOptions.Budget {
    if model.contains("-pro") { return .init(least: 128, most: 32_768) }
    return .init(least: model.contains("-lite") ? 512 : 0, most: 24_576)
  }

  /// The highest level that is not above the one asked for, or the lowest there is.
  private static func word(
    _ level: ReasoningLevel, model: String, options: ReasoningOptions?
  ) -> String {
    var taken: [ReasoningLevel] = [.low, .medium, .high]
    if takesMinimal(model) { taken.insert(.minimal, at: 0) }
    if let options {
      if !options.levels.isEmpty {
        taken = options.levels
      } else if options.isSwitchable {
        // Gemma knows on and off only, by these names.
        return level == .none ? "MINIMAL" : "HIGH"
      }
    }
    return (taken.last { $0 <= level } ?? taken[0]).rawValue.uppercased()
  }

  /// Whether a model that the catalogue does not list knows the lowest level: 3.7 and later do not,
  /// nor does any Pro.
  ///
  /// Source: pydantic-ai 2.68.0, `profiles/google.py`, read 2026-11-29.
  private static func takesMinimal(_ model: String) -> Bool {
    guard let name = model.firstRange(of: "gemini-")?.upperBound else { return true }
    let words = model[name...].split { $0 == "." || $0 == "-" }
    let numbers = words.prefix { Int($0) != nil }.compactMap { Int($0) }
    let version = (numbers.first ?? 0, numbers.dropFirst().first ?? 0)
    return version < (3, 7) && !words.contains("pro")
  }
}

extension String {
  /// The text as one segment of a path.
  ///
  /// Source: RFC 3986, section 2.3: what is unreserved stays.
  var percentEncoded: String {
    var text: [UInt8] = []
    Array(utf8).span.percentEncode { text.append($0) }
    return String(decoding: text, as: UTF8.self)
  }
}
